import type { NodeView } from '../../apis/node.ts';
import { instancePrice, type PriceBook } from '../../cost/index.ts';
import { type NodeGroup, type PendingPod, planScaleUp, type ScaleUpPlan } from '../../nodes/index.ts';
import { nodeFromTemplate } from '../../nodes/node-group.ts';
import { type ClusterSnapshot, FitCheck, type SchedulingPod } from '../../scheduling/index.ts';
import type { NodeFacts } from './node-facts.ts';
import type { ReportResize } from './node-plan-report.ts';
import type { FoundPool, FoundPools } from './node-pools.ts';

/** What the pools would do for pods that wait. Where chance decides, the first of the equals is taken. */
export function scaleUpNow(
  { autoscaler }: NodeFacts,
  { pools }: FoundPools,
  snapshot: ClusterSnapshot,
  pending: readonly PendingPod[],
): ScaleUpPlan {
  return planScaleUp({
    snapshot,
    pending,
    groups: pools.flatMap(({ group }) => group ?? []),
    settings: autoscaler.settings,
    expanders: {
      random: () => 0,
      ...(autoscaler.priorities && { priorities: autoscaler.priorities }),
    },
  });
}

/**
 * The same loop after loop until nothing more is added: the nodes are there in the snapshot afterwards, with the pods that they
 * were added for. Answers how large each pool got, and which pods no pool would take.
 */
export function scaleUpInTime(
  facts: NodeFacts,
  found: FoundPools,
  snapshot: ClusterSnapshot,
  pending: readonly PendingPod[],
): { readonly resizes: ScaleUpPlan['resizes']; readonly left: readonly PendingPod[] } {
  const sizes = new Map<string, { readonly group: NodeGroup; readonly from: number; to: number }>();
  let left = pending;
  let pools = found.pools;
  while (left.length > 0) {
    const { resizes } = scaleUpNow(facts, { ...found, pools }, snapshot, left);
    if (resizes.length === 0) break;
    for (const { group, from, to } of resizes) {
      const size = sizes.get(group.name) ?? { group, from, to };
      size.to = to;
      sizes.set(group.name, size);
      for (let index = from; index < to; index += 1) {
        const info = snapshot.addNode(nodeFromTemplate(group.template, `${group.name}-planned-${index}`));
        for (const pod of group.template.daemonSetPods) snapshot.addPod(pod, info);
      }
    }
    pools = pools.map((pool) => {
      const size = sizes.get(pool.name);
      return size && pool.group ? { ...pool, group: { ...pool.group, targetSize: size.to } } : pool;
    });
    const before = left.length;
    left = left.filter(({ pod }) => !placed(pod, snapshot));
    if (left.length === before) break;
  }
  return { resizes: [...sizes.values()], left };
}

/** Puts the pod on the first node that takes it. */
export function placed(pod: SchedulingPod, snapshot: ClusterSnapshot): boolean {
  const place = new FitCheck(pod, snapshot).firstFit(snapshot.nodes());
  if (place) snapshot.addPod(pod, place);
  return place !== undefined;
}

export function reportResizes(
  resizes: ScaleUpPlan['resizes'],
  { pools }: FoundPools,
  prices: PriceBook | undefined,
): ReportResize[] {
  return resizes.map(({ group, from, to }) => {
    const pool = pools.find(({ name }) => name === group.name);
    const each = pool && nodePricePerHour(modelOf(pool), prices);
    return { pool: group.name, from, to, ...(each !== undefined && { perHour: each * (to - from) }) };
  });
}

type Priced = Pick<NodeView, 'instanceType' | 'capacityType'>;

/** What a node of the pool is: like its first one, or as it was described. */
function modelOf({ nodes, group }: FoundPool): Priced {
  const [first] = nodes;
  if (first) return first;
  const instanceType = group?.template.node.labels['node.kubernetes.io/instance-type'];
  return { ...(instanceType !== undefined && { instanceType }), capacityType: { type: 'on-demand' } };
}

/** By the price book; `undefined` where it has none. */
export function nodePricePerHour(
  { instanceType, capacityType }: Priced,
  prices: PriceBook | undefined,
): number | undefined {
  if (!prices || instanceType === undefined) return undefined;
  const price = instancePrice(prices, instanceType, capacityType.type);
  return price.ok ? price.value.cost.perHour.amount : undefined;
}
