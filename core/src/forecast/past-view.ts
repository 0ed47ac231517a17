import type { ModelView } from './models/model.ts';
import type { Transform } from './transform.ts';

/** From origin `from` on, `value` (observed scale) stands at `index` in place of what was observed. */
export interface Correction {
  readonly from: number;
  readonly index: number;
  readonly value: number;
}

/**
 * A {@link ModelView} that walks through a series: at each origin it shows what was known then, spikes included until
 * they had ended. Moving forward by one step costs one addition.
 */
export class PastView implements ModelView {
  readonly observed: Float64Array;
  readonly values: Float64Array;
  readonly sums: Float64Array;
  end = 0;
  revision = 0;
  readonly #transform: Transform;
  readonly #corrections: readonly Correction[];
  #applied = 0;

  /** `filled` has no gaps; `corrections` are sorted by `from`. */
  constructor(filled: Float64Array, transform: Transform, corrections: readonly Correction[]) {
    this.observed = filled;
    this.values = new Float64Array(filled.length);
    this.sums = new Float64Array(filled.length + 1);
    this.#transform = transform;
    this.#corrections = corrections;
  }

  /** Makes everything below `end` known. Throws `RangeError` when that would go back in time or past the series. */
  advanceTo(end: number): void {
    if (end < this.end || end > this.values.length) {
      throw new RangeError(`Cannot move from origin ${this.end} to ${end} of ${this.values.length}.`);
    }
    const start = this.end;
    for (let i = start; i < end; i++) this.values[i] = this.#transform.forward(this.observed[i]!);
    this.end = end;
    this.#sumFrom(Math.min(start, this.#correctUpTo(end)));
  }

  /** Applies the corrections known at `end`; returns the lowest index that changed. */
  #correctUpTo(end: number): number {
    let lowest = end;
    for (; this.#applied < this.#corrections.length; this.#applied++) {
      const { from, index, value } = this.#corrections[this.#applied]!;
      if (from > end) break;
      this.values[index] = this.#transform.forward(value);
      lowest = Math.min(lowest, index);
      this.revision++;
    }
    return lowest;
  }

  #sumFrom(start: number): void {
    for (let i = start; i < this.end; i++) this.sums[i + 1] = this.sums[i]! + this.values[i]!;
  }
}
