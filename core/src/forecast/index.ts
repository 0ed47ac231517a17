export type {
  BacktestScore,
  Forecast,
  ForecastOutcome,
  ForecastPoint,
  ForecastRequest,
  InsufficientData,
} from './forecast.ts';
export { MODEL_NAMES } from './models/pool.ts';
export { forecast } from './predict.ts';
export type { PatternName } from './season.ts';
