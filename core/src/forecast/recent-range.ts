/** The highest value of a window that slides over a series, and whether it holds one below 0, at a constant price a step. */
export class RecentRange {
  readonly #window: number;
  /** Indices of values that no later one reaches, oldest first: the first that is still in the window is the highest. */
  #peaks: number[] = [];
  #first = 0;
  #next = 0;
  #lastNegative = -Infinity;

  /** `window` is the window's length in steps. */
  constructor(window: number) {
    this.#window = window;
  }

  /** Moves to the window that ends before `end`; ends never go back. */
  advance(values: Float64Array, end: number): void {
    for (; this.#next < end; this.#next++) {
      const value = values[this.#next]!;
      if (value < 0) this.#lastNegative = this.#next;
      while (this.#peaks.length > this.#first && values[this.#peaks[this.#peaks.length - 1]!]! <= value) {
        this.#peaks.pop();
      }
      this.#peaks.push(this.#next);
      while (this.#peaks[this.#first]! < this.#next + 1 - this.#window) this.#first++;
    }
    if (this.#first > 1024) {
      this.#peaks = this.#peaks.slice(this.#first);
      this.#first = 0;
    }
  }

  get hasNegative(): boolean {
    return this.#lastNegative >= this.#next - this.#window;
  }

  /** The window's highest value in `values`, the series that was advanced over; 0 before the first value. */
  highest(values: Float64Array): number {
    const peak = this.#peaks[this.#first];
    return peak === undefined ? 0 : values[peak]!;
  }
}
