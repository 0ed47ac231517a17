import { CharacterPlot, type Pen, type Span } from './character-plot.ts';
import { type Chart, chartExtent, stripWithin } from './chart.ts';
import { timeTicks } from './time-axis.ts';
import { countAxis, type ValueAxis, valueAxis } from './value-axis.ts';

export interface CharacterChartOptions {
  /** Characters across, labels included; at least 24. */
  readonly width: number;
  /** Lines of the plot itself; title, time axis and legend come on top. At least 3. */
  readonly height: number;
  /** IANA name of the zone that the time labels are in. */
  readonly timeZone: string;
}

/** Draws a chart in characters. A strip stands between the plot and the time axis. */
export function characterChart(chart: Chart, pen: Pen, options: CharacterChartOptions): string {
  const extent = chartExtent(chart);
  if (extent === undefined) return `${chart.title}\n(no samples)`;
  const height = Math.max(3, Math.floor(options.height));
  const axis = valueAxis(extent.lowest, extent.highest, chart.unit, Math.max(2, Math.ceil(height / 3)));
  const strip = stripWithin(chart, extent);
  const counts = strip && countAxis(strip.highest);
  const labels = [...axis.ticks, ...(counts?.ticks ?? [])].map(({ label }) => label);
  const gutter = Math.max(...labels.map(({ length }) => length), strip?.label.length ?? 0);
  const width = Math.max(8, Math.floor(Math.max(24, options.width)) - gutter - 2);
  const drawn = (of: Pick<Chart, 'history' | 'forecast'>, { low, high, ticks }: ValueAxis, rows: number) => {
    const plot = new CharacterPlot(width, rows, pen, { ...extent, lowest: low, highest: high });
    plot.draw(of, chart.nowMs);
    const labelOf = new Map(ticks.map(({ value, label }) => [plot.rowOf(value), label]));
    return plot
      .rows()
      .map((row, i) => `${(labelOf.get(i) ?? '').padStart(gutter)} ${pen.frame.vertical}${row}`.trimEnd());
  };
  const indent = ' '.repeat(gutter + 1);
  const plot = new CharacterPlot(width, 1, pen, extent);
  return [
    chart.title,
    ...drawn(chart, axis, height),
    ...(strip === undefined || counts === undefined
      ? []
      : [
          `${strip.label.padStart(gutter)} ${pen.frame.split}${pen.frame.horizontal.repeat(width)}`,
          ...drawn(strip, counts, STRIP_ROWS),
        ]),
    ...timeAxisRows(plot, chart, pen, extent, options.timeZone).map((row) => indent + row),
    indent + legend(chart, pen),
  ].join('\n');
}

/** Few, since counts are small and change seldom. */
const STRIP_ROWS = 3;

function timeAxisRows(
  plot: CharacterPlot,
  chart: Chart,
  pen: Pen,
  extent: Span,
  timeZone: string,
): [string, string] {
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
