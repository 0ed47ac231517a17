import { solveCholesky } from '../../stats/index.ts';

/** Added to each coefficient's diagonal, relative to the mean one: keeps long fits of short series tame. */
const SHRINKAGE = 1e-3;

/**
 * Coefficients of an autoregression of `order` on `rest` (a series without its mean), by least squares:
 * `rest[t] ≈ Σ coefficients[i] · rest[t − 1 − i]`. All zeros when the series is too short or constant.
 */
export function fitAutoregression(rest: Float64Array, order: number): Float64Array {
  const size = Math.min(order, Math.floor(rest.length / 10));
  const coefficients = new Float64Array(Math.max(0, size));
  const gram = new Float64Array(size * size);
  for (let t = size; t < rest.length; t++) {
    for (let i = 0; i < size; i++) {
      const lagged = rest[t - 1 - i]!;
      coefficients[i]! += lagged * rest[t]!;
      for (let j = 0; j <= i; j++) gram[i * size + j]! += lagged * rest[t - 1 - j]!;
    }
  }
  let trace = 0;
  for (let i = 0; i < size; i++) trace += gram[i * size + i]!;
  for (let i = 0; i < size; i++) gram[i * size + i]! += (SHRINKAGE * trace) / size;
  return solveCholesky(gram, coefficients) ? coefficients : coefficients.fill(0);
}

/**
 * What an autoregression expects after the values `recent` (oldest first, at least as many as coefficients), each answer
 * no further from 0 than `limit`, so that an unstable fit cannot run away.
 */
export function continueAutoregression(
  recent: Float64Array,
  coefficients: Float64Array,
  horizon: number,
  limit: number,
): Float64Array {
  const order = coefficients.length;
  const line = new Float64Array(order + horizon);
  line.set(recent.subarray(recent.length - order));
  for (let step = order; step < line.length; step++) {
    let sum = 0;
    for (let i = 0; i < order; i++) sum += coefficients[i]! * line[step - 1 - i]!;
    line[step] = Math.max(-limit, Math.min(limit, sum));
  }
  return line.subarray(order);
}
