import type { FittedModel, Model } from './model.ts';

/** Share of the slope that is left after each step: a trend seen over an hour does not go on for a day. */
const DAMPING = 0.98;

/**
 * A least-squares line through the last steps (three horizons, 10–240), followed from its newest point with a slope
 * that fades. Needs 5 values.
 */
export const linearTrend: Model = {
  name: 'linear-trend',
  scale: 'transformed',
  fit: (view, context) => {
    if (view.end < 5) return undefined;
    return trendOver(Math.min(240, Math.max(10, 3 * context.horizon)));
  },
};

function trendOver(window: number): FittedModel {
  return {
    forecast: ({ values, end }, horizon) => {
      const length = Math.min(window, end);
      const { level, slope } = lineThrough(values, end - length, end);
      let damped = 0;
      return Float64Array.from({ length: horizon }, (_, step) => {
        damped += DAMPING ** (step + 1);
        return level + slope * damped;
      });
    },
  };
}

/** The line's value at the last index below `end`, and its slope. */
function lineThrough(values: Float64Array, start: number, end: number): { level: number; slope: number } {
  const center = (end - 1 - start) / 2;
  let sum = 0;
  let moment = 0;
  let spread = 0;
  for (let i = start; i < end; i++) {
    const distance = i - start - center;
    sum += values[i]!;
    moment += distance * values[i]!;
    spread += distance * distance;
  }
  const slope = spread > 0 ? moment / spread : 0;
  return { level: sum / (end - start) + slope * center, slope };
}
