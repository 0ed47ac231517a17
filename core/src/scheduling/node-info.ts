import type { NodeView } from '../apis/node.ts';
import type { ResourceList } from '../apis/resource-list.ts';
import type { Taint } from '../apis/toleration.ts';
import { type Labels, schedulingAmount, type SchedulingPod } from './pod.ts';

/** A node as the scheduler sees it, without the pods on it. */
export interface SchedulingNode {
  readonly name: string;
  readonly labels: Labels;
  readonly taints: readonly Taint[];
  readonly unschedulable: boolean;
  /** CPU in thousandths of a core, all else in whole units; `pods` is how many pods it may hold. */
  readonly allocatable: ReadonlyMap<string, number>;
}

/** Reads a Node. One without a name is called by the empty text, which no pod asks for. */
export function schedulingNode(view: NodeView): SchedulingNode {
  return {
    name: view.metadata.name ?? '',
    labels: view.metadata.labels,
    taints: view.taints,
    unschedulable: view.unschedulable,
    allocatable: schedulingAmounts(view.allocatable),
  };
}

/** A resource list in the scheduler's units. */
export function schedulingAmounts(resources: ResourceList): ReadonlyMap<string, number> {
  return new Map(
    Object.entries(resources).map(([resource, quantity]) => [resource, schedulingAmount(resource, quantity)]),
  );
}

/** A node with the pods on it and the sums that are asked for most. Only a snapshot changes it. */
export class NodeInfo {
  readonly node: SchedulingNode;
  readonly pods = new Set<SchedulingPod>();
  readonly #requested = new Map<string, number>();

  constructor(node: SchedulingNode) {
    this.node = node;
  }

  /** What the pods on it have of the resource, in the scheduler's units. */
  requested(resource: string): number {
    return this.#requested.get(resource) ?? 0;
  }

  /** What the node can give; 0 for a resource that it does not have. */
  allocatable(resource: string): number {
    return this.node.allocatable.get(resource) ?? 0;
  }

  free(resource: string): number {
    return this.allocatable(resource) - this.requested(resource);
  }

  add(pod: SchedulingPod): void {
    this.pods.add(pod);
    for (const [resource, amount] of pod.requests) {
      this.#requested.set(resource, this.requested(resource) + amount);
    }
  }

  remove(pod: SchedulingPod): void {
    if (!this.pods.delete(pod)) return;
    for (const [resource, amount] of pod.requests) {
      this.#requested.set(resource, this.requested(resource) - amount);
    }
  }
}
