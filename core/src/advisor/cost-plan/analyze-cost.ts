import { occupiesNode, type PodView } from '../../apis/pod.ts';
import {
  type ClusterCapacity,
  type ClusterCost,
  type HourlyProfile,
  monthlyByProfile,
  type PriceBook,
} from '../../cost/index.ts';
import { gpuRequestsOfPod } from '../../gpu/index.ts';
import type { OptimizeEffort } from '../../optimizer/index.ts';
import { labelSelectorPredicate } from '../../ports/index.ts';
import { formatNumber, HOURS_PER_MONTH } from '../../units/index.ts';
import type { AdvisorSources } from '../analyze.ts';
import { readBoundVolumes, type VolumesOf } from '../bound-volumes.ts';
import { readGpuUsage } from '../nodes/gpu-usage.ts';
import { isoTime, reportBasis } from '../report-basis.ts';
import { type CostGrouping, reportNow, unknownLabelNotes, workloadName } from './cost-now.ts';
import type { CostReport } from './cost-report.ts';
import { weighedProfile } from './day-ahead.ts';
import { nodeKinds } from './node-kinds.ts';
import { oddRequests } from './odd-requests.ts';
import { costPlan } from './plan.ts';
import { type FoundWorkloads, type ReadOptions, readWorkloads } from './plan-facts.ts';
import { meanGpuUse } from './plan-gpus.ts';
import { comesWithNode, planPod, type PlanWorkload } from './plan-pods.ts';
import { type BillOptions, readBill } from './read-bill.ts';

export interface CostOptions extends ReadOptions, BillOptions {
  readonly by: CostGrouping;
  /** Absent: no plan. */
  readonly plan?: OptimizeEffort & { readonly maxSpotShare?: number };
}

/**
 * What a cluster costs, for whom, and what could be saved. The bill is the whole cluster's; only workloads of `namespace`
 * (all without one) with the labels of `labelSelector` are right-sized and scaled in the plan, and only pods with these labels have rows. Nodes or pods without a price are named and left out.
 *
 * @throws {SourceError} `forbidden` where nodes may not be listed, `bad-query` without prices.
 */
export async function analyzeCost(
  sources: AdvisorSources,
  namespace: string | undefined,
  options: CostOptions,
): Promise<CostReport> {
  const { cluster, clock } = sources;
  const { cost, committed, book, facts, capacity, pods } = await readBill(sources, options);
  const found = await readWorkloads(sources, namespace, facts, options);
  const { labelSelector = '' } = options;
  const report = reportNow(
    cost,
    committed.unusedPerHour,
    options.by,
    found.requestsPerSecond,
    labelSelectorPredicate(labelSelector),
  );
  const profile = options.profile === 'forecast' ? forecastProfile(cost, found) : options.profile;
  const byProfile = profile && monthlyByProfile(cost.total, profile);
  const notes = [
    ...facts.notes,
    ...found.notes,
    ...unknownLabelNotes(options.by, pods),
    ...oddRequests(facts.allPods ?? [], capacity),
  ];
  const plan =
    options.plan &&
    planOf({
      volumesOf: await readBoundVolumes(cluster, pods, options, notes),
      gpuUsedShare: await readGpuUse(sources, pods, options),
      nowPerHour: report.now.perHour,
      capacity,
      pods,
      book,
      found,
      options: { ...options, plan: options.plan },
    });
  return {
    apiVersion: 'kubectl-autoscale.io/v1alpha1',
    kind: 'CostReport',
    generatedAt: isoTime(clock.now()),
    cluster: cluster.description,
    ...report,
    ...(committed.uses.length > 0 && { commitments: committed.uses.map((use) => ({ ...use })) }),
    ...(byProfile && {
      monthByProfile: {
        // What is committed and unused is paid whatever the hour needs.
        perMonth: byProfile.amount + committed.unusedPerHour * HOURS_PER_MONTH,
        profile: [...profile],
        basis: basisOfProfile(options.profile, found),
      },
    }),
    ...(plan && { plan }),
    unpriced: cost.unpriced.map(({ message }) => message),
    assumptions: [...cost.assumptions],
    notes,
    basis: reportBasis(cost.basis),
  };
}

/** Asked only where a pod has GPUs. */
async function readGpuUse(
  { metrics, clock }: AdvisorSources,
  pods: readonly PodView[],
  options: CostOptions,
): Promise<number | undefined> {
  if (!metrics || !pods.some(({ template }) => gpuRequestsOfPod(template).length > 0)) return undefined;
  return meanGpuUse(await readGpuUsage(metrics, clock.now(), options));
}

/** The pods of each workload by its forecast, everything else as it is now. */
function forecastProfile(cost: ClusterCost, { forecasts }: FoundWorkloads): HourlyProfile {
  const costs = new Map<string, number>();
  for (const { pod, cost: own } of cost.pods) {
    const name = workloadName(pod);
    costs.set(name, (costs.get(name) ?? 0) + own.perHour.amount);
  }
  return weighedProfile(forecasts, costs, cost.total.perHour.amount);
}

function basisOfProfile(profile: CostOptions['profile'], { forecasts }: FoundWorkloads): string {
  const hours = '730 hours ÷ 24 for each hour of the day';
  return profile === 'forecast'
    ? `each day like the forecast of the next one: ${forecasts.size} ${forecasts.size === 1 ? 'workload grows and shrinks' : 'workloads grow and shrink'} with demand, and the busiest hour has what runs now; all else stays as it is; ${hours}`
    : `the present nodes in proportion to the profile, ${hours}`;
}

interface PlanOfInput {
  /** With what is committed and unused. */
  readonly nowPerHour: number;
  readonly capacity: ClusterCapacity;
  readonly pods: readonly PodView[];
  readonly book: PriceBook;
  readonly found: FoundWorkloads;
  readonly volumesOf: VolumesOf;
  readonly gpuUsedShare: number | undefined;
  readonly options: CostOptions & { readonly plan: NonNullable<CostOptions['plan']> };
}

function planOf({
  nowPerHour,
  capacity,
  pods,
  book,
  found,
  volumesOf,
  gpuUsedShare,
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
        return load && kind !== undefined ? [planPod(pod, load.node, kind, volumesOf(pod))] : [];
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
      nowPerHour,
      ...(gpuUsedShare !== undefined && { gpuUsedShare }),
      ...(maxSpotShare !== undefined && { maxSpotShare }),
      details: {
        'right-size': found.sizeTexts,
        replicas: found.replicaTexts,
        spot: [
          `${bearing} of ${all} pods may run on spot nodes: they do already, select them, or tolerate their taint` +
            (maxSpotShare === undefined
              ? ''
              : `; at most ${formatNumber(maxSpotShare * 100)} % of each kind of pod`),
        ],
        'node-mix': [
          'same zones, pools, architecture and GPU models as now; the nodes are chosen from scratch',
          ...(book.commitments
            ? ['commitments are paid in every bill; the search itself goes by prices without them']
            : []),
        ],
      },
      ...(options.onProgress && { onStep: options.onProgress }),
    },
    effort,
  );
}
