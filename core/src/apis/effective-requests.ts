import type { Path } from '../manifest/ranges.ts';
import { addQuantities, compareQuantities, type Quantity } from '../units/quantity.ts';
import type { ContainerView } from './container.ts';
import { defaultContainerRequest, type LimitRangeView } from './namespace-limits.ts';
import { type PodTemplateView, runningContainers } from './pod-template.ts';

/** Where a request comes from when the manifest may not name it. */
export type RequestSource =
  | 'container-request'
  /** The API server copies a limit without a request. */
  | 'container-limit'
  /** `spec.resources` of the pod: the figure is for all its containers together. */
  | 'pod-request'
  | 'pod-limit'
  | 'limit-range';

/** What counts as requested, and why. */
export interface EffectiveRequest {
  readonly quantity: Quantity;
  readonly source: RequestSource;
  /** In the workload; for `limit-range`, in the LimitRange. */
  readonly path: Path;
  /** The LimitRange's name. */
  readonly limitRange?: string;
}

/**
 * What a container requests of a resource once it runs: its own request; else its own limit; else what the
 * pod as a whole requests (or is limited to); else what the namespace's LimitRanges fill in. `undefined`
 * where all are absent: an HPA on utilization then fails with "missing request". `limitRanges` are those of
 * the pod's namespace.
 */
export function effectiveRequest(
  template: PodTemplateView,
  container: ContainerView,
  resource: string,
  limitRanges: readonly LimitRangeView[] = [],
): EffectiveRequest | undefined {
  return (
    ownRequest(container, resource) ??
    podLevelRequest(template, resource) ??
    limitRangeRequest(limitRanges, resource)
  );
}

/** What a pod takes of its node. */
export interface PodRequest {
  /** Absent where nothing in the pod asks for the resource. */
  readonly quantity?: Quantity;
  /**
   * Containers that run as long as the pod and for which no request can be found. Empty where the pod itself
   * has one.
   */
  readonly missing: readonly ContainerView[];
}

/**
 * What the scheduler reserves for the pod: the pod-level request; else its containers and sidecars together,
 * or what starting up takes where that is more; plus overhead (`PodRequests`, k8s.io/component-helpers 0.36).
 * A pod-level limit stands in where no container has a request.
 */
export function podRequest(
  template: PodTemplateView,
  resource: string,
  limitRanges: readonly LimitRangeView[] = [],
): PodRequest {
  const podLevel = podLevelRequest(template, resource);
  const requestOf = (container: ContainerView): Quantity | undefined =>
    (ownRequest(container, resource) ?? limitRangeRequest(limitRanges, resource))?.quantity;
  const quantity =
    podLevel?.source === 'pod-request'
      ? podLevel.quantity
      : (containersRequest(template, requestOf) ?? podLevel?.quantity);
  const total = sum([quantity, template.overhead[resource]]);
  const missing = podLevel
    ? []
    : runningContainers(template).filter((container) => requestOf(container) === undefined);
  return total === undefined ? { missing } : { quantity: total, missing };
}

function ownRequest(container: ContainerView, resource: string): EffectiveRequest | undefined {
  const { requests, limits } = container;
  const path = [...container.path, 'resources'];
  if (requests[resource]) {
    return {
      quantity: requests[resource],
      source: 'container-request',
      path: [...path, 'requests', resource],
    };
  }
  if (!limits[resource]) return undefined;
  return { quantity: limits[resource], source: 'container-limit', path: [...path, 'limits', resource] };
}

function podLevelRequest(template: PodTemplateView, resource: string): EffectiveRequest | undefined {
  if (!isPodLevelResource(resource)) return undefined;
  const path = [...template.path, 'spec', 'resources'];
  const { requests, limits } = template;
  if (requests[resource]) {
    return { quantity: requests[resource], source: 'pod-request', path: [...path, 'requests', resource] };
  }
  if (!limits[resource]) return undefined;
  return { quantity: limits[resource], source: 'pod-limit', path: [...path, 'limits', resource] };
}

/** Only these can be requested for a pod as a whole. */
function isPodLevelResource(resource: string): boolean {
  return resource === 'cpu' || resource === 'memory' || resource.startsWith('hugepages-');
}

function limitRangeRequest(
  limitRanges: readonly LimitRangeView[],
  resource: string,
): EffectiveRequest | undefined {
  const found = defaultContainerRequest(limitRanges, resource);
  if (!found) return undefined;
  const { quantity, path, limitRange } = found;
  return { quantity, source: 'limit-range', path, limitRange: limitRange.metadata.name ?? '' };
}

/** An init container runs beside the sidecars before it, and before everything else. */
function containersRequest(
  template: PodTemplateView,
  requestOf: (container: ContainerView) => Quantity | undefined,
): Quantity | undefined {
  const running = sum(runningContainers(template).map(requestOf));
  let sidecars: Quantity | undefined;
  let largest = running;
  for (const container of template.initContainers) {
    const starting = sum([sidecars, requestOf(container)]);
    if (container.role === 'sidecar') sidecars = starting;
    if (starting && (!largest || compareQuantities(starting, largest) > 0)) largest = starting;
  }
  return largest;
}

function sum(quantities: readonly (Quantity | undefined)[]): Quantity | undefined {
  const present = quantities.filter((quantity) => quantity !== undefined);
  return present.length === 0 ? undefined : present.reduce(addQuantities);
}
