import { fillGaps } from './fill-gaps.ts';
import type { ModelView } from './models/model.ts';
import { type Correction, SpikeWatch } from './spikes.ts';
import type { Transform } from './transform.ts';

export interface PastViewOptions {
  readonly transform: Transform;
  readonly stepMs: number;
  /** Steps in the shorter cycle; 0 for none. */
  readonly season: number;
}

/**
 * A {@link ModelView} that walks through a series and can grow with it: at each origin it shows what was known then, spikes
 * included until they had ended. Moving forward by one step costs one addition, and what a spike's end corrects.
 */
export class PastView implements ModelView {
  observed: Float64Array;
  values: Float64Array;
  sums: Float64Array;
  end = 0;
  revision = 0;
  /** Steps that are known: how far the view can move. */
  length: number;
  readonly #transform: Transform;
  readonly #spikes: SpikeWatch;
  #isGap: Uint8Array;

  /** `grid` has a gap where a value is `NaN`. */
  constructor(grid: Float64Array, { transform, stepMs, season }: PastViewOptions) {
    this.observed = fillGaps(grid, season);
    this.values = new Float64Array(grid.length);
    this.sums = new Float64Array(grid.length + 1);
    this.length = grid.length;
    this.#isGap = new Uint8Array(grid.length);
    for (let i = 0; i < grid.length; i++) this.#isGap[i] = Number.isFinite(grid[i]) ? 0 : 1;
    this.#transform = transform;
    this.#spikes = new SpikeWatch(stepMs, season);
  }

  /** Memory of the arrays, bytes. */
  get sizeBytes(): number {
    const { observed, values, sums } = this;
    return observed.byteLength + values.byteLength + sums.byteLength + this.#isGap.byteLength;
  }

  /** Whether the step was observed: it is neither a gap nor beyond what is known. */
  isObserved(index: number): boolean {
    return index < this.length && this.#isGap[index] === 0;
  }

  /** Adds the next step; a value that is not finite is a gap and holds the value before it. */
  append(value: number): void {
    if (this.length === this.observed.length) this.#grow();
    const gap = !Number.isFinite(value);
    this.observed[this.length] = gap ? (this.observed[this.length - 1] ?? 0) : value;
    this.#isGap[this.length] = gap ? 1 : 0;
    this.length++;
  }

  /** Makes everything below `end` known. Throws `RangeError` when that would go back in time or past the series. */
  advanceTo(end: number): void {
    if (end < this.end || end > this.length) {
      throw new RangeError(`Cannot move from origin ${this.end} to ${end} of ${this.length}.`);
    }
    const { observed, values, sums } = this;
    let changed = this.end;
    for (let i = this.end; i < end; i++) {
      values[i] = this.#transform.forward(observed[i]!);
      const corrections = this.#spikes.take(observed, i);
      if (corrections.length > 0) changed = Math.min(changed, this.#correct(corrections));
    }
    this.end = end;
    for (let i = changed; i < end; i++) sums[i + 1] = sums[i]! + values[i]!;
  }

  /** Returns the lowest index that changed. */
  #correct(corrections: readonly Correction[]): number {
    for (const { index, value } of corrections) this.values[index] = this.#transform.forward(value);
    this.revision++;
    return corrections[0]!.index;
  }

  #grow(): void {
    const capacity = Math.ceil(this.length * 1.1) + 64;
    this.observed = resized(this.observed, capacity);
    this.values = resized(this.values, capacity);
    this.sums = resized(this.sums, capacity + 1);
    const isGap = new Uint8Array(capacity);
    isGap.set(this.#isGap);
    this.#isGap = isGap;
  }
}

function resized(values: Float64Array, capacity: number): Float64Array {
  const grown = new Float64Array(capacity);
  grown.set(values);
  return grown;
}
