import type { BacktestScore, Forecast, InsufficientData } from '../forecast/forecast.ts';
import { formatDuration } from '../units/index.ts';
import { noticeText } from './notice-text.ts';
import { isoTime } from './report-basis.ts';
import type { ReportBasis, ReportForecast, ReportNoForecast } from './workload-report.ts';

export interface ForecastReportInput {
  readonly metric: string;
  readonly unit: string;
  readonly horizonMs: number;
  readonly stepMs: number;
  readonly basis: ReportBasis;
}

export function forecastReport(forecast: Forecast, input: ForecastReportInput): ReportForecast {
  const { backtest } = forecast;
  return {
    metric: input.metric,
    unit: input.unit,
    horizonMinutes: input.horizonMs / 60_000,
    stepSeconds: input.stepMs / 1000,
    model: forecast.model,
    pattern: forecast.pattern,
    trusted: forecast.trusted,
    ...(forecast.note === undefined ? {} : { note: forecast.note }),
    coverage: forecast.coverage,
    points: forecast.points.map((point) => ({
      at: isoTime(point.timestampMs),
      value: point.value,
      lower: point.lower,
      upper: point.upper,
    })),
    error: errorReport(backtest),
    candidates: forecast.candidates.map(({ model, wape, weight }) => ({
      model,
      ...(wape === undefined ? {} : { wape }),
      weight,
    })),
    ...(forecast.notices.length === 0 ? {} : { notices: forecast.notices.map(noticeText) }),
    ...(forecast.raisedBy.length === 0
      ? {}
      : { raisedBy: forecast.raisedBy.map(({ name }) => name ?? 'an event') }),
    basis: input.basis,
  };
}

export function errorReport(backtest: BacktestScore): ReportForecast['error'] {
  return {
    ...(backtest.wape === undefined ? {} : { wape: backtest.wape }),
    measuredCoverage: backtest.coverage,
    origins: backtest.origins,
    spanSeconds: Math.round(backtest.spanMs / 1000),
    ...(backtest.meanWape === undefined ? {} : { meanWape: backtest.meanWape }),
    ...(backtest.skill === undefined ? {} : { skill: backtest.skill }),
    ...(backtest.mase === undefined ? {} : { mase: backtest.mase }),
    ...(backtest.noiseFloor === undefined ? {} : { noiseFloor: backtest.noiseFloor }),
  };
}

export function noForecastReport(metric: string, { haveMs, needMs }: InsufficientData): ReportNoForecast {
  return {
    metric,
    haveSeconds: Math.round(haveMs / 1000),
    needSeconds: Math.round(needMs / 1000),
    note: `forecast: staying reactive: ${formatDuration(haveMs)} of history of ${metric} (needs ${formatDuration(needMs)})`,
  };
}
