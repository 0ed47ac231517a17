import type { KubernetesApi, SeriesSource } from '../../ports/index.ts';
import type { CompiledRules } from '../rules/compile-rules.ts';
import { describeMetrics } from '../rules/describe-rules.ts';
import type { DescribedMetric } from '../rules/described-metric.ts';
import { seriesQueries } from '../rules/metric-registry.ts';
import { createClusterObjects } from './cluster-objects.ts';

/** What rules would serve now, from the series and the resources that there are. Throws `SourceError`. */
export async function examineRules(
  rules: CompiledRules,
  prometheus: SeriesSource,
  kubernetes: KubernetesApi,
  sinceMs: number,
): Promise<readonly DescribedMetric[]> {
  const [served, ...found] = await Promise.all([
    createClusterObjects(kubernetes).servedResources(),
    ...seriesQueries(rules).map(async (query) => [query, await prometheus.series(query, sinceMs)] as const),
  ]);
  return describeMetrics(rules, new Map(found), served);
}
