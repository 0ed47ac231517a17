import { type Chart, type ChartExtent, chartExtent, type ChartStrip, stripWithin } from './chart.ts';
import { forecastMarks, type Frame, linePath, path, place, valueGrid } from './svg-marks.ts';
import { svgElement, svgText } from './svg-markup.ts';
import { fullTime, timeTicks } from './time-axis.ts';
import type { ValueAxis } from './value-axis.ts';
import { axisLabel, countAxis, valueAxis } from './value-axis.ts';

export interface SvgChartOptions {
  /** Pixels of the view box, labels included. */
  readonly width: number;
  readonly height: number;
  /** IANA name of the zone that the time labels are in. */
  readonly timeZone: string;
  /** Unique in the page: what `aria-labelledby` refers to. */
  readonly id: string;
  /** Default `page`. */
  readonly palette?: ChartPalette;
}

/**
 * Where colours come from. `page`: from the page that the element is in. `sheet`: from a style sheet of the page, which styles the classes
 * too: for a page whose policy forbids styles inside of elements. The others are for a chart that is a picture of its own and
 * inherits nothing: on a light ground, on a dark one, or on one that nobody knows.
 */
export type ChartPalette = 'page' | 'sheet' | 'light' | 'dark' | 'neutral';

/** Contrast with white, #1f1f1f, or at least 3 : 1 with both. */
const FIXED_COLOURS: Readonly<
  Record<Exclude<ChartPalette, 'page' | 'sheet'>, readonly [text: string, history: string, forecast: string]>
> = {
  light: ['#3b3b3b', '#3569c4', '#c2410c'],
  dark: ['#cccccc', '#8ab4f8', '#fb923c'],
  neutral: ['#808080', '#4f83dd', '#dd6b20'],
};

/** Colours follow the page: override the variables in its CSS; text and frame take its own colour. */
const STYLE = `
.chart text{font:11px system-ui,sans-serif;fill:currentColor}
.chart .title{font-weight:600;font-size:12px}
.chart .grid{stroke:currentColor;stroke-opacity:.15}
.chart .now{stroke:currentColor;stroke-opacity:.6;stroke-dasharray:2 3}
.chart .history{fill:none;stroke:var(--chart-history,#3569c4);stroke-width:1.5}
.chart .forecast,.chart .compared{fill:none;stroke:var(--chart-forecast,#c2410c);stroke-width:1.5;stroke-dasharray:5 3}
.chart .band{fill:var(--chart-forecast,#c2410c);fill-opacity:.18;stroke:none}
@media (prefers-color-scheme:dark){.chart .history{stroke:var(--chart-history,#8ab4f8)}.chart .forecast,.chart .compared{stroke:var(--chart-forecast,#fb923c)}.chart .band{fill:var(--chart-forecast,#fb923c)}}`;

const MARGIN = { top: 32, right: 14, bottom: 20 };
/** The line of title and legend. */
const HEAD = 13;
/** Pixels that a character of a label takes at most. */
const CHARACTER = 6.6;

/**
 * The chart as a standalone SVG element: one line of history (interrupted at gaps), a dashed forecast in its interval,
 * a mark at now, labelled axes, a strip under it where there is one, and a title and description for screen readers. Every text is escaped; there is no
 * script and nothing is loaded. Without samples it says so.
 */
export function svgChart(chart: Chart, options: SvgChartOptions): string {
  const { width, height, id, timeZone } = options;
  const extent = chartExtent(chart);
  const body =
    extent === undefined
      ? heading(chart.title, width) +
        svgElement('text', { x: width / 2, y: height / 2, 'text-anchor': 'middle' }, svgText('no samples'))
      : drawing(chart, extent, options);
  return svgElement(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      class: 'chart',
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: 'img',
      'aria-labelledby': `${id}-title ${id}-desc`,
    },
    svgElement('title', { id: `${id}-title` }, svgText(chart.title)),
    svgElement('desc', { id: `${id}-desc` }, svgText(description(chart, extent, timeZone))),
    ownStyle(options.palette ?? 'page'),
    body,
  );
}

/** Where the chart's first and last moment lie, as shares of its width: what is set under it can stand at the same times. */
export function svgChartSpan(
  chart: Chart,
  { width, height }: Pick<SvgChartOptions, 'width' | 'height'>,
):
  | { readonly startMs: number; readonly endMs: number; readonly left: number; readonly right: number }
  | undefined {
  const extent = chartExtent(chart);
  if (extent === undefined) return undefined;
  const { left, right } = frameFor(extent, axisOf(chart, extent, height), width, height - MARGIN.bottom);
  return { startMs: extent.startMs, endMs: extent.endMs, left: left / width, right: right / width };
}

function axisOf({ unit }: Chart, { lowest, highest }: ChartExtent, height: number): ValueAxis {
  return valueAxis(lowest, highest, unit, Math.max(2, Math.floor(height / 45)));
}

function ownStyle(palette: ChartPalette): string {
  if (palette === 'sheet') return '';
  if (palette === 'page') return svgElement('style', {}, STYLE);
  const [text, history, forecast] = FIXED_COLOURS[palette];
  const colours = `\n.chart{color:${text};--chart-history:${history};--chart-forecast:${forecast}}`;
  return svgElement('style', {}, STYLE + colours);
}

function drawing(chart: Chart, extent: ChartExtent, { width, height, timeZone }: SvgChartOptions): string {
  const strip = stripWithin(chart, extent);
  const bottom = height - MARGIN.bottom - (strip === undefined ? 0 : STRIP.height + STRIP.gap);
  const axis = axisOf(chart, extent, bottom + MARGIN.bottom);
  const frame = frameFor(extent, axis, width, bottom);
  return [
    valueGrid(axis, frame),
    timeLabels(extent, frame, height - MARGIN.bottom, timeZone),
    forecastMarks(chart, frame),
    path('history', linePath(chart.history, frame)),
    chart.compared ? path('compared', linePath(chart.compared, frame)) : '',
    strip === undefined ? '' : stripMarks(strip, frame),
    nowMark(chart, { ...frame, bottom: height - MARGIN.bottom }),
    headLine(chart, width),
  ].join('');
}

/** Pixels of the strip, and between the plot and it. */
const STRIP = { height: 44, gap: 26 };

function stripMarks(strip: ChartStrip & { readonly highest: number }, plot: Frame): string {
  const axis = countAxis(strip.highest);
  const top = plot.bottom + STRIP.gap;
  const bottom = top + STRIP.height;
  const frame = { ...plot, top, bottom, y: (count: number) => bottom - (count / axis.high) * STRIP.height };
  return [
    svgElement('text', { x: plot.left, y: top - 8 }, svgText(strip.label)),
    valueGrid(axis, frame),
    forecastMarks(strip, frame),
    path('history', linePath(strip.history, frame)),
  ].join('');
}

function frameFor(extent: ChartExtent, axis: ValueAxis, width: number, lowerEdge: number): Frame {
  const left = 12 + CHARACTER * Math.max(...axis.ticks.map(({ label }) => label.length));
  const right = Math.max(left + 10, width - MARGIN.right);
  const bottom = Math.max(MARGIN.top + 10, lowerEdge);
  const duration = Math.max(1, extent.endMs - extent.startMs);
  return {
    left,
    top: MARGIN.top,
    right,
    bottom,
    x: (timeMs) => left + ((timeMs - extent.startMs) / duration) * (right - left),
    y: (value) => bottom - ((value - axis.low) / (axis.high - axis.low)) * (bottom - MARGIN.top),
  };
}

function timeLabels(
  { startMs, endMs }: ChartExtent,
  { left, right, x }: Frame,
  bottom: number,
  timeZone: string,
): string {
  const count = Math.max(1, Math.floor((right - left) / 80));
  return timeTicks(startMs, endMs, count, timeZone)
    .map(({ timeMs, label }) => {
      // The last one may stand so near to the edge that half of it would be cut off.
      const middle = Math.min(x(timeMs), right + MARGIN.right - (CHARACTER * label.length) / 2);
      return svgElement('text', { x: middle, y: bottom + 14, 'text-anchor': 'middle' }, svgText(label));
    })
    .join('');
}

function nowMark({ nowMs }: Chart, { top, bottom, x }: Frame): string {
  if (nowMs === undefined) return '';
  return (
    svgElement('line', { class: 'now', x1: x(nowMs), x2: x(nowMs), y1: top, y2: bottom }) +
    svgElement('text', { x: x(nowMs), y: top - 3, 'text-anchor': 'middle' }, svgText('now'))
  );
}

/** Title and, right of it, the legend: on top, where a chart that is cut off at its lower end keeps it. */
function headLine(chart: Chart, width: number): string {
  const entries = legendOf(chart);
  let x = width - MARGIN.right - sum(entries.map(({ label }) => entryWidth(label)));
  const title = heading(chart.title, x - 12);
  const legend = entries.map(({ kind, label }) => {
    const mark =
      kind === 'band'
        ? svgElement('rect', { class: kind, x, y: HEAD - 9, width: SAMPLE, height: 10 })
        : svgElement('path', { class: kind, d: `M${place(x)} ${HEAD - 4}h${SAMPLE}` });
    const text = svgElement('text', { x: x + SAMPLE + 5, y: HEAD }, svgText(label));
    x += entryWidth(label);
    return mark + text;
  });
  return title + legend.join('');
}

/** Pixels of the piece of line or area that an entry of the legend shows. */
const SAMPLE = 18;

function entryWidth(label: string): number {
  return SAMPLE + 5 + CHARACTER * label.length + 8;
}

function legendOf({
  history: { label = 'history' },
  compared,
  forecast = [],
  coverage,
}: Chart): readonly { readonly kind: string; readonly label: string }[] {
  const lines = [
    { kind: 'history', label },
    ...(compared ? [{ kind: 'compared', label: compared.label }] : []),
  ];
  if (forecast.length === 0) return lines;
  const share = coverage === undefined ? '' : `${Math.round(coverage * 100)}% `;
  return [...lines, { kind: 'forecast', label: 'forecast' }, { kind: 'band', label: `${share}interval` }];
}

/** The title, cut where it would run into what stands right of it; whole for screen readers in any case. */
function heading(title: string, width: number): string {
  const most = Math.max(4, Math.floor(width / (1.1 * CHARACTER)));
  const shown = title.length > most ? `${title.slice(0, most - 1)}…` : title;
  return svgElement('text', { class: 'title', x: 4, y: HEAD }, svgText(shown));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** What the chart says, for those who cannot see it. */
function description(
  { unit, history, compared, forecast = [], strip }: Chart,
  extent: ChartExtent | undefined,
  timeZone: string,
): string {
  if (extent === undefined) return 'No samples.';
  const say = (value: number): string => axisLabel(value, Math.max(Math.abs(value) / 100, 1e-9), unit);
  const newest = history.values.findLast(Number.isFinite);
  const sentences = [
    `From ${fullTime(extent.startMs, timeZone)} to ${fullTime(extent.endMs, timeZone)}, between ${say(extent.lowest)} and ${say(extent.highest)}.`,
  ];
  if (newest !== undefined) sentences.push(`Newest value ${say(newest)}.`);
  const other = compared?.values.findLast(Number.isFinite);
  if (compared && other !== undefined) sentences.push(`Newest value of ${compared.label}: ${say(other)}.`);
  const last = forecast[forecast.length - 1];
  if (last !== undefined) {
    sentences.push(
      `Forecast for ${fullTime(last.timestampMs, timeZone)}: ${say(last.value)} (${say(last.lower)} to ${say(last.upper)}).`,
    );
  }
  const running = strip?.history.values.findLast(Number.isFinite);
  if (strip && running !== undefined) sentences.push(`Newest ${strip.label}: ${running}.`);
  const then = strip?.forecast?.at(-1);
  if (strip && then !== undefined) {
    const { timestampMs, value, lower, upper } = then;
    sentences.push(
      `${capital(strip.label)} at ${fullTime(timestampMs, timeZone)}: ${value} (${lower} to ${upper}).`,
    );
  }
  return sentences.join(' ');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
