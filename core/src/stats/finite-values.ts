/** The finite numbers of `values`, in order: a gap (`NaN`) and ±Infinity are left out. */
export function finiteValues(values: ArrayLike<number>): number[] {
  return Array.from(values).filter(Number.isFinite);
}
