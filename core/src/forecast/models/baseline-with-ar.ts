import { continueAutoregression, fitAutoregression } from './autoregression.ts';
import type { FittedModel, ModelView } from './model.ts';

/**
 * A fixed expectation for each index plus an autoregression of what deviates from it: the shape that harmonic and profile
 * models share. `expected` is defined for any index, the future's too; the errors are learned on the last `window` values.
 */
export function baselineWithAr(
  view: ModelView,
  expected: (index: number) => number,
  order: number,
  window: number,
): FittedModel {
  const rest = deviations(view, expected, Math.max(0, view.end - window));
  const coefficients = fitAutoregression(rest, order);
  let largest = 0;
  for (const deviation of rest) largest = Math.max(largest, Math.abs(deviation));
  return {
    forecast: (now, horizon) => {
      const recent = deviations(now, expected, now.end - coefficients.length);
      const rests = continueAutoregression(recent, coefficients, horizon, largest);
      for (let step = 0; step < horizon; step++) rests[step]! += expected(now.end + step);
      return rests;
    },
  };
}

function deviations(
  { values, end }: ModelView,
  expected: (index: number) => number,
  start: number,
): Float64Array {
  const rest = new Float64Array(end - start);
  for (let i = start; i < end; i++) rest[i - start] = values[i]! - expected(i);
  return rest;
}
