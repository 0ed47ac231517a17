/** Gaps up to this many steps are bridged by a straight line whatever the season. */
const SHORT_GAP = 6;

/**
 * The series without gaps, for models that need every step. A short gap, or any without a season, becomes a straight
 * line; a long one repeats the season before it, lifted to the level on its left. A gap at the start takes the
 * first value, one at the end holds the last. All gaps give all zeros.
 */
export function fillGaps(values: Float64Array, season: number): Float64Array {
  const filled = Float64Array.from(values);
  let previous = -1;
  for (let i = 0; i <= filled.length; i++) {
    if (i < filled.length && !Number.isFinite(filled[i])) continue;
    if (i - previous > 1) fillOne(filled, previous, i, season);
    previous = i;
  }
  return filled;
}

/** Fills the steps between two known indices; `left` may be −1 and `right` the length. */
function fillOne(filled: Float64Array, left: number, right: number, season: number): void {
  const last = right === filled.length;
  if (left < 0 || last) {
    filled.fill(left >= 0 ? filled[left]! : last ? 0 : filled[right]!, left + 1, right);
    return;
  }
  const repeats = season > 0 && right - left - 1 > SHORT_GAP && left >= season;
  const lift = repeats ? filled[left]! - filled[left - season]! : 0;
  for (let i = left + 1; i < right; i++) {
    filled[i] = repeats
      ? filled[i - season]! + lift
      : filled[left]! + ((filled[right]! - filled[left]!) * (i - left)) / (right - left);
  }
}
