/** How one workload stood at the end of each minute. All arrays have the same length. */
export interface Timeline {
  readonly atMs: number[];
  /** Requests per second that arrived. */
  readonly demand: number[];
  readonly wanted: number[];
  readonly ready: number[];
  /** The fewest that would have kept the latency goal. */
  readonly needed: number[];
  readonly p95Seconds: number[];
  readonly waiting: number[];
  /** Forecast that was served; `NaN` where none was. */
  readonly ahead: number[];
}

export function emptyTimeline(): Timeline {
  return { atMs: [], demand: [], wanted: [], ready: [], needed: [], p95Seconds: [], waiting: [], ahead: [] };
}
