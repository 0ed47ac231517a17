import type { ContainerView } from '../apis/container.ts';
import { type PodTemplateView, runningContainers } from '../apis/pod-template.ts';
import { dominantShare } from './node-share.ts';
import { type NodeResources, noResources, resourcesAmong } from './pod-resources.ts';

/**
 * What each container pays of its pod's cost, 0–1, in the template's order: its own largest share of the node ÷ those of
 * all together. A limit without a request counts as the request. Empty where nothing is requested.
 */
export function containerShares(
  template: PodTemplateView,
  node: NodeResources,
): readonly { readonly container: string; readonly share: number }[] {
  const shares = runningContainers(template).map((container) => ({
    container: container.name,
    share: dominantShare(resourcesOfContainer(container), node),
  }));
  const sum = shares.reduce((total, { share }) => total + share, 0);
  return sum === 0 ? [] : shares.map(({ container, share }) => ({ container, share: share / sum }));
}

function resourcesOfContainer({ requests, limits }: ContainerView): NodeResources {
  return { ...noResources, ...resourcesAmong({ ...limits, ...requests }) };
}
