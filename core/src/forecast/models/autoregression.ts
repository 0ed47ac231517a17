import { solveCholesky } from '../../stats/index.ts';

/** Added to each coefficient's diagonal, relative to the mean one: keeps long fits of short series tame. */
const SHRINKAGE = 1e-3;

/**
 * Coefficients of an autoregression of `order` on `rest` (a series without its mean), by least squares:
 * `rest[t] ≈ Σ coefficients[i] · rest[t − 1 − i]`. All zeros when the series is too short or constant.
 *
 * Cost: length × order. A product of two lags differs from that of the lags after them at the series' ends only, so the
 * normal equations need one pass over the series for each lag and not one for each pair.
 */
export function fitAutoregression(rest: Float64Array, order: number): Float64Array {
  const size = Math.max(0, Math.min(order, Math.floor(rest.length / 10)));
  const products = lagProducts(rest, size);
  const coefficients = products.slice(1, size + 1);
  const gram = new Float64Array(size * size);
  let trace = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) gram[i * size + j] = products[(i + 1) * (size + 1) + j + 1]!;
    trace += gram[i * size + i]!;
  }
  for (let i = 0; i < size; i++) gram[i * size + i]! += (SHRINKAGE * trace) / size;
  return solveCholesky(gram, coefficients) ? coefficients : coefficients.fill(0);
}

/** The symmetric matrix of Σ rest[t − i] · rest[t − j] over t = size … length − 1, for i and j within 0 … size. */
function lagProducts(rest: Float64Array, size: number): Float64Array {
  const width = size + 1;
  const length = rest.length;
  const products = new Float64Array(width * width);
  for (let lag = 0; lag < width; lag++) {
    let sum = 0;
    for (let t = size; t < length; t++) sum += rest[t]! * rest[t - lag]!;
    products[lag] = sum;
    for (let i = 0; i + lag + 1 < width; i++) {
      const entering = rest[size - 1 - i]! * rest[size - 1 - i - lag]!;
      const leaving = rest[length - 1 - i]! * rest[length - 1 - i - lag]!;
      products[(i + 1) * width + i + 1 + lag] = products[i * width + i + lag]! + entering - leaving;
    }
  }
  for (let i = 0; i < width; i++) {
    for (let j = 0; j < i; j++) products[i * width + j] = products[j * width + i]!;
  }
  return products;
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
  return line.slice(order);
}
