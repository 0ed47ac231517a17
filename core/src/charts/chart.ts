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
