/** A change of scale that makes the noise about as large at night as at noon, and its way back. */
export interface Transform {
  readonly name: 'none' | 'square-root' | 'logarithm';
  forward(value: number): number;
  inverse(value: number): number;
  /** How large the noise is at `level`, up to a constant factor: 1, √level or level. Never 0. */
  noiseAt(level: number): number;
}

/** Values as they are: noise of one size whatever the level. */
const identity: Transform = {
  name: 'none',
  forward: (value) => value,
  inverse: (value) => value,
  noiseAt: () => 1,
};

/** For counts and their rates, whose variance grows with the level (Poisson). Values are taken to be 0 or more. */
function squareRoot(floor: number): Transform {
  return {
    name: 'square-root',
    forward: (value) => Math.sqrt(Math.max(0, value)),
    inverse: (value) => (value > 0 ? value * value : 0),
    noiseAt: (level) => Math.sqrt(Math.max(level, floor)),
  };
}

/** For positive values whose noise is a share of the level. Levels below `floor` are taken for `floor`. */
function logarithm(floor: number): Transform {
  return {
    name: 'logarithm',
    forward: (value) => Math.log(Math.max(value, floor)),
    inverse: (value) => Math.exp(Math.min(value, 300)),
    noiseAt: (level) => Math.max(level, floor),
  };
}

/** Blocks over which level and noise are compared. */
const BLOCKS = 40;

/**
 * The transform that the data ask for: the noise (mean absolute change from one step to the next) of about 40 blocks is
 * regressed on their level, both in logarithms; a slope near 0 asks for none, near ½ for the square root, near 1 for
 * the logarithm. Values below 0 allow none only, zeros no logarithm; too little data gives the square root.
 */
export function chooseTransform(values: Iterable<number>): Transform {
  const { count, sum, smallest, largest } = extent(values);
  if (!(smallest >= 0) || smallest === largest) return identity;
  const floor = sum / count / 100;
  const growth = noiseGrowth(values, count);
  if (growth !== undefined && growth < 0.25) return identity;
  if (growth !== undefined && growth > 0.75 && smallest > 0) return logarithm(Math.min(smallest, floor));
  return squareRoot(floor);
}

/** Number, sum and range of the finite values. */
function extent(values: Iterable<number>): {
  count: number;
  sum: number;
  smallest: number;
  largest: number;
} {
  let [count, sum, smallest, largest] = [0, 0, Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    count++;
    sum += value;
    if (value < smallest) smallest = value;
    if (value > largest) largest = value;
  }
  return count === 0 ? { count, sum, smallest: Number.NaN, largest } : { count, sum, smallest, largest };
}

/** Slope of log noise over log level between blocks of finite values; `undefined` when the level hardly varies. */
function noiseGrowth(values: Iterable<number>, count: number): number | undefined {
  const length = Math.max(6, Math.floor(count / BLOCKS));
  const levels: number[] = [];
  const noises: number[] = [];
  let [filled, level, change, previous] = [0, 0, 0, 0];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    level += value;
    if (filled > 0) change += Math.abs(value - previous);
    previous = value;
    if (++filled < length) continue;
    if (level > 0 && change > 0) {
      levels.push(Math.log(level));
      noises.push(Math.log(change));
    }
    [filled, level, change] = [0, 0, 0];
  }
  return levels.length < 4 ? undefined : slopeOf(levels, noises);
}

/** Least-squares slope; `undefined` when `x` hardly varies. */
function slopeOf(x: readonly number[], y: readonly number[]): number | undefined {
  const meanX = x.reduce((a, b) => a + b, 0) / x.length;
  const meanY = y.reduce((a, b) => a + b, 0) / y.length;
  let [spread, moment] = [0, 0];
  for (let i = 0; i < x.length; i++) {
    spread += (x[i]! - meanX) ** 2;
    moment += (x[i]! - meanX) * (y[i]! - meanY);
  }
  return spread / x.length < 0.01 ? undefined : moment / spread;
}
