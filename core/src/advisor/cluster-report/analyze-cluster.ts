import { rememberingCluster, rememberingMetrics } from '../../ports/index.ts';
import { type AdvisorSources, type AnalysisOptions, analyzeNamespace } from '../analyze.ts';
import { analyzeCost, type CostOptions } from '../cost-plan/analyze-cost.ts';
import { reportNow } from '../cost-plan/cost-now.ts';
import { readBill } from '../cost-plan/read-bill.ts';
import type { WorkloadReport } from '../workload-report.ts';
import { clusterForecasts } from './cluster-forecasts.ts';
import { clusterNodes } from './cluster-nodes.ts';
import type { ClusterFinding, ClusterReport } from './cluster-report.ts';
import { clusterRisks } from './cluster-risks.ts';
import { clusterWaste } from './cluster-waste.ts';
import { forgivingMetrics } from './forgiving-metrics.ts';
import { titleOf } from './workload-title.ts';

export interface ClusterReportOptions {
  readonly cost: Omit<CostOptions, 'by' | 'onProgress'>;
  readonly analysis: Omit<AnalysisOptions, 'onProgress' | 'onReport'>;
  /** What the linter found in the same cluster. */
  readonly findings: readonly ClusterFinding[];
  /** Told of each part and how far it is. */
  readonly onProgress?: (done: number, total: number, next: string) => void;
}

/**
 * Cost, waste, savings, nodes, risks and forecasts of a whole cluster in one object. The same questions are asked once. Only workloads of
 * `namespace` are analyzed, all without one; the bill is the whole cluster's.
 *
 * @throws {SourceError} as {@link analyzeCost} does.
 */
export async function analyzeCluster(
  given: AdvisorSources,
  namespace: string | undefined,
  options: ClusterReportOptions,
): Promise<ClusterReport> {
  const forgiving = given.metrics && forgivingMetrics(given.metrics);
  const sources: AdvisorSources = {
    ...given,
    cluster: rememberingCluster(given.cluster),
    ...(forgiving && { metrics: rememberingMetrics(forgiving.metrics) }),
  };
  const { onProgress } = options;
  const part = (name: string): Pick<CostOptions, 'onProgress'> =>
    onProgress
      ? {
          onProgress: (done, total, next) => onProgress(done, total, next === '' ? name : `${name}: ${next}`),
        }
      : {};
  const cost = await analyzeCost(sources, namespace, { ...options.cost, by: 'workload', ...part('cost') });
  const bill = await readBill(sources, options.cost);
  const { items, generatedAt, cluster } = await analyzeNamespace(sources, namespace, {
    ...options.analysis,
    ...part('analyzing'),
  });
  const waste = clusterWaste(items, cost.idle.perHour);
  return {
    apiVersion: 'kubectl-autoscale.io/v1alpha1',
    kind: 'ClusterReport',
    generatedAt,
    cluster,
    ...(namespace !== undefined && { namespace }),
    cost,
    namespaces: reportNow(bill.cost, bill.committed.unusedPerHour, 'namespace', new Map()).rows,
    waste,
    nodes: clusterNodes(bill.capacity, bill.cost),
    risks: clusterRisks({ workloads: items, waste: waste.rows, pods: bill.pods, nodes: bill.nodes }),
    findings: [...options.findings],
    forecasts: clusterForecasts(items),
    notes: [...notesOf(items), ...(forgiving?.notes() ?? [])],
  };
}

/** Each note once, with the workloads that it is about; what is said of all is said of none by name. */
function notesOf(items: readonly WorkloadReport[]): readonly string[] {
  const about = new Map<string, string[]>();
  for (const item of items) {
    for (const note of new Set(item.notes)) about.set(note, [...(about.get(note) ?? []), titleOf(item)]);
  }
  return [...about].map(([note, titles]) =>
    titles.length === items.length ? note : `${titles.join(', ')}: ${note}`,
  );
}
