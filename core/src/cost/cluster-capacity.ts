import type { NodeView } from '../apis/node.ts';
import { occupiesNode, type PodView } from '../apis/pod.ts';
import { dominantShare } from './node-share.ts';
import {
  addResources,
  type NodeResources,
  noResources,
  resourcesAmong,
  resourcesOfPod,
} from './pod-resources.ts';

/** A node and what its pods take of it. */
export interface NodeLoad {
  readonly node: NodeView;
  readonly allocatable: NodeResources;
  /** Requested by DaemonSets, which come with every node. */
  readonly daemons: NodeResources;
  /** Requested by all other pods. */
  readonly requested: NodeResources;
  /**
   * What the dominant shares of its pods add up to where that is more than 1: some pods fill its CPU, others
   * its memory. Else 1.
   */
  readonly crowding: number;
}

/** The nodes of a cluster, made once for all its workloads. */
export interface ClusterCapacity {
  readonly nodes: ReadonlyMap<string, NodeLoad>;
  /** Whether every pod on the nodes went in. */
  readonly podsAreKnown: boolean;
}

/**
 * Sums up what is requested on each node. `allPods` are those of every namespace; leave them out where they
 * cannot all be read: then no node counts as crowded, and nothing can be said of nodes to give back.
 */
export function clusterCapacity(nodes: readonly NodeView[], allPods?: readonly PodView[]): ClusterCapacity {
  const podsByNode = new Map<string, PodView[]>();
  for (const pod of allPods?.filter(occupiesNode) ?? []) {
    const nodeName = pod.nodeName ?? '';
    const pods = podsByNode.get(nodeName);
    if (pods) pods.push(pod);
    else podsByNode.set(nodeName, [pod]);
  }
  const loads = nodes.map((node) => {
    const name = node.metadata.name ?? '';
    return [name, loadOf(node, podsByNode.get(name) ?? [])] as const;
  });
  return { nodes: new Map(loads), podsAreKnown: allPods !== undefined };
}

function loadOf(node: NodeView, pods: readonly PodView[]): NodeLoad {
  const allocatable = resourcesAmong(node.allocatable);
  let daemons = noResources;
  let requested = noResources;
  let shares = 0;
  for (const pod of pods) {
    const resources = resourcesOfPod(pod.template);
    shares += dominantShare(resources, allocatable);
    if (isDaemon(pod)) daemons = addResources(daemons, resources);
    else requested = addResources(requested, resources);
  }
  return { node, allocatable, daemons, requested, crowding: Math.max(shares, 1) };
}

function isDaemon({ metadata }: PodView): boolean {
  return metadata.ownerReferences.some(({ kind, controller }) => controller && kind === 'DaemonSet');
}
