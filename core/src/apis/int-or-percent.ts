import { type FieldPath, integerAt, stringAt } from './field-values.ts';

/** An `IntOrString` that holds a number of pods or a percentage of them. */
export type IntOrPercent =
  { readonly type: 'int'; readonly value: number } | { readonly type: 'percent'; readonly value: number };

/**
 * `2` or `"50%"`; anything else, a number in quotes among it, is refused by the API server and absent here.
 */
export function intOrPercentAt(root: unknown, ...path: FieldPath): IntOrPercent | undefined {
  const value = integerAt(root, ...path);
  if (value !== undefined) return { type: 'int', value };
  const percent = /^(\d{1,9})%$/.exec(stringAt(root, ...path) ?? '')?.[1];
  return percent === undefined ? undefined : { type: 'percent', value: Number(percent) };
}

/**
 * The number of pods out of `total`, percentages rounded up as the disruption controller does for both PDB
 * fields.
 */
export function podsOf(value: IntOrPercent, total: number): number {
  return value.type === 'int' ? value.value : Math.ceil((value.value * total) / 100);
}
