/** One step ahead, with its interval. */
export interface ForecastPoint {
  readonly timestampMs: number;
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}
