import { isDaemonSetPod, isMirrorPod } from './drain-pod.ts';
import type { ScaleDownNode } from './node-verdict.ts';

/**
 * The order in which Cluster Autoscaler looks at nodes: those that nothing has to be moved from come first, then those that were
 * unneeded before; others keep their order (emptycandidates and previouscandidates, release 1.36).
 */
export function inCandidateOrder(nodes: readonly ScaleDownNode[]): readonly ScaleDownNode[] {
  const rank = (node: ScaleDownNode): number =>
    (isEmpty(node) ? 0 : 2) + (node.unneededSinceMs === undefined ? 1 : 0);
  return nodes
    .map((node) => ({ node, rank: rank(node) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ node }) => node);
}

/** Nothing but pods that come with a node are on it. */
function isEmpty({ pods }: ScaleDownNode): boolean {
  return pods.every(({ view }) => isDaemonSetPod(view) || isMirrorPod(view));
}
