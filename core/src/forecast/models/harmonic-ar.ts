import type { DesignMatrix } from '../../stats/index.ts';
import { robustRidgeRegression } from '../../stats/index.ts';
import { baselineWithAr } from './baseline-with-ar.ts';
import type { Model, ModelContext } from './model.ts';

export interface HarmonicOptions {
  /** Pairs of sine and cosine for the shorter cycle. */
  readonly waves: number;
  /** Pairs for the longer cycle. */
  readonly longWaves: number;
  /** Order of the autoregression. */
  readonly order: number;
  /** Most rows of the regression; longer series are thinned evenly. */
  readonly rows: number;
}

/**
 * Sines and cosines of the cycles plus a line, fitted robustly, with autoregressive errors (dynamic harmonic regression).
 * Needs two of the shorter cycle.
 */
export function harmonicAr(options: HarmonicOptions): Model {
  return {
    name: 'harmonic-ar',
    scale: 'transformed',
    fit: (view, context) => {
      const { season, longSeason } = context;
      const base = season > 0 ? season : longSeason;
      if (base < 2 || view.end < 2 * base) return undefined;
      const basis = harmonicBasis(context, view.end, options);
      const stride = Math.max(1, Math.ceil(view.end / options.rows));
      const rows = Math.floor((view.end - 1) / stride) + 1;
      const design: DesignMatrix = {
        features: new Float64Array(rows * basis.columns),
        columns: basis.columns,
        rows,
      };
      const targets = new Float64Array(rows);
      for (let row = 0; row < rows; row++) {
        const index = view.end - 1 - row * stride;
        basis.write(index, design.features, row * basis.columns);
        targets[row] = view.values[index]!;
      }
      const coefficients = robustRidgeRegression(design, targets, 1e-4);
      if (coefficients === undefined) return undefined;
      const features = new Float64Array(basis.columns);
      const expected = (index: number): number => {
        basis.write(index, features, 0);
        let sum = 0;
        for (let i = 0; i < features.length; i++) sum += features[i]! * coefficients[i]!;
        return sum;
      };
      return baselineWithAr(view, expected, options.order, 7 * base);
    },
  };
}

interface Basis {
  readonly columns: number;
  /** Writes the features of an index into `target` from `offset` on. */
  write(index: number, target: Float64Array, offset: number): void;
}

function harmonicBasis(context: ModelContext, length: number, options: HarmonicOptions): Basis {
  const { season, longSeason } = context;
  const waves: { readonly sines: Float64Array; readonly cosines: Float64Array; readonly factor: number }[] =
    [];
  const add = (
    period: number,
    factor: number,
    tables: { sines: Float64Array; cosines: Float64Array },
  ): void => {
    if (2 * factor <= period) waves.push({ ...tables, factor });
  };
  if (season > 0) {
    const tables = circle(season);
    for (let k = 1; k <= options.waves; k++) add(season, k, tables);
  }
  if (longSeason > 0 && length >= 1.9 * longSeason) {
    const tables = circle(longSeason);
    // A harmonic of the week that is one of the day is there already.
    for (let k = 1; k <= options.longWaves; k++) {
      if (season === 0 || (k * season) % longSeason !== 0) add(longSeason, k, tables);
    }
  }
  return {
    columns: 2 + 2 * waves.length,
    write: (index, target, offset) => {
      target[offset] = 1;
      target[offset + 1] = (index - length) / length;
      let at = offset + 2;
      for (const { sines, cosines, factor } of waves) {
        const phase = (factor * index) % sines.length;
        target[at++] = sines[phase]!;
        target[at++] = cosines[phase]!;
      }
    },
  };
}

/** Sine and cosine at each step of one turn: the waves of a cycle read them at multiples of their step. */
function circle(period: number): { sines: Float64Array; cosines: Float64Array } {
  const angle = (step: number): number => (2 * Math.PI * step) / period;
  return {
    sines: Float64Array.from({ length: period }, (_, step) => Math.sin(angle(step))),
    cosines: Float64Array.from({ length: period }, (_, step) => Math.cos(angle(step))),
  };
}
