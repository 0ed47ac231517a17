import type { ResourceAmount, ResourceName } from '../vpa/resource-amount.ts';

const MIB = 1024 * 1024;

/** For people: `250m`, `1.5 cores`, `312 MiB`, `2.25 GiB`. */
export function describeAmount(resource: ResourceName, amount: ResourceAmount): string {
  if (resource === 'cpu') return amount < 1000 ? `${amount}m` : `${amount / 1000} cores`;
  const mib = amount / MIB;
  return mib < 1024 ? `${rounded(mib)} MiB` : `${rounded(mib / 1024)} GiB`;
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
