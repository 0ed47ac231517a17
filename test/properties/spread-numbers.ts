import fc from 'fast-check';

const STEPS = 1_000_000;

/** Real numbers from `min` to `max`, all parts of the range alike. Most of what `fc.double` makes is next to nothing. */
export function evenly(min: number, max: number): fc.Arbitrary<number> {
  return fc.integer({ min: 0, max: STEPS }).map((step) => min + ((max - min) * step) / STEPS);
}

/** Real numbers from `min` (above 0) to `max`, all powers of ten alike. */
export function byMagnitude(min: number, max: number): fc.Arbitrary<number> {
  return fc.integer({ min: 0, max: STEPS }).map((step) => min * (max / min) ** (step / STEPS));
}
