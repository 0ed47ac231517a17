import type { Chart } from './chart.ts';

/** How lines become characters. A cell is split into `across × down` dots; a pen turns the dots set in it into a character. */
export interface Pen {
  readonly across: number;
  readonly down: number;
  /** `dots` has a bit a dot: bit `row · across + column`. */
  history(dots: number): string;
  forecast(dots: number): string;
  readonly band: string;
  readonly now: string;
  readonly frame: {
    readonly vertical: string;
    readonly horizontal: string;
    readonly corner: string;
    /** Where a strip begins. */
    readonly split: string;
    readonly tick: string;
  };
  readonly legend: { readonly history: string; readonly forecast: string };
}

/** The times that a plot covers. */
export interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

type Drawn = Pick<Chart, 'history' | 'forecast'>;

/** The cells of a plot and the dots set in them. Row 0 is the top. */
export class CharacterPlot {
  readonly width: number;
  readonly height: number;
  readonly #pen: Pen;
  readonly #extent: Span & { readonly lowest: number; readonly highest: number };
  readonly #background: string[][];
  readonly #history: Uint8Array;
  readonly #forecast: Uint8Array;

  constructor(width: number, height: number, pen: Pen, extent: Span & { lowest: number; highest: number }) {
    this.width = width;
    this.height = height;
    this.#pen = pen;
    this.#extent = extent;
    this.#background = Array.from({ length: height }, () => Array.from({ length: width }, () => ' '));
    this.#history = new Uint8Array(width * height);
    this.#forecast = new Uint8Array(width * height);
  }

  columnOf(timeMs: number): number {
    return Math.floor(this.#dotColumn(timeMs) / this.#pen.across);
  }

  rowOf(value: number): number {
    return Math.floor(this.#dotRow(value) / this.#pen.down);
  }

  /** Later layers stand in front: band, now, forecast, history. */
  draw(drawn: Drawn, nowMs: number | undefined): void {
    this.#drawBand(drawn);
    this.#drawNow(nowMs);
    this.#drawForecast(drawn);
    this.#drawHistory(drawn);
  }

  #drawHistory({ history }: Drawn): void {
    this.#drawLine(this.#history, history.timestampsMs, history.values, () => true);
  }

  /** Every other column of dots, so that it is told from the history without colour. */
  #drawForecast({ forecast = [] }: Drawn): void {
    const times = forecast.map(({ timestampMs }) => timestampMs);
    const values = forecast.map(({ value }) => value);
    this.#drawLine(this.#forecast, times, values, (column) => this.#pen.across === 1 || column % 2 === 0);
  }

  #drawBand({ forecast = [] }: Drawn): void {
    const times = forecast.map(({ timestampMs }) => timestampMs);
    const first = times[0];
    if (first === undefined) return;
    for (let column = this.columnOf(first); column <= this.columnOf(times[times.length - 1]!); column++) {
      const timeMs = this.#timeOfColumn(column);
      const top = this.rowOf(
        valueAt(
          timeMs,
          times,
          forecast.map(({ upper }) => upper),
        ),
      );
      const bottom = this.rowOf(
        valueAt(
          timeMs,
          times,
          forecast.map(({ lower }) => lower),
        ),
      );
      for (let row = top; row <= bottom; row++) this.#background[row]![column] = this.#pen.band;
    }
  }

  #drawNow(nowMs: number | undefined): void {
    if (nowMs === undefined) return;
    for (const row of this.#background) row[this.columnOf(nowMs)] = this.#pen.now;
  }

  rows(): string[] {
    return this.#background.map((cells, row) =>
      cells
        .map((behind, column) => {
          const at = row * this.width + column;
          if (this.#history[at] !== 0) return this.#pen.history(this.#history[at]!);
          return this.#forecast[at] !== 0 ? this.#pen.forecast(this.#forecast[at]!) : behind;
        })
        .join(''),
    );
  }

  /** Joins neighbouring points; a value that is not finite interrupts the line. */
  #drawLine(
    dots: Uint8Array,
    times: readonly number[],
    values: readonly number[],
    shows: (dotColumn: number) => boolean,
  ): void {
    for (let i = 0; i < values.length; i++) {
      if (!Number.isFinite(values[i])) continue;
      const column = this.#dotColumn(times[i]!);
      const row = this.#dotRow(values[i]!);
      const joined = i > 0 && Number.isFinite(values[i - 1]);
      const fromColumn = joined ? this.#dotColumn(times[i - 1]!) : column;
      const fromRow = joined ? this.#dotRow(values[i - 1]!) : row;
      const strides = Math.max(1, Math.abs(column - fromColumn), Math.abs(row - fromRow));
      for (let stride = 0; stride <= strides; stride++) {
        const x = Math.round(fromColumn + ((column - fromColumn) * stride) / strides);
        const y = Math.round(fromRow + ((row - fromRow) * stride) / strides);
        if (shows(x)) this.#set(dots, x, y);
      }
    }
  }

  #set(dots: Uint8Array, dotColumn: number, dotRow: number): void {
    const { across, down } = this.#pen;
    const cell = Math.floor(dotRow / down) * this.width + Math.floor(dotColumn / across);
    dots[cell]! |= 1 << ((dotRow % down) * across + (dotColumn % across));
  }

  #dotColumn(timeMs: number): number {
    const { startMs, endMs } = this.#extent;
    const share = endMs > startMs ? (timeMs - startMs) / (endMs - startMs) : 0;
    return Math.round(Math.min(1, Math.max(0, share)) * (this.width * this.#pen.across - 1));
  }

  #dotRow(value: number): number {
    const { lowest, highest } = this.#extent;
    const share = highest > lowest ? (highest - value) / (highest - lowest) : 0;
    return Math.round(Math.min(1, Math.max(0, share)) * (this.height * this.#pen.down - 1));
  }

  /** The time at the middle of a column of cells. */
  #timeOfColumn(column: number): number {
    const { startMs, endMs } = this.#extent;
    return startMs + ((column + 0.5) / this.width) * (endMs - startMs);
  }
}

/** The value at `timeMs` on straight lines between ascending points; the first and the last hold outside. */
function valueAt(timeMs: number, times: readonly number[], values: readonly number[]): number {
  const after = times.findIndex((time) => time >= timeMs);
  if (after < 0) return values[values.length - 1]!;
  if (after === 0) return values[0]!;
  const share = (timeMs - times[after - 1]!) / (times[after]! - times[after - 1]!);
  return values[after - 1]! + (values[after]! - values[after - 1]!) * share;
}
