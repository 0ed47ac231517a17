/**
 * Where a figure comes from. No figure is shown without one: a reader can tell a measured value from an assumed one,
 * and a fresh one from a stale one.
 */
export interface Basis {
  /** What the figure was read or computed from, for example `prometheus http://…`, `recording examples/platform`, `bundled prices`. */
  readonly source: string;
  /** When the newest datum behind the figure was taken, epoch milliseconds. */
  readonly asOfMs?: number;
  /** The stretch of history that went in, in milliseconds. */
  readonly windowMs?: number;
  /** How the figure was made, in the field's words: `p95`, `rate over 5m`, `estimate`. */
  readonly method?: string;
}
