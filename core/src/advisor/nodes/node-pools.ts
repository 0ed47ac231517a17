import type { NodeView } from '../../apis/node.ts';
import type { Taint } from '../../apis/toleration.ts';
import { findOffering, type PriceBook } from '../../cost/price-book.ts';
import { wholeGpuName } from '../../gpu/index.ts';
import { isDaemonSetPod, isMirrorPod } from '../../nodes/drain-pod.ts';
import {
  type NodeGroup,
  type NodeTemplate,
  type PoolKeeper,
  poolOfGroup,
  poolOfNode,
} from '../../nodes/index.ts';
import { schedulingAmounts, schedulingNode } from '../../scheduling/index.ts';
import type { NodeGroupBounds } from './found-autoscaler.ts';
import type { FoundPod, NodeFacts } from './node-facts.ts';

/** A pool of nodes and what is known of its group. */
export interface FoundPool {
  readonly name: string;
  /** `none`: no autoscaler resizes it. */
  readonly keeper: PoolKeeper | 'none';
  readonly nodes: readonly NodeView[];
  /** Absent where nothing tells them; the group below then has 0 and no limit. */
  readonly bounds?: { readonly minSize: number; readonly maxSize: number; readonly from: string };
  readonly targetSize: number;
  readonly state?: { readonly kind: 'unhealthy' | 'backoff'; readonly text: string };
  /** Of a pool that Cluster Autoscaler resizes. */
  readonly group?: NodeGroup;
}

/** A pool as the user describes it; with an instance type it need not have a node yet. */
export interface DescribedPool extends NodeGroupBounds {
  readonly instanceType?: string;
}

export interface FoundPools {
  readonly pools: readonly FoundPool[];
  readonly poolOf: ReadonlyMap<string, FoundPool>;
  readonly assumptions: readonly string[];
}

/** No group of a cloud is larger. */
const withoutLimit = 1_000_000;

/**
 * The pools of a cluster by its nodes' labels, with sizes from the user, from Cluster Autoscaler's status or from its command
 * line, in that order. Groups of a cloud that are for one pool (one a zone on GKE) are taken together.
 */
export function foundPools(
  facts: NodeFacts,
  described: readonly DescribedPool[] = [],
  book?: PriceBook,
): FoundPools {
  const assumptions: string[] = [];
  const names = new Map<string, { readonly keeper: PoolKeeper; readonly nodes: NodeView[] }>();
  for (const node of facts.nodes) {
    const pool = poolOfNode(node);
    if (!pool) continue;
    const known = names.get(pool.name) ?? { keeper: pool.keeper, nodes: [] };
    names.set(pool.name, known);
    known.nodes.push(node);
  }
  const sizes = groupSizes(facts, names.keys());
  const pools = [...names].map(([name, { keeper, nodes }]) =>
    poolOf(name, keeper, nodes, { facts, own: described.find((pool) => pool.name === name), sizes }),
  );
  const unbounded = pools.filter(({ group, bounds }) => group && !bounds).map(({ name }) => name);
  if (unbounded.length > 0) {
    assumptions.push(
      `nothing tells the minimum and maximum of ${unbounded.join(', ')}: taken for 0 and no limit (--pool NAME=MIN:MAX says better)`,
    );
  }
  const empty = described
    .filter(({ name }) => !names.has(name))
    .flatMap((pool) => emptyPool(pool, book, assumptions));
  const all = [...pools, ...empty].sort((a, b) => (a.name < b.name ? -1 : 1));
  const byNode = new Map(
    all.flatMap((pool) => pool.nodes.map(({ metadata }) => [metadata.name ?? '', pool] as const)),
  );
  return { pools: all, poolOf: byNode, assumptions };
}

interface GroupSize {
  readonly minSize: number;
  readonly maxSize: number;
  readonly targetSize?: number;
  readonly from: string;
  readonly state?: FoundPool['state'];
}

/** By pool, from the status, else from the command line. */
function groupSizes({ autoscaler }: NodeFacts, pools: Iterable<string>): ReadonlyMap<string, GroupSize> {
  const names = [...pools];
  const sizes = new Map<string, GroupSize>();
  for (const { name, minSize, maxSize, targetSize, unhealthy, backoff } of autoscaler.statuses) {
    const pool = poolOfGroup(name, names);
    if (pool === undefined || minSize === undefined || maxSize === undefined) continue;
    const before = sizes.get(pool);
    sizes.set(pool, {
      minSize: (before?.minSize ?? 0) + minSize,
      maxSize: (before?.maxSize ?? 0) + maxSize,
      targetSize: (before?.targetSize ?? 0) + (targetSize ?? 0),
      from: "Cluster Autoscaler's status",
      ...(before?.state && { state: before.state }),
      ...(unhealthy && {
        state: { kind: 'unhealthy' as const, text: 'too many of its nodes are not ready' },
      }),
      ...(backoff !== undefined && { state: { kind: 'backoff' as const, text: backoff } }),
    });
  }
  for (const { name, minSize, maxSize } of autoscaler.flagged) {
    const pool = poolOfGroup(name, names);
    if (pool !== undefined && !sizes.has(pool)) sizes.set(pool, { minSize, maxSize, from: '--nodes' });
  }
  return sizes;
}

function poolOf(
  name: string,
  keeper: PoolKeeper,
  nodes: readonly NodeView[],
  {
    facts,
    own,
    sizes,
  }: {
    readonly facts: NodeFacts;
    readonly own: DescribedPool | undefined;
    readonly sizes: ReadonlyMap<string, GroupSize>;
  },
): FoundPool {
  const size: GroupSize | undefined = own ? { ...own, from: '--pool' } : sizes.get(name);
  const targetSize = Math.max(size?.targetSize ?? 0, nodes.length);
  const base = { name, nodes, targetSize };
  if (keeper === 'karpenter') return { ...base, keeper };
  // Where the groups are told and this is none of them, nobody resizes it.
  if (!size && sizes.size > 0) return { ...base, keeper: 'none' };
  const model = nodes.find(({ ready, unschedulable }) => ready && !unschedulable) ?? nodes[0];
  return {
    ...base,
    keeper,
    ...(size && { bounds: { minSize: size.minSize, maxSize: size.maxSize, from: size.from } }),
    ...(size?.state && { state: size.state }),
    ...(model && {
      group: {
        name,
        minSize: size?.minSize ?? 0,
        maxSize: size?.maxSize ?? withoutLimit,
        targetSize,
        template: templateOf(model, facts.placed.get(model.metadata.name ?? '') ?? []),
        ...(size?.state && { notReady: size.state.kind }),
      },
    }),
  };
}

/** A fresh node like this one: with its DaemonSets' and static pods, without taints that come and go. */
function templateOf(node: NodeView, pods: readonly FoundPod[]): NodeTemplate {
  const bare = schedulingNode(node);
  return {
    node: { ...bare, unschedulable: false, taints: bare.taints.filter(isLasting) },
    capacity: schedulingAmounts(node.capacity),
    daemonSetPods: pods.filter(({ view }) => isDaemonSetPod(view) || isMirrorPod(view)).map(({ pod }) => pod),
  };
}

/** `SanitizeTaints`, Cluster Autoscaler 1.36: what tells a state, and its own marks, is not of the group. */
function isLasting({ key }: Taint): boolean {
  return !/^(node\.kubernetes\.io\/|node\.cloudprovider\.kubernetes\.io\/|ToBeDeletedByClusterAutoscaler$|DeletionCandidateOfClusterAutoscaler$)/.test(
    key,
  );
}

/** A pool without nodes is what the price book says of its instance type. */
function emptyPool(
  { name, minSize, maxSize, instanceType }: DescribedPool,
  book: PriceBook | undefined,
  assumptions: string[],
): readonly FoundPool[] {
  const offering = instanceType === undefined || !book ? undefined : findOffering(book, instanceType);
  if (!offering) {
    assumptions.push(
      instanceType === undefined
        ? `pool ${name} has no node and is left out: --pool ${name}=${minSize}:${maxSize}:TYPE says what its nodes would be`
        : `pool ${name} has no node and is left out: ${instanceType} is not in the price book`,
    );
    return [];
  }
  const { cpuCores, memoryBytes } = offering.allocatable ?? offering;
  const { gpu } = offering;
  const allocatable = new Map([
    ['cpu', Math.floor(cpuCores * 1000)],
    ['memory', Math.floor(memoryBytes)],
    ['pods', offering.maxPods ?? 110],
    ...(gpu ? [[wholeGpuName(gpu.vendor ?? 'nvidia'), gpu.count] as const] : []),
  ]);
  assumptions.push(
    `pool ${name} has no node: taken for ${offering.instanceType} as the price book has it, without taints and DaemonSets`,
  );
  const labels = {
    'node.kubernetes.io/instance-type': offering.instanceType,
    'kubernetes.io/arch': offering.architecture,
    'kubernetes.io/os': 'linux',
  };
  const node = { name, labels, taints: [], unschedulable: false, allocatable };
  return [
    {
      ...{ name, keeper: 'cluster-autoscaler' as const, nodes: [], targetSize: 0 },
      bounds: { minSize, maxSize, from: '--pool' },
      group: {
        ...{ name, minSize, maxSize, targetSize: 0 },
        template: { node, capacity: allocatable, daemonSetPods: [] },
      },
    },
  ];
}
