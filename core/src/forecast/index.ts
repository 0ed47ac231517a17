export type { Backtest, BacktestRequest } from './backtest.ts';
export { backtest } from './backtest.ts';
export type { StepScore } from './backtest-score.ts';
export type { DemandPerPod, DemandPerPodInput } from './demand-per-pod.ts';
export { demandPerPod } from './demand-per-pod.ts';
export type {
  BacktestScore,
  Forecast,
  ForecastOutcome,
  ForecastRequest,
  InsufficientData,
} from './forecast.ts';
export type { ForecastPoint } from './forecast-point.ts';
export type { ForecastProfile } from './forecast-profile.ts';
export type { HistoryNotice } from './history-notice.ts';
export { KeptForecasts } from './kept-forecasts.ts';
export type { EventScope, KnownEvent, ScopedEvent } from './known-event.ts';
export { eventsOf, eventTimeMs } from './known-event.ts';
export type { LiveForecast } from './live-forecast.ts';
export { fitForecast } from './live-forecast.ts';
export { MODEL_NAMES } from './models/pool.ts';
export type { NoiseFloor } from './noise-floor.ts';
export { noiseFloor } from './noise-floor.ts';
export { forecast } from './predict.ts';
export type { PatternName } from './season.ts';
export type { SeriesProblem } from './series-text.ts';
export { parseSeriesText } from './series-text.ts';
