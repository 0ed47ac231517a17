/** The last so many values of a series in ascending order, kept so as it moves on: the median of a window costs no sorting. */
export class SortedWindow {
  readonly #size: number;
  readonly #sorted: Float64Array;
  #count = 0;

  constructor(size: number) {
    this.#size = size;
    this.#sorted = new Float64Array(size);
  }

  /** Takes in `values[index]` and drops the value that leaves; every index comes once and in order, without gaps in `values`. */
  push(values: Float64Array, index: number): void {
    if (this.#count === this.#size) this.#remove(values[index - this.#size]!);
    const value = values[index]!;
    const at = this.#lowerBound(value);
    this.#sorted.copyWithin(at + 1, at, this.#count);
    this.#sorted[at] = value;
    this.#count++;
  }

  /** `NaN` while it is empty. */
  get median(): number {
    const middle = this.#count >> 1;
    if (this.#count === 0) return Number.NaN;
    const high = this.#sorted[middle]!;
    return this.#count % 2 === 1 ? high : (this.#sorted[middle - 1]! + high) / 2;
  }

  /** The median distance from `center`, which lies within the window: the two sides are merged from there outward. */
  medianDistance(center: number): number {
    let above = this.#lowerBound(center);
    let below = above - 1;
    const wanted = this.#count >> 1;
    let [before, distance] = [0, 0];
    for (let taken = 0; taken <= wanted; taken++) {
      before = distance;
      const up = above < this.#count ? this.#sorted[above]! - center : Infinity;
      const down = below >= 0 ? center - this.#sorted[below]! : Infinity;
      distance = Math.min(up, down);
      if (up <= down) above++;
      else below--;
    }
    return this.#count % 2 === 1 ? distance : (before + distance) / 2;
  }

  #remove(value: number): void {
    const at = this.#lowerBound(value);
    this.#sorted.copyWithin(at, at + 1, this.#count);
    this.#count--;
  }

  #lowerBound(value: number): number {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#sorted[middle]! < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
