import { hourlyLevels, type HourlyProfile } from '../../cost/index.ts';
import { forecastDemand } from '../demand-ahead.ts';
import type { MetricHistory } from '../workload-facts.ts';

const dayMs = 86_400_000;

/**
 * What each hour of the next day (UTC) needs of the hour that needs most, by the forecast of demand: of each hour its mean. `undefined`
 * where the forecast is not trusted over a day, or there is no demand.
 */
export function dayAhead(demand: MetricHistory, nowMs: number): HourlyProfile | undefined {
  const { outcome } = forecastDemand(demand, { nowMs, horizonMs: dayMs, coverage: 0.8 });
  if (outcome.kind !== 'forecast' || !outcome.trusted) return undefined;
  const levels = hourlyLevels(
    outcome.points.map(({ timestampMs }) => timestampMs),
    outcome.points.map(({ value }) => value),
    mean,
  );
  const highest = Math.max(...(levels ?? []));
  return levels === undefined || highest <= 0
    ? undefined
    : levels.map((level) => Math.max(level, 0) / highest);
}

function mean(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Profiles by what each is for, weighed by what that costs; what has none counts in full. */
export function weighedProfile(
  profiles: ReadonlyMap<string, HourlyProfile>,
  costs: ReadonlyMap<string, number>,
  all: number,
): HourlyProfile {
  const hours = Array.from({ length: 24 }, () => all);
  for (const [name, profile] of profiles) {
    const cost = costs.get(name) ?? 0;
    profile.forEach((share, hour) => {
      hours[hour] = (hours[hour] ?? 0) - cost * (1 - share);
    });
  }
  return hours.map((cost) => (all === 0 ? 0 : cost / all));
}
