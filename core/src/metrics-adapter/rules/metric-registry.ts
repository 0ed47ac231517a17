import type { CompiledRule, CompiledRules } from './compile-rules.ts';
import { pathText } from './config-problem.ts';
import type { ResourceLabels } from './resource-labels.ts';
import { groupResourceText, type ResourceMapper, type ServedResource } from './resource-mapper.ts';

type Labels = Readonly<Record<string, string>>;

/** A metric of custom.metrics.k8s.io that can be asked for. */
export interface CustomMetric {
  readonly metric: string;
  readonly resource: ServedResource;
  /** False for namespaces, nodes and persistentvolumes. */
  readonly namespaced: boolean;
  readonly seriesName: string;
  readonly rule: CompiledRule;
  readonly labels: ResourceLabels;
}

/** A metric of external.metrics.k8s.io that can be asked for. */
export interface ExternalMetric {
  readonly metric: string;
  readonly seriesName: string;
  readonly rule: CompiledRule;
  readonly labels: ResourceLabels;
}

/** All metrics that the rules make of the series that there are. */
export interface MetricRegistry {
  readonly custom: readonly CustomMetric[];
  readonly external: readonly ExternalMetric[];
  /** Resources of overrides that the cluster does not serve: `rules[2]: brands.cheese.io`. */
  readonly unknownResources: readonly string[];
  findCustom(resource: ServedResource, metric: string, namespaced: boolean): CustomMetric | undefined;
  findExternal(metric: string): ExternalMetric | undefined;
}

/** What `/api/v1/series` answered for a rule's `seriesQuery`. */
export type DiscoveredSeries = ReadonlyMap<string, readonly Labels[]>;

/** Resources of which a metric is never one inside a namespace (prometheus-adapter v0.12, series_registry.go). */
const rootScoped = new Set(['namespaces', 'nodes', 'persistentvolumes']);

/**
 * Names the metrics. Of two rules, or two series, that make the same metric of the same resource the later one counts, as in
 * prometheus-adapter.
 */
export function buildRegistry(
  { custom, external }: CompiledRules,
  series: DiscoveredSeries,
  mapper: ResourceMapper,
): MetricRegistry {
  const customMetrics = new Map<string, CustomMetric>();
  const externalMetrics = new Map<string, ExternalMetric>();
  const unknownResources: string[] = [];
  const bind = (rule: CompiledRule): ResourceLabels => {
    const { labels, unknown } = rule.resources.bind(mapper);
    const place = pathText(rule.place);
    for (const resource of unknown) unknownResources.push(`${place}: ${groupResourceText(resource)}`);
    return labels;
  };
  for (const rule of custom) {
    const labels = bind(rule);
    for (const [metric, seriesName, own] of namedSeries(rule, series)) {
      for (const resource of labels.resourcesOf(Object.keys(own))) {
        const namespaced = !rootScoped.has(groupResourceText(resource));
        const entry = { metric, resource, namespaced, seriesName, rule, labels };
        customMetrics.set(customKey(resource, metric, namespaced), entry);
      }
    }
  }
  for (const rule of external) {
    const labels = bind(rule);
    for (const [metric, seriesName] of namedSeries(rule, series)) {
      externalMetrics.set(metric, { metric, seriesName, rule, labels });
    }
  }
  return {
    custom: [...customMetrics.values()],
    external: [...externalMetrics.values()],
    unknownResources,
    findCustom: (resource, metric, namespaced) => customMetrics.get(customKey(resource, metric, namespaced)),
    findExternal: (metric) => externalMetrics.get(metric),
  };
}

/** The series selectors that have to be asked for, each once. */
export function seriesQueries({ custom, external }: CompiledRules): readonly string[] {
  return [...new Set([...custom, ...external].map(({ rule }) => rule.seriesQuery))];
}

function* namedSeries(
  rule: CompiledRule,
  series: DiscoveredSeries,
): Generator<readonly [metric: string, seriesName: string, labels: Labels]> {
  for (const { __name__: seriesName = '', ...labels } of series.get(rule.rule.seriesQuery) ?? []) {
    const metric = rule.metricName(seriesName);
    if (metric !== undefined && metric !== '') yield [metric, seriesName, labels];
  }
}

function customKey(resource: ServedResource, metric: string, namespaced: boolean): string {
  return `${groupResourceText(resource)}/${metric}/${namespaced ? 'namespaced' : 'root'}`;
}
