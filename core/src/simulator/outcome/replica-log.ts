import { quantile } from '../../stats/index.ts';
import type { Scorecard } from './scorecard.ts';

/** A change that turns the direction of the one before within this time is a flap. */
export const FLAP_WITHIN_MS = 10 * 60_000;

/** Changes of a workload's replicas, and how long it had too few. */
export class ReplicaLog {
  #changes = 0;
  #flaps = 0;
  #lastChange: { readonly atMs: number; readonly up: boolean } | undefined;
  #shortSinceMs: number | undefined;
  readonly #shortSeconds: number[] = [];
  mostReplicas = 0;

  changed(from: number, to: number, nowMs: number): void {
    const up = to > from;
    const last = this.#lastChange;
    if (last && last.up !== up && nowMs - last.atMs <= FLAP_WITHIN_MS) this.#flaps += 1;
    this.#lastChange = { atMs: nowMs, up };
    this.#changes += 1;
    this.mostReplicas = Math.max(this.mostReplicas, to);
  }

  /** So many run, and so many are needed for the goal, from now on. */
  compare(ready: number, needed: number, nowMs: number): void {
    if (ready < needed) {
      this.#shortSinceMs ??= nowMs;
    } else if (this.#shortSinceMs !== undefined) {
      this.#shortSeconds.push((nowMs - this.#shortSinceMs) / 1000);
      this.#shortSinceMs = undefined;
    }
  }

  summary(
    days: number,
    endMs: number,
  ): Pick<Scorecard, 'scaleUp' | 'changes' | 'flapsPerDay' | 'mostReplicas'> {
    const seconds =
      this.#shortSinceMs === undefined
        ? this.#shortSeconds
        : [...this.#shortSeconds, (endMs - this.#shortSinceMs) / 1000];
    return {
      changes: this.#changes,
      flapsPerDay: this.#flaps / days,
      mostReplicas: this.mostReplicas,
      ...(seconds.length > 0 && {
        scaleUp: {
          times: seconds.length,
          p50Seconds: quantile(seconds, 0.5)!,
          p95Seconds: quantile(seconds, 0.95)!,
          mostSeconds: Math.max(...seconds),
        },
      }),
    };
  }
}
