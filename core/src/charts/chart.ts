/** One step of a forecast with the interval around it, in the chart's unit. */
export interface ChartForecastPoint {
  readonly timestampMs: number;
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

/** A line of values over time. Times are ascending; a `NaN` is a gap. */
export interface ChartLine {
  readonly label: string;
  readonly timestampsMs: readonly number[];
  readonly values: readonly number[];
}

/** Counts in a strip of their own under the plot, at the same times: replicas under the demand that they serve. */
export interface ChartStrip {
  readonly label: string;
  readonly history: Omit<ChartLine, 'label'>;
  readonly forecast?: readonly ChartForecastPoint[];
}

/**
 * What a chart shows, whatever it is drawn with. Times are epoch milliseconds, ascending; a `NaN` in the history is a gap
 * and interrupts the line.
 */
export interface Chart {
  readonly title: string;
  /** `bytes`, `cores`, `%`, or any word to set behind the figures: `req/s`. Empty for none. */
  readonly unit: string;
  /** Its `label` is `history` where none is given. */
  readonly history: Omit<ChartLine, 'label'> & Partial<Pick<ChartLine, 'label'>>;
  /** A second line to hold against the first; drawn as SVG only. */
  readonly compared?: ChartLine;
  readonly forecast?: readonly ChartForecastPoint[];
  /** Its times outside of the plot's are left out. */
  readonly strip?: ChartStrip;
  /** Nominal coverage of the forecast's interval, 0–1, for the legend. */
  readonly coverage?: number;
  /** Where observation ends; marked when given. */
  readonly nowMs?: number;
}

/** The part of the plane that a chart covers. */
export interface ChartExtent {
  readonly startMs: number;
  readonly endMs: number;
  readonly lowest: number;
  readonly highest: number;
}

/** The smallest extent that holds every finite point and now; `undefined` when there is no finite point. */
export function chartExtent({ history, compared, forecast = [], nowMs }: Chart): ChartExtent | undefined {
  let [startMs, endMs, lowest, highest] = [Infinity, -Infinity, Infinity, -Infinity];
  const take = (timeMs: number, value: number): void => {
    if (!Number.isFinite(value)) return;
    startMs = Math.min(startMs, timeMs);
    endMs = Math.max(endMs, timeMs);
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
  };
  for (const { timestampsMs, values } of compared ? [history, compared] : [history]) {
    values.forEach((value, i) => take(timestampsMs[i]!, value));
  }
  for (const point of forecast) {
    for (const value of [point.value, point.lower, point.upper]) take(point.timestampMs, value);
  }
  if (lowest === Infinity) return undefined;
  return {
    startMs: Math.min(startMs, nowMs ?? startMs),
    endMs: Math.max(endMs, nowMs ?? endMs),
    lowest,
    highest,
  };
}

/** The part of a strip that lies between two times; `undefined` where that is nothing. */
export function stripWithin(
  { strip }: Chart,
  { startMs, endMs }: Pick<ChartExtent, 'startMs' | 'endMs'>,
): (ChartStrip & { readonly highest: number }) | undefined {
  if (strip === undefined) return undefined;
  const isWithin = (timeMs: number): boolean => timeMs >= startMs && timeMs <= endMs;
  const shown = strip.history.timestampsMs.flatMap((timeMs, index) => (isWithin(timeMs) ? [index] : []));
  const forecast = (strip.forecast ?? []).filter(({ timestampMs }) => isWithin(timestampMs));
  const history = {
    timestampsMs: shown.map((index) => strip.history.timestampsMs[index]!),
    values: shown.map((index) => strip.history.values[index]!),
  };
  const counts = [...history.values, ...forecast.map(({ upper }) => upper)].filter(Number.isFinite);
  const highest = counts.reduce((most, count) => Math.max(most, count), 0);
  return counts.length === 0 ? undefined : { label: strip.label, history, forecast, highest };
}
