import type { Chart } from './chart.ts';
import { chartExtent } from './chart.ts';
import { timeTicks } from './time-axis.ts';
import { valueAxis } from './value-axis.ts';

export interface CharacterChartOptions {
  /** Characters across, labels included; at least 24. */
  readonly width: number;
  /** Lines of the plot itself; title, time axis and legend come on top. At least 3. */
  readonly height: number;
  /** IANA name of the zone that the time labels are in. */
  readonly timeZone: string;
}

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
    readonly tick: string;
  };
  readonly legend: { readonly history: string; readonly forecast: string };
}

/** Draws a chart in characters. Later layers stand in front: band, now, forecast, history. */
export function characterChart(chart: Chart, pen: Pen, options: CharacterChartOptions): string {
  const extent = chartExtent(chart);
  if (extent === undefined) return `${chart.title}\n(no samples)`;
  const height = Math.max(3, Math.floor(options.height));
  const axis = valueAxis(extent.lowest, extent.highest, chart.unit, Math.max(2, Math.ceil(height / 3)));
  const gutter = Math.max(...axis.ticks.map(({ label }) => label.length));
  const width = Math.max(8, Math.floor(Math.max(24, options.width)) - gutter - 2);
  const plot = new Plot(width, height, pen, { ...extent, lowest: axis.low, highest: axis.high });
  plot.drawBand(chart);
  plot.drawNow(chart);
  plot.drawForecast(chart);
  plot.drawHistory(chart);
  const labels = new Map(axis.ticks.map(({ value, label }) => [plot.rowOf(value), label]));
  const rows = plot
    .rows()
    .map((row, i) => `${(labels.get(i) ?? '').padStart(gutter)} ${pen.frame.vertical}${row}`.trimEnd());
  const indent = ' '.repeat(gutter + 1);
  return [
    chart.title,
    ...rows,
    ...timeAxisRows(plot, chart, pen, extent, options.timeZone).map((row) => indent + row),
    indent + legend(chart, pen),
  ].join('\n');
}

interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

function timeAxisRows(plot: Plot, chart: Chart, pen: Pen, extent: Span, timeZone: string): [string, string] {
  const line = [pen.frame.corner, ...Array.from({ length: plot.width }, () => pen.frame.horizontal)];
  const labels = Array.from({ length: plot.width + 1 }, () => ' ');
  const place = (timeMs: number, label: string): void => {
    const column = plot.columnOf(timeMs) + 1;
    const start = Math.max(0, Math.min(labels.length - label.length, column - (label.length >> 1)));
    const room = labels.slice(Math.max(0, start - 1), start + label.length + 1);
    if (room.some((character) => character !== ' ')) return;
    labels.splice(start, label.length, ...Array.from(label));
    line[column] = pen.frame.tick;
  };
  if (chart.nowMs !== undefined) place(chart.nowMs, 'now');
  const count = Math.max(1, Math.floor(plot.width / 10));
  for (const { timeMs, label } of timeTicks(extent.startMs, extent.endMs, count, timeZone)) {
    place(timeMs, label);
  }
  return [line.join(''), labels.join('').trimEnd()];
}

function legend(chart: Chart, pen: Pen): string {
  const entries = [`${pen.legend.history} history`];
  if (chart.forecast !== undefined && chart.forecast.length > 0) {
    entries.push(`${pen.legend.forecast} forecast`);
    const share = chart.coverage === undefined ? '' : `${Math.round(chart.coverage * 100)}% `;
    entries.push(`${pen.band} ${share}interval`);
  }
  if (chart.nowMs !== undefined) entries.push(`${pen.now} now`);
  return entries.join('   ');
}

/** The cells of a plot and the dots set in them. Row 0 is the top. */
class Plot {
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

  drawHistory({ history }: Chart): void {
    this.#drawLine(this.#history, history.timestampsMs, history.values, () => true);
  }

  /** Every other column of dots, so that it is told from the history without colour. */
  drawForecast({ forecast = [] }: Chart): void {
    const times = forecast.map(({ timestampMs }) => timestampMs);
    const values = forecast.map(({ value }) => value);
    this.#drawLine(this.#forecast, times, values, (column) => this.#pen.across === 1 || column % 2 === 0);
  }

  drawBand({ forecast = [] }: Chart): void {
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

  drawNow({ nowMs }: Chart): void {
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
