import type { Path } from '../../manifest/index.ts';
import { type MetricRole, metricRole } from '../../promql/index.ts';
import { formatDuration } from '../../units/index.ts';
import type { ForecastRule } from './adapter-config.ts';
import type { ConfigFields } from './config-fields.ts';
import { readForecastEvents } from './parse-forecast-events.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** What a forecast is like where nobody says otherwise. */
export const forecastDefaults = {
  horizonMs: 15 * minuteMs,
  quantile: 0.9,
  historyMs: 14 * dayMs,
  stepMs: 5 * minuteMs,
} as const;

/** Below it Prometheus is asked more often for history than for values. */
const shortestStepMs = 5_000;
/** Most points of the past that one forecast holds: 14 days by the minute. */
const mostPoints = 20_160;
/** Most steps that are looked ahead. */
const longestHorizon = 300;

/** The `forecasts` of a configuration. */
export function readForecasts(fields: ConfigFields, value: unknown, path: Path): readonly ForecastRule[] {
  const seen = new Set<string>();
  return fields.list(value, path).map((entry, index) => {
    const rule = readForecast(fields, entry, [...path, index]);
    if (seen.has(rule.metric)) {
      fields.error([...path, index, 'metric'], `${rule.metric} has a forecast already`);
    }
    seen.add(rule.metric);
    return rule;
  });
}

function readForecast(fields: ConfigFields, value: unknown, path: Path): ForecastRule {
  const entry = fields.mapping(value, path, [
    ...['metric', 'horizon', 'quantile', 'history', 'step', 'events'],
  ]);
  const events = readForecastEvents(fields, entry.events, [...path, 'events']);
  const rule = {
    metric: fields.requiredText(entry, 'metric', path),
    horizonMs: fields.durationMs(entry.horizon, [...path, 'horizon'], forecastDefaults.horizonMs),
    quantile: fields.number(entry.quantile, [...path, 'quantile'], forecastDefaults.quantile),
    historyMs: fields.durationMs(entry.history, [...path, 'history'], forecastDefaults.historyMs),
    stepMs: fields.durationMs(entry.step, [...path, 'step'], forecastDefaults.stepMs),
    ...(events.length > 0 && { events }),
  };
  checkForecast(fields, rule, path);
  return rule;
}

/** What pods themselves make larger or smaller is no demand; its forecast would be one of our own scaling. */
const shaped: Partial<Record<MetricRole, string>> = {
  queue: 'a queue, which empties as pods are added',
  latency: 'a latency, which falls as pods are added',
};

function checkForecast(fields: ConfigFields, rule: ForecastRule, path: Path): void {
  const { metric, quantile, stepMs, horizonMs, historyMs } = rule;
  const reason = shaped[metricRole(metric)];
  if (reason !== undefined) {
    const instead = 'forecast what comes in, such as requests_per_second, and keep this metric beside it';
    const how = `create-hpa --metric ${metric} --predictive lists both, at what one pod was seen to serve`;
    fields.warning([...path, 'metric'], `${metric} looks like ${reason}: ${instead}; ${how}`);
  }
  if (!(quantile >= 0.5 && quantile <= 0.99)) {
    fields.error([...path, 'quantile'], `must lie from 0.5 to 0.99, not ${quantile}`);
  }
  if (stepMs < shortestStepMs) {
    fields.error([...path, 'step'], `must be at least ${formatDuration(shortestStepMs)}`);
    return;
  }
  if (horizonMs < stepMs) {
    fields.error([...path, 'horizon'], `must be at least one step (${formatDuration(stepMs)})`);
  } else if (horizonMs > longestHorizon * stepMs) {
    fields.error(
      [...path, 'horizon'],
      `is more than ${longestHorizon} steps of ${formatDuration(stepMs)}; make step longer`,
    );
  }
  if (historyMs < 4 * horizonMs) {
    fields.error([...path, 'history'], `must be at least four horizons (${formatDuration(4 * horizonMs)})`);
  } else if (historyMs > mostPoints * stepMs) {
    fields.error([...path, 'history'], `is more than ${mostPoints} steps of ${formatDuration(stepMs)}`);
  } else if (historyMs < 2 * dayMs) {
    fields.warning([...path, 'history'], 'shows no daily pattern: that takes two days, and a week better');
  }
}
