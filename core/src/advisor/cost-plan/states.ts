import type { PriceBook } from '../../cost/index.ts';
import { committedBill, HOURS_PER_DAY } from '../../cost/index.ts';
import {
  type NodeOption,
  type OptimizedMix,
  type OptimizeEffort,
  optimizeMix,
} from '../../optimizer/index.ts';
import type { SchedulingPod } from '../../scheduling/index.ts';
import { asSpot, heldTo, kindLabel, type NodeKind, otherMachines, spotTaint, tainted } from './node-kinds.ts';
import type { PlanPod, PlanWorkload } from './plan-pods.ts';

/** What is done to a cluster; each may be done alone or after others. */
export interface Actions {
  readonly rightsize: boolean;
  readonly replicas: boolean;
  readonly spot: boolean;
  readonly mix: boolean;
}

export const nothingDone: Actions = { rightsize: false, replicas: false, spot: false, mix: false };

export interface PlanInput {
  readonly workloads: readonly PlanWorkload[];
  readonly kinds: ReadonlyMap<string, NodeKind>;
  readonly book: PriceBook;
  /** Of the nodes of each kind. */
  readonly architectureOf: (kind: NodeKind) => string;
  readonly maxSpotShare?: number;
}

/** The nodes of a day after some actions. */
export interface PlannedDay {
  /** Mean over the hours of the day, ten-thousandths of the currency: whole, so that differences add up. */
  readonly tenThousandthsPerHour: number;
  /** The nodes of the hour that needs most. */
  readonly peak: OptimizedMix;
  readonly outOfTime: boolean;
}

/**
 * The cheapest nodes that are found for what the actions leave, hour by hour where replicas follow demand. A pod that no
 * node would take keeps one of the kind that it is on now: leaving it out would be a saving that is none.
 */
export function planDay(input: PlanInput, actions: Actions, effort: OptimizeEffort): PlannedDay {
  const options = optionsFor(input, actions);
  const known = new Map<string, OptimizedMix>();
  const hours = Array.from({ length: actions.replicas ? HOURS_PER_DAY : 1 }, (_, hour) => {
    const counts = input.workloads.map(({ pods, hourlyReplicas }) =>
      actions.replicas ? (hourlyReplicas?.[hour] ?? pods.length) : pods.length,
    );
    const key = counts.join(',');
    const pods = input.workloads.flatMap((workload, index) => podsOf(workload, counts[index] ?? 0, actions));
    const spot = input.maxSpotShare === undefined ? {} : { maxSpotShare: input.maxSpotShare };
    const mix = known.get(key) ?? optimizeMix({ pods, options, ...spot }, effort);
    known.set(key, mix);
    return mix;
  });
  const unplaced = pricesOfPods(input);
  const costOf = (mix: OptimizedMix): number =>
    mix.unplaced.reduce((sum, { pod }) => sum + (unplaced.get(keyOf(pod)) ?? 0), billOf(mix, input.book));
  const mean = hours.reduce((sum, mix) => sum + costOf(mix), 0) / hours.length;
  return {
    tenThousandthsPerHour: Math.round(mean * 10_000),
    peak: hours.reduce((most, mix) => (mix.pricePerHour > most.pricePerHour ? mix : most)),
    outOfTime: hours.some(({ outOfTime }) => outOfTime),
  };
}

/** What the nodes cost under commitments, with what these have no use for. */
function billOf({ nodes, pricePerHour }: OptimizedMix, book: PriceBook): number {
  if (book.commitments === undefined) return pricePerHour;
  const counts = new Map<string, number>();
  for (const { option } of nodes) {
    if (option.capacityType === 'spot') continue;
    counts.set(option.instanceType, (counts.get(option.instanceType) ?? 0) + 1);
  }
  const { perHourByType, unusedPerHour } = committedBill(book, counts);
  const spot = nodes.filter(({ option }) => option.capacityType === 'spot');
  return (
    spot.reduce((sum, { option }) => sum + option.pricePerHour, unusedPerHour) +
    [...perHourByType.values()].reduce((sum, perHour) => sum + perHour, 0)
  );
}

function pricesOfPods({ workloads, kinds }: PlanInput): ReadonlyMap<string, number> {
  return new Map(
    workloads.flatMap(({ pods }) =>
      pods.map(({ pod, kind }) => [keyOf(pod), kinds.get(kind)?.option.pricePerHour ?? 0] as const),
    ),
  );
}

function keyOf({ namespace, name }: SchedulingPod): string {
  return `${namespace}/${name}`;
}

/** Pods beyond those that there are look like the first one. */
function podsOf({ pods, resized }: PlanWorkload, count: number, actions: Actions): readonly SchedulingPod[] {
  const [first] = pods;
  if (first === undefined) return [];
  return Array.from({ length: count }, (_, index) => {
    const own = pods[index] ?? first;
    const pod = withTolerations(own, actions);
    const name = pods[index] ? pod.name : `${pod.name}-more-${index}`;
    return { ...pod, name, ...(actions.rightsize && resized && { requests: resizedRequests(pod, resized) }) };
  });
}

function withTolerations({ pod, kind, bearsSpot }: PlanPod, { spot, mix }: Actions): SchedulingPod {
  const onSpotNow = kind.split('|')[1] === 'spot';
  const mayUseSpot = onSpotNow || (spot && bearsSpot);
  const tolerations = mayUseSpot
    ? [...pod.tolerations, { key: spotTaint.key, operator: 'Exists' as const }]
    : pod.tolerations;
  const nodeSelector = mix ? pod.nodeSelector : { ...pod.nodeSelector, [kindLabel]: kind };
  return { ...pod, tolerations, nodeSelector };
}

function resizedRequests(
  { requests }: SchedulingPod,
  resized: ReadonlyMap<string, number>,
): SchedulingPod['requests'] {
  const amounts = new Map(requests);
  for (const [resource, change] of resized) {
    amounts.set(resource, Math.max(0, (amounts.get(resource) ?? 0) + change));
  }
  return [...amounts].filter(([, amount]) => amount > 0);
}

function optionsFor({ kinds, book, architectureOf }: PlanInput, actions: Actions): readonly NodeOption[] {
  const present = [...kinds.values()];
  if (actions.mix) {
    const asIs = present.map(({ option }) => (option.capacityType === 'spot' ? tainted(option) : option));
    const others = present.flatMap((kind) => otherMachines(kind, book, architectureOf(kind)));
    return distinct([...asIs, ...others]);
  }
  const held = present.map(heldTo);
  return actions.spot ? [...held, ...held.flatMap((option) => asSpot(option, book) ?? [])] : held;
}

/** Kinds of one pool offer the same machines. */
function distinct(options: readonly NodeOption[]): readonly NodeOption[] {
  const seen = new Map<string, NodeOption>();
  for (const option of options) {
    const { node, daemonSetPods } = option.template;
    const key = JSON.stringify([
      option.instanceType,
      option.capacityType,
      option.zone,
      Object.entries(node.labels).sort(([a], [b]) => (a < b ? -1 : 1)),
      node.taints,
    ]);
    const known = seen.get(key);
    if (!known || known.template.daemonSetPods.length < daemonSetPods.length) seen.set(key, option);
  }
  return [...seen.values()];
}
