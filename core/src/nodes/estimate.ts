import { FitCheck } from '../scheduling/fit-check.ts';
import type { NodeInfo } from '../scheduling/node-info.ts';
import type { SchedulingPod } from '../scheduling/pod.ts';
import type { ClusterSnapshot } from '../scheduling/snapshot.ts';
import { nodeFromTemplate, type NodeTemplate } from './node-group.ts';
import type { PodGroup } from './pod-group.ts';

export interface EstimateInput {
  readonly groups: readonly PodGroup[];
  readonly template: NodeTemplate;
  /** The cluster as it is; left as it was. */
  readonly snapshot: ClusterSnapshot;
  /** No more nodes than these are tried. */
  readonly maxNodes: number;
}

export interface Estimate {
  /** Nodes that got at least one pod. */
  readonly nodes: number;
  readonly placed: readonly SchedulingPod[];
}

/**
 * How many nodes of one kind the pods need: first fit, decreasing by group (`BinpackingNodeEstimator` with
 * `DecreasingPodOrderer`, Cluster Autoscaler 1.36). Groups go in by CPU plus memory as shares of a node, largest first.
 * Each pod tries the nodes that were added here, then the last of them, then one more; a node that was added in vain
 * ends its group, and a limit that is reached ends the adding. Nodes that the cluster has already are not filled: pods
 * that fit there were not waiting.
 */
export function estimate({ groups, template, snapshot, maxNodes }: EstimateInput): Estimate {
  const mark = snapshot.mark();
  const packing = new Packing(template, snapshot, maxNodes);
  for (const group of decreasing(groups, template)) packing.place(group);
  snapshot.revert(mark);
  return { nodes: packing.used.size, placed: packing.placed };
}

/** Largest first; equal ones keep their order. */
function decreasing(groups: readonly PodGroup[], { node }: NodeTemplate): readonly PodGroup[] {
  const shareOf = (pod: SchedulingPod): number => {
    let share = 0;
    for (const [resource, amount] of pod.requests) {
      const allocatable = node.allocatable.get(resource) ?? 0;
      if ((resource === 'cpu' || resource === 'memory') && allocatable > 0) share += amount / allocatable;
    }
    return share;
  };
  return groups
    .map((group) => ({ group, share: shareOf(group.exemplar) }))
    .sort((a, b) => b.share - a.share)
    .map(({ group }) => group);
}

class Packing {
  readonly placed: SchedulingPod[] = [];
  readonly used = new Set<NodeInfo>();
  readonly #template: NodeTemplate;
  readonly #snapshot: ClusterSnapshot;
  readonly #added: NodeInfo[] = [];
  #mayAdd: number;
  /** Where the search among the added nodes goes on: after the last hit, as upstream's does. */
  #next = 0;

  constructor(template: NodeTemplate, snapshot: ClusterSnapshot, maxNodes: number) {
    this.#template = template;
    this.#snapshot = snapshot;
    this.#mayAdd = maxNodes;
  }

  place({ exemplar, pods }: PodGroup): void {
    const check = new FitCheck(exemplar, this.#snapshot);
    let index = 0;
    for (const pod of pods) {
      if (!this.#placeOnAdded(pod, check)) break;
      index += 1;
    }
    for (const pod of pods.slice(index)) if (!this.#placeOnLastOrNew(pod, check)) return;
  }

  #placeOnAdded(pod: SchedulingPod, check: FitCheck): boolean {
    const count = this.#added.length;
    for (let step = 0; step < count; step += 1) {
      const index = (this.#next + step) % count;
      const info = this.#added[index];
      if (!info || !check.fits(info)) continue;
      this.#next = index + 1;
      this.#put(pod, info, check);
      return true;
    }
    return false;
  }

  /** False where nothing more of this group can be placed. */
  #placeOnLastOrNew(pod: SchedulingPod, check: FitCheck): boolean {
    const last = this.#added.at(-1);
    if (last) {
      const refusals = check.refusals(last);
      if (refusals.length === 0) {
        this.#put(pod, last, check);
        return true;
      }
      const spreadsOverHosts = pod.spread.some(({ topologyKey }) => topologyKey === 'kubernetes.io/hostname');
      if (spreadsOverHosts && refusals.some(({ plugin }) => plugin === 'PodTopologySpread')) {
        const elsewhere = check.firstFit([...this.#snapshot.nodes()].filter((info) => info !== last));
        if (elsewhere) {
          this.#put(pod, elsewhere, check);
          return true;
        }
      }
      if (!this.used.has(last)) return false;
    }
    const fresh = this.#addNode(check);
    if (!fresh || !check.fits(fresh)) return false;
    this.#put(pod, fresh, check);
    return true;
  }

  #addNode(check: FitCheck): NodeInfo | undefined {
    if (this.#mayAdd <= 0) return undefined;
    this.#mayAdd -= 1;
    const name = `${this.#template.node.name}-new-${this.#added.length}`;
    const info = this.#snapshot.addNode(nodeFromTemplate(this.#template, name));
    for (const pod of this.#template.daemonSetPods) this.#snapshot.addPod(pod, info);
    this.#added.push(info);
    check.nodeAdded(info);
    return info;
  }

  #put(pod: SchedulingPod, info: NodeInfo, check: FitCheck): void {
    this.#snapshot.addPod(pod, info);
    check.podAdded(pod, info);
    this.placed.push(pod);
    this.used.add(info);
  }
}
