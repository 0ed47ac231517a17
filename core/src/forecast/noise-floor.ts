/** How far noise keeps any forecast from the values: shares of their mean, like WAPE. */
export interface NoiseFloor {
  /** For single steps. */
  readonly step: number;
  /** For means over the horizon, were the noise of its steps independent. */
  readonly window: number;
}

/**
 * The error that is left to a forecast which knows the course of a series: the lower of two estimates. Second differences
 * (Gasser, Sroka and Jennen-Steinmetz 1986) cancel level and slope and leave √6 times the noise of a step; differences over a
 * cycle of `season` steps (0 for none) cancel what repeats and leave √2 times. It is an estimate and a low one where the noise
 * of neighbouring steps is alike, a high one where a course has corners that neither cancels.
 *
 * `undefined` without three values in a row, or when they are all 0.
 */
export function noiseFloor(values: ArrayLike<number>, horizon: number, season = 0): NoiseFloor | undefined {
  const smooth = shareOf(values, 2, (i) => values[i]! - 2 * values[i - 1]! + values[i - 2]!);
  if (smooth === undefined) return undefined;
  const repeated = season > 0 ? shareOf(values, season, (i) => values[i]! - values[i - season]!) : undefined;
  const step = Math.min(smooth / Math.sqrt(6), (repeated ?? Infinity) / Math.SQRT2);
  return { step, window: step / Math.sqrt(horizon) };
}

/** Mean size of a difference as a share of the mean value, over the indices from `first` where it is finite. */
function shareOf(
  values: ArrayLike<number>,
  first: number,
  difference: (index: number) => number,
): number | undefined {
  let [size, level] = [0, 0];
  for (let i = first; i < values.length; i++) {
    const change = Math.abs(difference(i));
    if (!Number.isFinite(change)) continue;
    size += change;
    level += Math.abs(values[i]!);
  }
  return level === 0 ? undefined : size / level;
}
