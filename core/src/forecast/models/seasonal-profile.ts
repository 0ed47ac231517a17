/** The usual value at each phase of a cycle; the phase of an index is its remainder by the cycle's length. */
export type SeasonalProfile = Float64Array;

/**
 * Mean of each phase over the whole cycles before `end`, each cycle back weighing `decay` times the one after it, then
 * smoothed over `reach` phases on either side. `deviation` gives the value of an index. Needs one whole cycle.
 */
export function seasonalProfile(
  deviation: (index: number) => number,
  end: number,
  period: number,
  { decay, reach }: { readonly decay: number; readonly reach: number },
): SeasonalProfile {
  const sums = new Float64Array(period);
  let total = 0;
  let weight = 1;
  for (let cycle = 1; cycle * period <= end; cycle++) {
    for (let index = end - cycle * period; index < end - (cycle - 1) * period; index++) {
      sums[index % period]! += weight * deviation(index);
    }
    total += weight;
    weight *= decay;
  }
  const means = sums.map((sum) => sum / total);
  return reach === 0 ? means : smoothCircle(means, reach);
}

/** Moving average around a circle: the first phase follows the last. */
function smoothCircle(values: Float64Array, reach: number): Float64Array {
  const length = values.length;
  const window = 2 * reach + 1;
  const smooth = new Float64Array(length);
  let sum = 0;
  for (let i = -reach; i <= reach; i++) sum += values[(i + length * window) % length]!;
  for (let i = 0; i < length; i++) {
    smooth[i] = sum / window;
    sum += values[(i + reach + 1) % length]! - values[(i - reach + length * window) % length]!;
  }
  return smooth;
}

/** Phases over which a profile is smoothed on either side: a quarter of an hour for a day of minutes, none for one of hours. */
export function smoothingReach(season: number): number {
  return season >= 96 ? Math.round(season / 96) : 0;
}
