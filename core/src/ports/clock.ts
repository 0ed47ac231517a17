/** The only way by which the present time enters the engine. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
}
