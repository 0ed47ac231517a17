import type { Chart, ChartLine } from './chart.ts';
import { svgElement, svgText } from './svg-markup.ts';
import type { ValueAxis } from './value-axis.ts';

/** Where on a picture a plot lies, in pixels, and where times and values are in it. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly x: (timeMs: number) => number;
  readonly y: (value: number) => number;
}

/** A line and a label for each tick. */
export function valueGrid({ ticks }: ValueAxis, { left, right, y }: Frame): string {
  return ticks
    .map(
      ({ value, label }) =>
        svgElement('line', { class: 'grid', x1: left, x2: right, y1: y(value), y2: y(value) }) +
        svgElement('text', { x: left - 6, y: y(value) + 4, 'text-anchor': 'end' }, svgText(label)),
    )
    .join('');
}

/** The commands of a line; a value that is not finite interrupts it. */
export function linePath({ timestampsMs, values }: Omit<ChartLine, 'label'>, { x, y }: Frame): string {
  let pen = 'M';
  let commands = '';
  values.forEach((value, i) => {
    if (!Number.isFinite(value)) {
      pen = 'M';
      return;
    }
    commands += `${pen}${place(x(timestampsMs[i]!))} ${place(y(value))}`;
    // A lone point between two gaps shows only when its line has a length.
    if (pen === 'M') commands += 'h.01';
    pen = 'L';
  });
  return commands;
}

/** The interval, and the line in it. */
export function forecastMarks({ forecast = [] }: Pick<Chart, 'forecast'>, { x, y }: Frame): string {
  if (forecast.length === 0) return '';
  const upper = forecast.map((point) => `${place(x(point.timestampMs))} ${place(y(point.upper))}`);
  const lower = forecast.map((point) => `${place(x(point.timestampMs))} ${place(y(point.lower))}`).reverse();
  const middle = forecast.map((point) => `${place(x(point.timestampMs))} ${place(y(point.value))}`);
  return path('band', `M${[...upper, ...lower].join('L')}Z`) + path('forecast', `M${middle.join('L')}`);
}

export function path(kind: string, d: string): string {
  return d === '' ? '' : svgElement('path', { class: kind, d });
}

/** A coordinate with the two decimals that a screen can show. */
export function place(value: number): number {
  return Math.round(value * 100) / 100;
}
