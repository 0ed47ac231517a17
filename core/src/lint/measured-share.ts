import type { ContainerView } from '../apis/container.ts';
import { runningContainers } from '../apis/pod-template.ts';
import type { WorkloadView } from '../apis/workload.ts';
import type { ResourceMetric } from './hpa-metrics.ts';

/** What the containers that a metric measures request and may use together, in billionths of the resource's unit. */
export interface RequestAndLimit {
  readonly request: bigint;
  readonly limit: bigint;
  readonly containers: readonly ContainerView[];
}

/**
 * Requests and limits of the measured containers together. `undefined` where one of them has no limit, since there is then no highest use; and
 * where the pod as a whole is limited, or nothing is requested.
 */
export function requestAndLimitOf(
  metric: ResourceMetric,
  { template }: WorkloadView,
): RequestAndLimit | undefined {
  const { resource, container, type } = metric;
  if (template.limits[resource] || template.requests[resource]) return undefined;
  const containers = runningContainers(template).filter(
    ({ name }) => type === 'Resource' || name === container,
  );
  let request = 0n;
  let limit = 0n;
  for (const { requests, limits } of containers) {
    const bound = limits[resource]?.nanos;
    if (bound === undefined) return undefined;
    limit += bound;
    // The API server copies a limit that stands without a request.
    request += requests[resource]?.nanos ?? bound;
  }
  return request > 0n ? { request, limit, containers } : undefined;
}
