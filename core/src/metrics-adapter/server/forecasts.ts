import type { Clock, Forecaster, MetricsSource } from '../../ports/index.ts';
import { userQuery } from '../../promql/index.ts';
import { KeptForecasts } from '../forecasting/kept-forecasts.ts';
import { createHistoryFiles } from './history-files.ts';
import { Complaint, type Log } from './log.ts';
import type { ForecastOwnMetrics } from './own-forecast-metrics.ts';

/** How forecasts are made. */
export interface ForecastOptions {
  /** Makes them, in a thread of its own, so that no request waits for one; ended with the adapter. */
  readonly forecaster: Forecaster;
  /** Where histories are kept over a restart; they are read from Prometheus anew where it is absent. */
  readonly historyDirectory?: string;
  /** Most demands that are forecast. */
  readonly maximum: number;
}

export interface RunningForecasts {
  readonly kept: KeptForecasts;
  /** Keeps the histories and ends the forecaster. */
  close(): Promise<void>;
}

/** Forecasts with who makes them, their files and the Prometheus that the past is read from. */
export function createForecasts(
  { forecaster, historyDirectory, maximum }: ForecastOptions,
  prometheus: Pick<MetricsSource, 'queryRange'>,
  clock: Clock,
  log: Log,
  metrics: ForecastOwnMetrics,
): RunningForecasts {
  const reading = new Complaint(log, 'reading the past for forecasts');
  const fitting = new Complaint(log, 'fitting forecasts');
  const saving = new Complaint(log, 'keeping the past of forecasts on disk');
  const kept = new KeptForecasts({
    history: { readRange: (promql, range) => prometheus.queryRange(userQuery(promql), range) },
    forecaster,
    ...(historyDirectory !== undefined && {
      store: createHistoryFiles(historyDirectory, (error) => saving.failed(error)),
    }),
    clock,
    maximum,
    observer: {
      historyRead: () => {
        metrics.historyRead();
        reading.succeeded();
      },
      historyFailed: (error) => {
        metrics.historyFailed();
        reading.failed(error);
      },
      fitted: (durationMs) => {
        metrics.fitted(durationMs);
        fitting.succeeded();
      },
      fitFailed: (error) => {
        metrics.fitFailed();
        fitting.failed(error);
      },
    },
  });
  return {
    kept,
    close: async () => {
      const saved = kept.stop();
      await forecaster.close();
      await saved;
    },
  };
}
