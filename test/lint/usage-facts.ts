import type { UsageFacts, WorkloadUsage } from '#core/lint/usage.ts';

const source = 'recording shop';
const basis = `7 d, ${source}`;

/** What was measured of the Deployment web in the namespace shop, for a week. */
export function usageOfWeb({
  requests = [],
  demand,
  days = 7,
  gpu,
}: {
  readonly requests?: readonly (readonly [container: string, resource: 'cpu' | 'memory', quantity: string])[];
  /** Cores of all pods: p5 and p95. */
  readonly demand?: readonly [number, number];
  readonly days?: number;
  /** p95 of the use of a device, 0–1. */
  readonly gpu?: number;
}): UsageFacts {
  const web: WorkloadUsage = {
    requests: requests.map(([container, resource, quantity]) => ({
      container,
      resource,
      quantity,
      basis: `${resource === 'cpu' ? 'p95' : 'maximum'} + 15 %, ${basis}`,
    })),
    ...(demand && {
      demand: {
        metric: 'total cpu',
        unit: 'cores',
        p5: demand[0],
        p95: demand[1],
        spanMs: days * 86_400_000,
        basis,
      },
    }),
    ...(gpu !== undefined && { gpu: { p95: gpu, basis } }),
  };
  return { source, defaultNamespace: 'shop', workloads: new Map([['apps/Deployment/shop/web', web]]) };
}
