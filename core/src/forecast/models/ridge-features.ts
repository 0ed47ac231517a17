import type { ModelContext } from './model.ts';

/** The features of one direct regression: what is known at an origin about a step ahead of it. */
export interface RidgeFeatures {
  readonly columns: number;
  /** Steps over which what is read of earlier cycles is smoothed anyway; Infinity when nothing depends on the step. */
  readonly smoothSteps: number;
  /** The first origin with all lags in the past. */
  readonly firstOrigin: number;
  /**
   * Writes the features for `step` (0 is the first unknown) at `origin` into `target` from `offset` on, and returns the
   * present level that the target is measured from. Reads `sums` at and below `origin` only: no lag is shorter than the step.
   */
  write(sums: Float64Array, origin: number, step: number, target: Float64Array, offset: number): number;
}

/** Cycles back that the mean of earlier cycles goes to. */
const MOST_CYCLES = 6;

/**
 * Recent means relative to the present level; the newest change; for one and two cycles back, the longer cycle back and
 * the mean over several cycles: how the series went on from there, and how high it stood; the phase of the cycle.
 */
export function ridgeFeatures({ season, longSeason, horizon }: ModelContext, length: number): RidgeFeatures {
  const cycle = length >= 2 * season + horizon ? season : 0;
  const long = longSeason > 0 && length >= 1.4 * longSeason ? longSeason : 0;
  const windows = recentWindows(cycle);
  const reach = cycle >= 1000 ? 7 : cycle >= 200 ? 2 : cycle >= 96 ? 1 : 0;
  const levelSteps = cycle >= 1000 || cycle === 0 ? Math.min(5, Math.ceil(length / 100)) : 1;
  const second = cycle > 0 && length >= 3 * cycle;
  const several = cycle > 0 && length >= 4 * cycle;
  const columns =
    2 + windows.length + (cycle > 0 ? 6 : 0) + (second ? 2 : 0) + (several ? 2 : 0) + (long > 0 ? 2 : 0);
  const lag = (period: number, step: number): number => period * Math.ceil((step + 1 + reach) / period);
  const longest = Math.max(
    long > 0 ? lag(long, horizon - 1) : 0,
    cycle > 0 ? lag(cycle, horizon - 1) + (second ? cycle : 0) : 0,
    windows[windows.length - 1]!,
  );
  return {
    columns,
    smoothSteps: cycle === 0 && long === 0 ? Infinity : reach,
    firstOrigin: longest + reach + levelSteps,
    write: (sums, origin, step, target, offset) => {
      const level = meanOf(sums, origin - levelSteps, origin);
      let at = offset;
      target[at++] = 1;
      for (const window of windows) target[at++] = meanOf(sums, origin - window, origin) - level;
      target[at++] = sums[origin]! - 2 * sums[origin - 1]! + sums[Math.max(0, origin - 2)]!;
      /** The level `back` steps before now, and how the series went on from there to the step asked for. */
      const levelAt = (back: number): number =>
        meanOf(sums, origin - back - reach - levelSteps, origin - back + reach);
      const risen = (back: number): number =>
        meanOf(sums, origin + step - back - reach, origin + step - back + reach + 1) - levelAt(back);
      const write = (back: number): void => {
        target[at++] = risen(back);
        target[at++] = levelAt(back) - level;
      };
      if (cycle > 0) {
        const back = lag(cycle, step);
        write(back);
        if (second) write(back + cycle);
        if (several) {
          let [change, height, count] = [0, 0, 0];
          for (
            let far = back;
            far <= MOST_CYCLES * cycle && far + reach + levelSteps <= origin;
            far += cycle
          ) {
            change += risen(far);
            height += levelAt(far) - level;
            count++;
          }
          target[at++] = count > 0 ? change / count : 0;
          target[at++] = count > 0 ? height / count : 0;
        }
        const phase = (2 * Math.PI * ((origin + step) % cycle)) / cycle;
        target[at++] = Math.sin(phase);
        target[at++] = Math.cos(phase);
        target[at++] = Math.sin(2 * phase);
        target[at++] = Math.cos(2 * phase);
      }
      if (long > 0) write(lag(long, step));
      return level;
    },
  };
}

function recentWindows(cycle: number): readonly number[] {
  if (cycle >= 1000) return [1, 3, 10, 15, 30, 60, 120];
  if (cycle >= 200) return [2, 3, 6, 12, 24, 48];
  return [2, 3, 6, 12, 24];
}

/** Mean of the values with indices `from … to − 1`, cut off at the start. */
function meanOf(sums: Float64Array, from: number, to: number): number {
  const start = Math.max(0, from);
  return to > start ? (sums[to]! - sums[start]!) / (to - start) : 0;
}
