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
export function chooseTransform(values: ArrayLike<number>): Transform {
  const finite = Array.from(values).filter(Number.isFinite);
  const smallest = finite.reduce((a, b) => Math.min(a, b), Infinity);
  if (!(smallest >= 0)) return identity;
  const average = finite.reduce((a, b) => a + b, 0) / finite.length;
  if (finite.every((value) => value === finite[0])) return identity;
  const floor = average / 100;
  const growth = noiseGrowth(finite);
  if (growth !== undefined && growth < 0.25) return identity;
  if (growth !== undefined && growth > 0.75 && smallest > 0) return logarithm(Math.min(smallest, floor));
  return squareRoot(floor);
}

/** Slope of log noise over log level between blocks; `undefined` when the level hardly varies. */
function noiseGrowth(values: readonly number[]): number | undefined {
  const length = Math.max(6, Math.floor(values.length / BLOCKS));
  const points: { level: number; noise: number }[] = [];
  for (let start = 0; start + length <= values.length; start += length) {
    let level = 0;
    let change = 0;
    for (let i = start; i < start + length; i++) {
      level += values[i]!;
      if (i > start) change += Math.abs(values[i]! - values[i - 1]!);
    }
    if (level > 0 && change > 0) points.push({ level: Math.log(level), noise: Math.log(change) });
  }
  if (points.length < 4) return undefined;
  const meanLevel = points.reduce((sum, point) => sum + point.level, 0) / points.length;
  const meanNoise = points.reduce((sum, point) => sum + point.noise, 0) / points.length;
  let spread = 0;
  let moment = 0;
  for (const { level, noise } of points) {
    spread += (level - meanLevel) ** 2;
    moment += (level - meanLevel) * (noise - meanNoise);
  }
  return spread / points.length < 0.01 ? undefined : moment / spread;
}
