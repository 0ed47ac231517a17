import { formatQuantity, type Quantity } from '#core/units/quantity.ts';

/** Amounts as Kubernetes writes them, to compare with what stands in a manifest. */
export function asText(amounts: Readonly<Record<string, Quantity>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(amounts).map(([name, quantity]) => [name, formatQuantity(quantity)]),
  );
}
