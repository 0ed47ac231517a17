import type { NodeInfo } from './node-info.ts';
import type { SchedulingPod } from './pod.ts';
import type { ClusterFilter } from './predicates/cluster-filter.ts';
import { interPodAffinity } from './predicates/inter-pod-affinity.ts';
import {
  nodeAffinity,
  type NodeFilter,
  nodeName,
  nodeUnschedulable,
  taintToleration,
  volumeBinding,
  volumeZone,
} from './predicates/node-filters.ts';
import { nodePorts } from './predicates/node-ports.ts';
import { hasRoom, nodeResourcesFit } from './predicates/node-resources-fit.ts';
import { podTopologySpread } from './predicates/pod-topology-spread.ts';
import type { Refusal } from './refusal.ts';
import type { ClusterSnapshot } from './snapshot.ts';

/** In the order of kube-scheduler 1.36 (pkg/scheduler/apis/config/v1/default_plugins.go). */
const nodeFilters: readonly NodeFilter[] = [
  nodeUnschedulable,
  nodeName,
  taintToleration,
  nodeAffinity,
  nodePorts,
  nodeResourcesFit,
  volumeBinding,
  volumeZone,
];

/**
 * Answers, node by node, whether one pod fits a cluster. It counts what spreading and pod affinity need when it is made:
 * tell it what changes afterwards, or make a new one.
 */
export class FitCheck {
  readonly pod: SchedulingPod;
  readonly #clusterFilters: readonly ClusterFilter[];

  constructor(pod: SchedulingPod, snapshot: ClusterSnapshot) {
    this.pod = pod;
    const spread = podTopologySpread(pod, snapshot.nodes());
    const apartOrNear =
      snapshot.hasAntiAffinity || pod.podAffinity.length > 0 || pod.podAntiAffinity.length > 0
        ? interPodAffinity(pod, snapshot.nodes(), snapshot.namespaceLabels)
        : undefined;
    this.#clusterFilters = [spread, apartOrNear].filter((filter) => filter !== undefined);
  }

  /**
   * Why the pod cannot run on the node: the refusals of the first filter that objects, as kube-scheduler stops there.
   * Empty where it fits.
   */
  refusals(info: NodeInfo): readonly Refusal[] {
    for (const filter of nodeFilters) {
      const refusals = filter(this.pod, info);
      if (refusals.length > 0) return refusals;
    }
    for (const filter of this.#clusterFilters) {
      const refusals = filter.refusals(info);
      if (refusals.length > 0) return refusals;
    }
    return [];
  }

  fits(info: NodeInfo): boolean {
    // What refuses most often, without the words for it.
    return hasRoom(this.pod, info) && this.refusals(info).length === 0;
  }

  /** The first node that it fits, in the order given. */
  firstFit(nodes: Iterable<NodeInfo>): NodeInfo | undefined {
    for (const info of nodes) if (this.fits(info)) return info;
    return undefined;
  }

  podAdded(pod: SchedulingPod, info: NodeInfo): void {
    for (const filter of this.#clusterFilters) filter.podAdded(pod, info);
  }

  podRemoved(pod: SchedulingPod, info: NodeInfo): void {
    for (const filter of this.#clusterFilters) filter.podRemoved(pod, info);
  }

  nodeAdded(info: NodeInfo): void {
    for (const filter of this.#clusterFilters) filter.nodeAdded(info);
  }
}
