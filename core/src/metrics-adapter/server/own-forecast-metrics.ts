import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

import type { FallbackReason, ForecastStatus } from '../forecasting/kept-forecasts.ts';

/** What /metrics says of forecasts. */
export interface ForecastOwnMetrics {
  historyRead(): void;
  historyFailed(): void;
  fitted(durationMs: number): void;
  fitFailed(): void;
  /** A value was served in place of a forecast. */
  fellBack(metric: string, reason: FallbackReason): void;
}

const demandLabels = ['metric', 'namespace', 'object'] as const;

/** @param statuses asked when /metrics is read; their number is bounded, and so are the labels. */
export function createForecastMetrics(
  registry: Registry,
  prefix: string,
  statuses: () => readonly ForecastStatus[],
): ForecastOwnMetrics {
  const registers = [registry];
  const gauge = (
    name: string,
    help: string,
    value: (status: ForecastStatus) => number | undefined,
  ): Gauge<(typeof demandLabels)[number]> =>
    new Gauge({
      name: `${prefix}${name}`,
      help,
      labelNames: [...demandLabels],
      registers,
      collect() {
        this.reset();
        for (const status of statuses()) {
          const known = value(status);
          const { metric, namespace, object } = status;
          if (known !== undefined) this.set({ metric, namespace, object }, known);
        }
      },
    });
  gauge(
    'forecast_in_use',
    '1 where a forecast is served, 0 where the present value is in its place.',
    ({ kept }) => (kept.kind === 'forecast' ? 1 : 0),
  );
  gauge(
    'forecast_value',
    'The demand that is expected within the horizon, at the quantile asked for.',
    ({ kept }) => (kept.kind === 'forecast' ? kept.value : undefined),
  );
  gauge(
    'forecast_error_ratio',
    'Error of the forecast on its own past: the sum of errors over the sum of values, at the end of the horizon.',
    ({ errorRatio }) => errorRatio,
  );
  const fallbacks = new Counter({
    name: `${prefix}forecast_fallbacks_total`,
    help: 'How often the present value was served in place of a forecast, and why.',
    labelNames: ['metric', 'reason'],
    registers,
  });
  const reads = new Counter({
    name: `${prefix}forecast_history_reads_total`,
    help: 'Range queries to Prometheus for the past of forecasts, by outcome.',
    labelNames: ['outcome'],
    registers,
  });
  const fits = new Histogram({
    name: `${prefix}forecast_fit_duration_seconds`,
    help: 'Fits of forecasts, the wait for the thread among them.',
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const failedFits = new Counter({
    name: `${prefix}forecast_fit_failures_total`,
    help: 'Fits of forecasts that came to no end.',
    registers,
  });
  return {
    historyRead: () => reads.inc({ outcome: 'success' }),
    historyFailed: () => reads.inc({ outcome: 'failure' }),
    fitted: (durationMs) => fits.observe(durationMs / 1000),
    fitFailed: () => failedFits.inc(),
    fellBack: (metric, reason) => fallbacks.inc({ metric, reason }),
  };
}
