import type { CompiledUsageRules } from '../usage/compile-usage-rules.ts';
import { containerUsageQuery, nodeUsageQuery } from '../usage/usage-query.ts';
import type { ForecastRule } from './adapter-config.ts';
import type { CompiledRules } from './compile-rules.ts';
import { pathText } from './config-problem.ts';
import type { DescribedMetric } from './described-metric.ts';
import { forecastName } from './forecast-name.ts';
import { externalQuery, queryForAll, queryForNames, queryForTotal } from './metric-query.ts';
import {
  buildRegistry,
  type CustomMetric,
  type DiscoveredSeries,
  type ExternalMetric,
  type MetricRegistry,
} from './metric-registry.ts';
import {
  createResourceMapper,
  groupResourceText,
  type ResourceMapper,
  type ServedResource,
} from './resource-mapper.ts';

/** What would be served and asked, sorted by API and name. */
export function describeMetrics(
  rules: CompiledRules,
  series: DiscoveredSeries,
  served: readonly ServedResource[],
): readonly DescribedMetric[] {
  const mapper = createResourceMapper(served);
  const registry = buildRegistry(rules, series, mapper);
  const described = [
    ...registry.custom.map(describeCustom),
    ...registry.external.map(describeExternal),
    ...rules.forecasts.flatMap((rule, index) => describeForecasts(rule, index, registry)),
    ...(rules.usage ? describeUsage(rules.usage, mapper) : []),
  ];
  return described.sort((a, b) => compare(a.api, b.api) || compare(a.name, b.name));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function describeCustom(metric: CustomMetric): DescribedMetric {
  const { rule, resource, namespaced, seriesName } = metric;
  const query = rule.separable
    ? queryForAll(metric, namespaced ? ['NAMESPACE'] : undefined, [])
    : queryForNames(metric, namespaced ? 'NAMESPACE' : undefined, ['NAME'], []);
  return {
    api: 'custom',
    name: `${groupResourceText(resource)}/${metric.metric}`,
    rule: pathText(rule.place),
    series: seriesName,
    promql: query.ok ? query.value.promql : query.error,
    shared: rule.separable,
  };
}

/** The forecasts of the metrics that have the rule's name; a metric of a forecast's name goes before it. */
function describeForecasts(
  { metric, stepMs }: ForecastRule,
  index: number,
  registry: MetricRegistry,
): readonly DescribedMetric[] {
  const name = forecastName(metric);
  const shared = { rule: `forecasts[${index}]`, shared: false, renewedEveryMs: stepMs };
  const customs = registry.custom.filter(
    (base) => base.metric === metric && !registry.findCustom(base.resource, name, base.namespaced),
  );
  const externals = registry.external.filter(
    (base) => base.metric === metric && !registry.findExternal(name),
  );
  return [
    ...customs.map((base): DescribedMetric => {
      const query = queryForTotal(base, base.namespaced ? 'NAMESPACE' : undefined, 'NAMES', []);
      const described = { name: `${groupResourceText(base.resource)}/${name}`, series: base.seriesName };
      return { api: 'custom', ...described, ...shared, promql: query.ok ? query.value : query.error };
    }),
    ...externals.map((base): DescribedMetric => {
      const query = externalQuery(base, 'NAMESPACE', []);
      const promql = query.ok ? `sum(${query.value})` : query.error;
      return { api: 'external', name, series: base.seriesName, ...shared, promql };
    }),
  ];
}

/** What is asked of pods and of nodes for metrics.k8s.io. */
function describeUsage(usage: CompiledUsageRules, mapper: ResourceMapper): readonly DescribedMetric[] {
  return (['cpu', 'memory'] as const).flatMap((what) => {
    const rule = usage[what];
    const { labels } = rule.resources.bind(mapper);
    return (['pods', 'nodes'] as const).flatMap((plural) => {
      const resource = mapper.find({ group: '', resource: plural });
      if (resource === undefined) return [];
      const isPods = plural === 'pods';
      const shared = rule.separable[isPods ? 'containers' : 'nodes'];
      const choice = shared ? 'all' : { namespace: 'NAMESPACE', names: ['NAME'] };
      const query = (isPods ? containerUsageQuery : nodeUsageQuery)(rule, labels, resource, choice);
      const promql = query.ok ? query.value.promql : query.error;
      return [
        {
          api: 'resource',
          name: `${plural}/${what}`,
          rule: `resourceRules.${what}`,
          series: '',
          promql,
          shared,
        },
      ];
    });
  });
}

function describeExternal(metric: ExternalMetric): DescribedMetric {
  const query = externalQuery(metric, 'NAMESPACE', []);
  return {
    api: 'external',
    name: metric.metric,
    rule: pathText(metric.rule.place),
    series: metric.seriesName,
    promql: query.ok ? query.value : query.error,
    shared: false,
  };
}
