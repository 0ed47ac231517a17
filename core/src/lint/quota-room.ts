import { podRequest } from '../apis/effective-requests.ts';
import { resourceQuota } from '../apis/kinds.ts';
import { resourceQuotaView } from '../apis/namespace-limits.ts';
import type { WorkloadView } from '../apis/workload.ts';
import type { Resource } from '../manifest/source-file.ts';
import type { Quantity } from '../units/quantity.ts';
import type { Workspace } from './workspace.ts';

/** One bound of a ResourceQuota beside what each pod of a workload takes of it. */
export interface QuotaBound {
  readonly quota: Resource;
  /** As in `spec.hard`: `requests.cpu`, `pods`. */
  readonly key: string;
  /** `cpu`, `memory`, `pods`, `nvidia.com/gpu`. */
  readonly resource: string;
  readonly hard: Quantity;
  readonly perPod: Quantity;
}

/**
 * What the ResourceQuotas that are applied with a workload count of its pods: their number and their requests. Quotas with a scope count some
 * pods only and are left out, as are bounds on limits.
 */
export function quotaBoundsOf(
  target: Resource,
  workload: WorkloadView,
  workspace: Workspace,
): readonly QuotaBound[] {
  const limitRanges = workspace.limitRangesFor(target);
  return workspace.appliedWith(target, resourceQuota).flatMap((quota) => {
    const view = resourceQuotaView(quota.object);
    if (!view || view.scopes.length > 0) return [];
    return Object.entries(view.hard).flatMap(([key, hard]) => {
      if (/^(limits\.|count\/)/.test(key)) return [];
      const resource = key.replace(/^requests\./, '');
      const perPod =
        resource === 'pods' ? onePod : podRequest(workload.template, resource, limitRanges).quantity;
      return perPod ? [{ quota, key, resource, hard, perPod }] : [];
    });
  });
}

/** What this many pods take. */
export function takenBy(pods: number, { perPod }: QuotaBound): Quantity {
  return { ...perPod, nanos: perPod.nanos * BigInt(Math.max(0, pods)) };
}

const onePod: Quantity = { nanos: 1_000_000_000n, format: 'DecimalSI' };
