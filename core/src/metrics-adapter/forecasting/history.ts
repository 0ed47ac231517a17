import type { TimeSeries } from '../../stats/index.ts';

/** A history as it is kept on disk and handed to a thread. A gap is `NaN`. */
export interface HistoryValues {
  readonly startMs: number;
  readonly stepMs: number;
  readonly values: Float64Array;
}

/** The past of one series on a grid that everybody shares (multiples of the step since 1970), held to a fixed length. */
export class History {
  readonly stepMs: number;
  readonly #values: Float64Array;
  /** The last point that was read; before the first reading none. */
  #endMs: number | undefined;

  /** @param lengthMs how much is held: a multiple of the step, or less by a part of one. */
  constructor(stepMs: number, lengthMs: number) {
    this.stepMs = stepMs;
    this.#values = new Float64Array(Math.floor(lengthMs / stepMs) + 1).fill(Number.NaN);
  }

  get endMs(): number | undefined {
    return this.#endMs;
  }

  /** The point after which reading goes on, for a history that reaches up to `boundaryMs`; points before it are known or too old. */
  nextMs(boundaryMs: number): number {
    const oldestMs = boundaryMs - (this.#values.length - 1) * this.stepMs;
    return Math.max(oldestMs, (this.#endMs ?? -Infinity) + this.stepMs);
  }

  /** Takes in what was read from `fromMs` to `toMs`, both on the grid; points without a sample are gaps. */
  append(
    { timestampsMs, values }: Pick<TimeSeries, 'timestampsMs' | 'values'>,
    fromMs: number,
    toMs: number,
  ): void {
    const count = Math.round((toMs - fromMs) / this.stepMs) + 1;
    const read = new Float64Array(count).fill(Number.NaN);
    timestampsMs.forEach((timeMs, index) => {
      const point = Math.round((timeMs - fromMs) / this.stepMs);
      if (point >= 0 && point < count) read[point] = values[index] ?? Number.NaN;
    });
    const skipped = this.#endMs === undefined ? 0 : Math.round((fromMs - this.#endMs) / this.stepMs) - 1;
    this.#push(new Float64Array(Math.max(0, skipped)).fill(Number.NaN));
    this.#push(read);
    this.#endMs = toMs;
  }

  /** A copy of what is known up to the end, without the gap before the first sample. */
  snapshot(): HistoryValues | undefined {
    if (this.#endMs === undefined) return undefined;
    const first = this.#values.findIndex(Number.isFinite);
    const values = first < 0 ? new Float64Array() : this.#values.slice(first);
    return { startMs: this.#endMs - (values.length - 1) * this.stepMs, stepMs: this.stepMs, values };
  }

  /** Goes on from what was kept. What is of another grid, or shows nothing, is not taken. */
  restore({ startMs, stepMs, values }: HistoryValues): boolean {
    const isOnGrid = stepMs === this.stepMs && startMs % stepMs === 0;
    if (!isOnGrid || values.length === 0 || this.#endMs !== undefined) return false;
    this.#push(values);
    this.#endMs = startMs + (values.length - 1) * stepMs;
    return true;
  }

  #push(added: Float64Array): void {
    const length = this.#values.length;
    if (added.length >= length) {
      this.#values.set(added.subarray(added.length - length));
      return;
    }
    this.#values.copyWithin(0, added.length);
    this.#values.set(added, length - added.length);
  }
}
