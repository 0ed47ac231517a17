import { nodeFromTemplate } from '../nodes/node-group.ts';
import { FitCheck } from '../scheduling/fit-check.ts';
import { NodeInfo } from '../scheduling/node-info.ts';
import type { Labels, SchedulingPod } from '../scheduling/pod.ts';
import type { Refusal } from '../scheduling/refusal.ts';
import { ClusterSnapshot } from '../scheduling/snapshot.ts';
import { nameOfOption, type NodeOption } from './node-option.ts';

/** A node that is to be bought, and the pods that it is for. */
export interface PlannedNode {
  readonly name: string;
  readonly option: NodeOption;
  readonly pods: readonly SchedulingPod[];
}

/** A pod that no node can take, with what an empty node of each option would refuse it for. */
export interface UnplacedPod {
  readonly pod: SchedulingPod;
  readonly refusals: ReadonlyMap<string, readonly Refusal[]>;
}

export interface Placement {
  readonly nodes: readonly PlannedNode[];
  readonly unplaced: readonly UnplacedPod[];
  /** The pods that have a node, in an order in which the scheduler lets each in: spreading depends on who came before. */
  readonly order: readonly SchedulingPod[];
}

/** A node with the pods that a packing meant for it. */
export interface IntendedNode {
  readonly option: NodeOption;
  readonly pods: readonly SchedulingPod[];
}

/**
 * Puts pods onto real nodes, one by one, by the scheduler's own rules: what a packing intended is tried first; pods that
 * are refused there (another pod's port, anti-affinity, spreading) and pods that depend on others go onto the first node
 * that takes them, or onto a new one. So no pod is ever on a node that would refuse it.
 */
export function placePods(
  intended: readonly IntendedNode[],
  others: readonly SchedulingPod[],
  options: readonly NodeOption[],
  namespaceLabels?: (namespace: string) => Labels | undefined,
): Placement {
  const first = place(intended, others);
  let placement = first.placement;
  // A node that came late was not there for those before it, and where pods are spread every node counts, empty ones too.
  const most = placement.order.length;
  for (let hasGrown = first.hasGrown, round = 0; hasGrown && round < most; round++) {
    const again = place(placement.nodes, []);
    placement = { ...again.placement, unplaced: [...placement.unplaced, ...again.placement.unplaced] };
    hasGrown = again.hasGrown;
  }
  return placement;

  function place(
    meant: readonly IntendedNode[],
    anywhere: readonly SchedulingPod[],
  ): { readonly placement: Placement; readonly hasGrown: boolean } {
    const placing = new Placing(options, namespaceLabels);
    const waiting = meant.flatMap(({ option, pods }) => {
      const info = placing.addNode(option);
      return pods.map((pod) => [pod, info] as const);
    });
    const refused = placing.putWhereIntended(waiting);
    const unplaced = placing.putAnywhere([...refused, ...anywhere]);
    const nodes = placing.usedNodes();
    return {
      placement: { nodes, unplaced, order: placing.order },
      hasGrown: placing.size > meant.length,
    };
  }
}

class Placing {
  readonly order: SchedulingPod[] = [];
  readonly #options: readonly NodeOption[];
  readonly #snapshot: ClusterSnapshot;
  readonly #nodes = new Map<NodeInfo, { readonly option: NodeOption; readonly pods: SchedulingPod[] }>();
  readonly #inPool = new Map<string, number>();

  constructor(options: readonly NodeOption[], namespaceLabels?: (namespace: string) => Labels | undefined) {
    this.#options = options;
    this.#snapshot = new ClusterSnapshot([], namespaceLabels);
  }

  addNode(option: NodeOption): NodeInfo {
    const name = `${option.instanceType}-${option.capacityType}-${this.#snapshot.size + 1}`;
    const info = this.#snapshot.addNode(nodeFromTemplate(option.template, name));
    for (const pod of option.template.daemonSetPods) this.#snapshot.addPod(pod, info);
    this.#nodes.set(info, { option, pods: [] });
    if (option.pool) this.#inPool.set(option.pool.name, (this.#inPool.get(option.pool.name) ?? 0) + 1);
    return info;
  }

  /** Goes over the list until nothing moves any more: spreading may refuse a pod only until others are there. */
  putWhereIntended(waiting: readonly (readonly [SchedulingPod, NodeInfo])[]): readonly SchedulingPod[] {
    let left = waiting;
    for (;;) {
      const refused = left.filter(([pod, info]) => {
        if (!new FitCheck(pod, this.#snapshot).fits(info)) return true;
        this.#put(pod, info);
        return false;
      });
      if (refused.length === 0 || refused.length === left.length) return refused.map(([pod]) => pod);
      left = refused;
    }
  }

  /** Pods that depend on others may have to wait for them: again, until nothing moves any more. */
  putAnywhere(pods: readonly SchedulingPod[]): readonly UnplacedPod[] {
    let left = pods;
    for (;;) {
      const refused = left.filter((pod) => !this.#putSomewhere(pod));
      if (refused.length === left.length) return refused.map((pod) => this.#unplaced(pod));
      left = refused;
    }
  }

  /** Nodes, those without pods too. */
  get size(): number {
    return this.#nodes.size;
  }

  usedNodes(): readonly PlannedNode[] {
    return [...this.#nodes].flatMap(([info, { option, pods }]) =>
      pods.length === 0 ? [] : [{ name: info.node.name, option, pods }],
    );
  }

  #put(pod: SchedulingPod, info: NodeInfo): void {
    this.#snapshot.addPod(pod, info);
    this.#nodes.get(info)?.pods.push(pod);
    this.order.push(pod);
  }

  #putSomewhere(pod: SchedulingPod): boolean {
    const there = new FitCheck(pod, this.#snapshot).firstFit(this.#snapshot.nodes());
    if (there) {
      this.#put(pod, there);
      return true;
    }
    for (const option of this.#byShareOf(pod)) {
      const mark = this.#snapshot.mark();
      const info = this.addNode(option);
      if (new FitCheck(pod, this.#snapshot).fits(info)) {
        this.#put(pod, info);
        return true;
      }
      this.#snapshot.revert(mark);
      this.#forget(info, option);
    }
    return false;
  }

  #forget(info: NodeInfo, { pool }: NodeOption): void {
    this.#nodes.delete(info);
    if (pool) this.#inPool.set(pool.name, (this.#inPool.get(pool.name) ?? 0) - 1);
  }

  /** Options that may still grow, by what the pod's share of a node costs. */
  #byShareOf(pod: SchedulingPod): readonly NodeOption[] {
    const costOf = ({ template, pricePerHour }: NodeOption): number => {
      const shares = pod.requests.map(
        ([name, amount]) => amount / (template.node.allocatable.get(name) ?? 0),
      );
      return Math.max(...shares, 1 / (template.node.allocatable.get('pods') ?? 1)) * pricePerHour;
    };
    return this.#options
      .filter(({ pool }) => !pool || (this.#inPool.get(pool.name) ?? 0) < pool.maxNodes)
      .map((option) => ({ option, cost: costOf(option) }))
      .filter(({ cost }) => Number.isFinite(cost))
      .sort((a, b) => a.cost - b.cost)
      .map(({ option }) => option);
  }

  #unplaced(pod: SchedulingPod): UnplacedPod {
    const check = new FitCheck(pod, this.#snapshot);
    const refusals = new Map<string, readonly Refusal[]>();
    for (const option of this.#options) {
      // Pools may offer the same instances under different taints and labels.
      const name = nameOfOption(option);
      const info = new NodeInfo(nodeFromTemplate(option.template, name));
      for (const daemon of option.template.daemonSetPods) info.add(daemon);
      refusals.set(name, [...(refusals.get(name) ?? []), ...check.refusals(info)]);
    }
    return { pod, refusals };
  }
}
