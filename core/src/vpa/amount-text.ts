import { formatBytes } from '../units/format.ts';
import type { ResourceAmount, ResourceName } from './resource-amount.ts';

/** For people: CPU exact in millicores, memory rounded. `250m`, `1500m`, `312 MiB`. */
export function describeAmount(resource: ResourceName, amount: ResourceAmount): string {
  return resource === 'cpu' ? `${amount}m` : formatBytes(amount);
}
