import type { CompiledUsageRules } from '../usage/compile-usage-rules.ts';
import type { CompiledRule, CompiledRules } from './compile-rules.ts';
import { pathText } from './config-problem.ts';
import type { DescribedRule } from './described-metric.ts';
import { fixedMetricName } from './fixed-metric-name.ts';
import { forecastName } from './forecast-name.ts';
import { groupResourceText } from './resource-mapper.ts';

/** What rules would serve, as far as they tell it themselves: without Prometheus and without a cluster. In the order of the rules. */
export function describeRules(rules: CompiledRules): readonly DescribedRule[] {
  const described = [
    ...rules.custom.map((rule) => describeRule(rule, 'custom')),
    ...rules.external.map((rule) => describeRule(rule, 'external')),
  ];
  const forecasts = rules.forecasts.flatMap(({ metric }, index) =>
    described
      .filter((base) => base.metric === metric)
      .map((base) => ({ ...base, rule: `forecasts[${index}]`, metric: forecastName(metric), shared: false })),
  );
  return [...described, ...forecasts, ...(rules.usage ? describeUsage(rules.usage) : [])];
}

function describeRule(compiled: CompiledRule, api: 'custom' | 'external'): DescribedRule {
  const { place, rule, query, separable } = compiled;
  const metric = fixedMetricName(compiled);
  const { overrides, template } = rule.resources;
  const resources = [...overrides.values()].map(groupResourceText);
  return {
    api,
    rule: pathText(place),
    ...(metric !== undefined && { metric }),
    // An external metric belongs to no object: what its rule maps is the namespace of the request.
    ...(api === 'custom' && { resources, ...(template !== undefined && { resourceTemplate: template }) }),
    series: rule.seriesQuery,
    promql: query.text,
    shared: api === 'custom' && separable,
  };
}

function describeUsage(usage: CompiledUsageRules): readonly DescribedRule[] {
  return (['cpu', 'memory'] as const).flatMap((what) => {
    const { containers, nodes, separable } = usage[what];
    const described = { api: 'resource', rule: `resourceRules.${what}`, metric: what, series: '' } as const;
    return [
      { ...described, resources: ['pods'], promql: containers.text, shared: separable.containers },
      { ...described, resources: ['nodes'], promql: nodes.text, shared: separable.nodes },
    ];
  });
}
