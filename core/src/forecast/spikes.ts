import { medianAbsoluteDeviation, NORMAL_CONSISTENCY } from '../stats/index.ts';
import type { Correction } from './past-view.ts';
import { SlidingMedian } from './sliding-median.ts';

/** The past that a spike is measured against, and the longest that one may last; what lasts longer is a new level. */
const WINDOW_MS = 90 * 60_000;
/** Samples back in bounds before an excursion has ended. */
const CALM = 3;
/** Steps that the window must hold to know its median. */
const FEWEST = 9;
const HIGH = 2.5;
const LOW = 0.25;
/** An excursion also stands out of the noise: by so many of its standard deviations. */
const DEVIATIONS = 6;

/**
 * Excursions that came and went: runs above 2.5 times or below a quarter of the median of the 90 minutes before, that are
 * back in bounds for three samples within 90 minutes. Their values are to be replaced by that median, from the moment
 * that the run is known to have ended: until then it may be a new level. A run that the cycle before showed too is a habit,
 * and stays. Steps of 10 minutes and less only; coarser ones cannot tell a spike from a morning.
 *
 * `filled` has no gaps; the answer is sorted by `from`.
 */
export function findSpikes(filled: Float64Array, stepMs: number, season: number): readonly Correction[] {
  const window = Math.round(WINDOW_MS / stepMs);
  if (window < FEWEST) return [];
  const corrections: Correction[] = [];
  const past = new SlidingMedian(filled.subarray(0, window));
  let start = window;
  const moveTo = (next: number): void => {
    for (; start < Math.min(next, filled.length); start++) {
      past.replace(filled[start - window]!, filled[start]!);
    }
  };
  while (start < filled.length) {
    // The ratio alone acquits nearly every value; only for the rest is the noise worth its price.
    if (isInside(filled[start]!, ratioRange(past.median))) {
      moveTo(start + 1);
      continue;
    }
    const bounds = boundsOf(filled.subarray(start - window, start), past.median);
    const end = isInside(filled[start]!, bounds) ? start : endOfExcursion(filled, start, window, bounds);
    // Without an end it is a new level: judge nothing until the window holds it.
    if (end === undefined) {
      moveTo(start + window);
      continue;
    }
    for (let index = start; index < end; index++) {
      const before = index - season;
      const habit = season > 0 && before >= 0 && !isInside(filled[before]!, bounds);
      if (!habit) corrections.push({ from: end + CALM, index, value: bounds.center });
    }
    moveTo(end === start ? start + 1 : end + CALM);
  }
  return corrections;
}

interface UsualRange {
  readonly center: number;
  readonly low: number;
  readonly high: number;
}

function ratioRange(center: number): UsualRange {
  return { center, low: LOW * center, high: HIGH * center };
}

function boundsOf(past: Float64Array, center: number): UsualRange {
  const noise = DEVIATIONS * NORMAL_CONSISTENCY * medianAbsoluteDeviation(past)!;
  const { low, high } = ratioRange(center);
  return { center, low: Math.min(low, center - noise), high: Math.max(high, center + noise) };
}

function isInside(value: number, { low, high }: UsualRange): boolean {
  return value >= low && value <= high;
}

/** The first index after the excursion; `undefined` when it has not ended within the window or the series. */
function endOfExcursion(
  filled: Float64Array,
  start: number,
  window: number,
  bounds: UsualRange,
): number | undefined {
  let calm = 0;
  for (let index = start + 1; index < Math.min(filled.length, start + window + CALM); index++) {
    calm = isInside(filled[index]!, bounds) ? calm + 1 : 0;
    if (calm === CALM) return index - CALM + 1;
  }
  return undefined;
}
