import { occupiesNode, type PodView } from '../../apis/pod.ts';
import {
  type ClusterCapacity,
  type ClusterCost,
  monthlyByProfile,
  type PriceBook,
} from '../../cost/index.ts';
import type { OptimizeEffort } from '../../optimizer/index.ts';
import { formatNumber } from '../../units/index.ts';
import type { AdvisorSources } from '../analyze.ts';
import { isoTime, reportBasis } from '../report-basis.ts';
import { type CostGrouping, reportNow, workloadName } from './cost-now.ts';
import type { CostReport } from './cost-report.ts';
import { nodeKinds } from './node-kinds.ts';
import { costPlan } from './plan.ts';
import { type FoundWorkloads, type ReadOptions, readWorkloads } from './plan-facts.ts';
import { comesWithNode, planPod, type PlanWorkload } from './plan-pods.ts';
import { readBill } from './read-bill.ts';

export interface CostOptions extends ReadOptions {
  readonly by: CostGrouping;
  /** Absent: no plan. */
  readonly plan?: OptimizeEffort & { readonly maxSpotShare?: number };
}

/**
 * What a cluster costs, for whom, and what could be saved. The bill is the whole cluster's; only workloads of `namespace`
 * (all without one) are right-sized and scaled in the plan. Nodes or pods without a price are named and left out.
 *
 * @throws {SourceError} `forbidden` where nodes may not be listed, `bad-query` without prices.
 */
export async function analyzeCost(
  sources: AdvisorSources,
  namespace: string | undefined,
  options: CostOptions,
): Promise<CostReport> {
  const { cluster, clock } = sources;
  const { cost, book, facts, capacity, pods } = await readBill(sources, options);
  const found = await readWorkloads(sources, namespace, facts, options);
  const report = reportNow(cost, options.by, found.requestsPerSecond);
  const byProfile = options.profile && monthlyByProfile(cost.total, options.profile);
  const plan =
    options.plan &&
    planOf({ cost, capacity, pods, book, found, options: { ...options, plan: options.plan } });
  return {
    apiVersion: 'kubectl-autoscale.io/v1alpha1',
    kind: 'CostReport',
    generatedAt: isoTime(clock.now()),
    cluster: cluster.description,
    ...report,
    ...(byProfile && {
      monthByProfile: {
        perMonth: byProfile.amount,
        profile: [...(options.profile ?? [])],
        basis: 'the present nodes in proportion to the profile, 730 hours ÷ 24 for each hour of the day',
      },
    }),
    ...(plan && { plan }),
    unpriced: cost.unpriced.map(({ message }) => message),
    assumptions: [...cost.assumptions],
    notes: [...facts.notes, ...found.notes],
    basis: reportBasis(cost.basis),
  };
}

interface PlanOfInput {
  readonly cost: ClusterCost;
  readonly capacity: ClusterCapacity;
  readonly pods: readonly PodView[];
  readonly book: PriceBook;
  readonly found: FoundWorkloads;
  readonly options: CostOptions & { readonly plan: NonNullable<CostOptions['plan']> };
}

function planOf({
  cost,
  capacity,
  pods,
  book,
  found,
  options,
}: PlanOfInput): NonNullable<CostReport['plan']> {
  const { kinds, kindOf } = nodeKinds(capacity, pods, book);
  const architectures = new Map(
    [...capacity.nodes].map(([name, { node }]) => [kindOf.get(name), node.architecture ?? 'amd64']),
  );
  const byName = new Map<string, PodView[]>();
  for (const pod of pods) {
    if (!occupiesNode(pod) || comesWithNode(pod) || !kindOf.has(pod.nodeName ?? '')) continue;
    const name = workloadName(pod);
    const own = byName.get(name) ?? [];
    byName.set(name, own);
    own.push(pod);
  }
  const workloads = [...byName].map(([name, own]): PlanWorkload => {
    const resized = found.resized.get(name);
    const hourlyReplicas = found.hourly.get(name);
    return {
      name,
      pods: own.flatMap((pod) => {
        const load = capacity.nodes.get(pod.nodeName ?? '');
        const kind = kindOf.get(pod.nodeName ?? '');
        return load && kind !== undefined ? [planPod(pod, load.node, kind)] : [];
      }),
      ...(resized && { resized }),
      ...(hourlyReplicas && { hourlyReplicas }),
    };
  });
  const bearing = workloads.flatMap((each) => each.pods).filter((pod) => pod.bearsSpot).length;
  const all = workloads.reduce((sum, each) => sum + each.pods.length, 0);
  const { maxSpotShare, ...effort } = options.plan;
  return costPlan(
    {
      workloads,
      kinds,
      book,
      architectureOf: ({ id }) => architectures.get(id) ?? 'amd64',
      nowPerHour: cost.total.perHour.amount,
      ...(maxSpotShare !== undefined && { maxSpotShare }),
      details: {
        'right-size': found.sizeTexts,
        replicas: found.replicaTexts,
        spot: [
          `${bearing} of ${all} pods bear spot: they are on it, select it or tolerate a spot taint` +
            (maxSpotShare === undefined
              ? ''
              : `; at most ${formatNumber(maxSpotShare * 100)} % of each kind of pod`),
        ],
        'node-mix': ['same zones, pools, architecture and GPU models as now; nodes from none'],
      },
      ...(options.onProgress && { onStep: options.onProgress }),
    },
    effort,
  );
}
