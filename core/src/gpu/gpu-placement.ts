import type { GpuNode } from './gpu-node.ts';
import type { GpuWish } from './gpu-wish.ts';

/** A node that a GPU pod may be put on. */
export interface GpuCandidate {
  readonly name: string;
  readonly gpus: GpuNode;
  readonly capacityType: 'spot' | 'on-demand' | 'unknown';
  /** What pods have of each resource. */
  readonly allocated: ReadonlyMap<string, number>;
  /** Ready and not cordoned. */
  readonly available: boolean;
}

/** A node and whether it would do. */
export interface GpuFit {
  readonly name: string;
  /** Empty where it would. */
  readonly refusals: readonly string[];
  /** Free after the pod; negative where it does not fit. */
  readonly freeAfter: number;
}

/**
 * The nodes, best first: those that would do, spot ones before others where spot is allowed, then the tightest fit, so that large
 * gaps stay for large pods; then those that would not, by what they lack least. Equals go by name.
 */
export function rankGpuNodes(wish: GpuWish, candidates: readonly GpuCandidate[]): readonly GpuFit[] {
  return candidates
    .map((candidate) => ({ candidate, fit: fitOf(wish, candidate) }))
    .sort(
      (a, b) =>
        a.fit.refusals.length - b.fit.refusals.length ||
        spotRank(wish, a.candidate) - spotRank(wish, b.candidate) ||
        (a.fit.refusals.length === 0
          ? a.fit.freeAfter - b.fit.freeAfter
          : b.fit.freeAfter - a.fit.freeAfter) ||
        (a.candidate.name < b.candidate.name ? -1 : 1),
    )
    .map(({ fit }) => fit);
}

function spotRank({ spot }: GpuWish, { capacityType }: GpuCandidate): number {
  return spot && capacityType !== 'spot' ? 1 : 0;
}

function fitOf(wish: GpuWish, { name, gpus, capacityType, allocated, available }: GpuCandidate): GpuFit {
  const offered = gpus.allocatable.find(({ resource }) => resource.name === wish.resource)?.count ?? 0;
  const free = offered - (allocated.get(wish.resource) ?? 0);
  const memory = gpus.model?.memoryBytes;
  const refusals = [
    ...(available ? [] : ['not ready or cordoned']),
    ...(offered === 0 ? [`has no ${wish.resource}`] : []),
    ...(wish.model === undefined || gpus.model?.name === wish.model
      ? []
      : [`has ${gpus.model?.name ?? 'an unknown model'}`]),
    ...(wish.memoryBytes !== undefined && (memory === undefined || memory < wish.memoryBytes)
      ? [memory === undefined ? 'does not tell its GPU memory' : 'has less GPU memory']
      : []),
    ...(capacityType === 'spot' && !wish.spot ? ['is spot'] : []),
    ...(offered > 0 && free < wish.count ? [`${free} of ${offered} free`] : []),
  ];
  return { name, refusals, freeAfter: free - wish.count };
}
