/** The median of a window that slides: its values are kept sorted, so that one step costs a shift and not a sort. */
export class SlidingMedian {
  readonly #sorted: Float64Array;

  /** `values` are finite and at least one. */
  constructor(values: Float64Array) {
    this.#sorted = Float64Array.from(values).sort();
  }

  get median(): number {
    const length = this.#sorted.length;
    return (this.#sorted[(length - 1) >> 1]! + this.#sorted[length >> 1]!) / 2;
  }

  /** Takes `old`, which must be in the window, out and `value` in. */
  replace(old: number, value: number): void {
    const sorted = this.#sorted;
    const from = this.#place(old);
    const to = this.#place(value);
    if (to > from) {
      sorted.copyWithin(from, from + 1, to);
      sorted[to - 1] = value;
    } else {
      sorted.copyWithin(to + 1, to, from);
      sorted[to] = value;
    }
  }

  /** The first index whose value is not below `value`. */
  #place(value: number): number {
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#sorted[middle]! < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
