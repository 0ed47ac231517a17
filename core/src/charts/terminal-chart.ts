import type { CharacterChartOptions } from './character-chart.ts';
import { characterChart } from './character-chart.ts';
import type { Pen } from './character-plot.ts';
import type { Chart } from './chart.ts';

/** Braille's dot numbers by row and column: Unicode numbers the left column 1, 2, 3, 7 and the right one 4, 5, 6, 8. */
const BRAILLE_BITS = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80];

function braille(dots: number): string {
  const bits = BRAILLE_BITS.reduce((sum, bit, dot) => (dots & (1 << dot) ? sum | bit : sum), 0);
  return String.fromCodePoint(0x2800 + bits);
}

const unicodePen: Pen = {
  across: 2,
  down: 4,
  history: braille,
  forecast: braille,
  band: '░',
  now: '┊',
  frame: { vertical: '│', horizontal: '─', corner: '└', split: '├', tick: '┴' },
  legend: { history: '⠒⠒', forecast: '⠂⠂' },
};

const asciiPen: Pen = {
  across: 1,
  down: 1,
  history: () => '*',
  forecast: () => 'o',
  band: ':',
  now: '|',
  frame: { vertical: '|', horizontal: '-', corner: '+', split: '+', tick: '+' },
  legend: { history: '*', forecast: 'o' },
};

/**
 * The chart for a terminal that shows Unicode: braille lines (solid for history, dotted for the forecast), the interval as
 * `░`, now as `┊`. Lines are joined with `\n`, without one at the end, and never wider than `options.width`.
 */
export function unicodeChart(chart: Chart, options: CharacterChartOptions): string {
  return characterChart(chart, unicodePen, options);
}

/** {@link unicodeChart} in plain ASCII: `*` for history, `o` for the forecast, `:` for the interval, `|` for now. */
export function asciiChart(chart: Chart, options: CharacterChartOptions): string {
  return characterChart(chart, asciiPen, options);
}
