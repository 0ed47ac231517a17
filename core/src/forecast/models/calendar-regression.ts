import { ridgeRegression } from '../../stats/index.ts';
import type { Model, ModelContext, ModelView } from './model.ts';

const DAY_MS = 86_400_000;
const COLUMNS = 6;
/** Steps that the recent trend is taken over. */
const TREND_STEPS = 10;
const MOST_ROWS = 4000;

/**
 * The regression that first comes to mind: hour, weekday, weekend, minute of the day (UTC) and the recent slope, all
 * linear. It is here as a warning beside the others: hours are no line, and it loses to repeating the last value.
 * Needs two days' worth of steps, or 48 values.
 */
export const calendarRegression: Model = {
  name: 'calendar-regression',
  scale: 'observed',
  fit: (view, context) => {
    if (view.end < Math.max(48, (2 * DAY_MS) / context.stepMs)) return undefined;
    const stride = Math.max(1, Math.ceil(view.end / MOST_ROWS));
    const rows = Math.floor((view.end - 1 - TREND_STEPS) / stride) + 1;
    const features = new Float64Array(rows * COLUMNS);
    const targets = new Float64Array(rows);
    for (let row = 0; row < rows; row++) {
      const index = TREND_STEPS + row * stride;
      writeFeatures(features, row * COLUMNS, context, index, recentSlope(view.observed, index));
      targets[row] = view.observed[index]!;
    }
    const coefficients = ridgeRegression({ features, columns: COLUMNS, rows }, targets, { penalty: 0 });
    if (coefficients === undefined) return undefined;
    return {
      forecast: (now: ModelView, horizon: number) => {
        const slope = recentSlope(now.observed, now.end);
        const row = new Float64Array(COLUMNS);
        return Float64Array.from({ length: horizon }, (_, step) => {
          writeFeatures(row, 0, context, now.end + step, slope);
          return row.reduce((sum, feature, i) => sum + feature * coefficients[i]!, 0);
        });
      },
    };
  },
};

function writeFeatures(
  target: Float64Array,
  offset: number,
  { startMs, stepMs }: ModelContext,
  index: number,
  slope: number,
): void {
  const time = startMs + index * stepMs;
  const minute = Math.floor((((time % DAY_MS) + DAY_MS) % DAY_MS) / 60_000);
  // The epoch began on a Thursday.
  const weekday = (((Math.floor(time / DAY_MS) + 4) % 7) + 7) % 7;
  target.set(
    [1, Math.floor(minute / 60), weekday, weekday === 0 || weekday === 6 ? 1 : 0, minute, slope],
    offset,
  );
}

function recentSlope(values: Float64Array, end: number): number {
  const length = Math.min(TREND_STEPS, end);
  const center = (length - 1) / 2;
  let moment = 0;
  let spread = 0;
  for (let i = 0; i < length; i++) {
    moment += (i - center) * values[end - length + i]!;
    spread += (i - center) ** 2;
  }
  return spread > 0 ? moment / spread : 0;
}
