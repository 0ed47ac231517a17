import type { Quantity } from '../units/quantity.ts';
import { entriesAt, type FieldPath, quantityAt } from './field-values.ts';

/** Amounts by resource name, as in `requests`, `limits`, `capacity`: `{ cpu: 500m, nvidia.com/gpu: 1 }`. */
export type ResourceList = Readonly<Record<string, Quantity>>;

/** A resource list; entries that are no quantity are left out. */
export function resourceListAt(root: unknown, ...path: FieldPath): ResourceList {
  const amounts = entriesAt(root, ...path).map(([name, value]) => [name, quantityAt(value)] as const);
  return Object.fromEntries(amounts.filter((entry): entry is [string, Quantity] => entry[1] !== undefined));
}
