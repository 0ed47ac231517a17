import { hourlyLevels, type HourlyProfile } from '../../cost/index.ts';
import { quantile } from '../../stats/index.ts';
import type { TimeSeries } from '../../stats/time-series.ts';
import { formatNumber } from '../../units/index.ts';

/** Replicas for each hour of the day, and how they were found. */
export interface HourlyReplicas {
  readonly replicas: readonly number[];
  readonly text: string;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** So much of an hour's demand stays at or below what is planned for. */
const mostly = 0.95;

/**
 * What demand needs in each hour of the day, of replicas that nothing scales: as many as run now in the hour that needs most,
 * and their part of it in each other hour (95 % of the demand measured in that hour, on all days). A day of history is
 * needed; `undefined` without it.
 */
export function replicasByDemand(demand: TimeSeries, now: number, least: number): HourlyReplicas | undefined {
  const spanMs = (demand.timestampsMs.at(-1) ?? 0) - (demand.timestampsMs[0] ?? 0);
  if (spanMs < dayMs - hourMs || now === 0) return undefined;
  const levels = hourlyLevels(demand.timestampsMs, demand.values, (samples) => quantile(samples, mostly));
  const highest = Math.max(...(levels ?? []));
  if (levels === undefined || highest <= 0) return undefined;
  const shares = levels.map((level) => Math.max(level, 0) / highest);
  const { replicas } = replicasByProfile(shares, now, least);
  const days = formatNumber(spanMs / dayMs, 2);
  return {
    replicas,
    text: `${range(replicas)} replicas, by the demand of each hour over ${days} d: the busiest hour keeps today's ${now}`,
  };
}

/** Of what runs now, the part that a profile says, never below the least that is allowed. */
export function replicasByProfile(
  profile: HourlyProfile,
  now: number,
  least: number,
  origin = 'the given profile',
): HourlyReplicas {
  const replicas = profile.map((share) => Math.max(Math.min(least, now), Math.ceil(now * share - 1e-9)));
  return { replicas, text: `${range(replicas)} replicas by ${origin}` };
}

function range(replicas: readonly number[]): string {
  const [low, high] = [Math.min(...replicas), Math.max(...replicas)];
  return low === high ? `${low}` : `${low}–${high}`;
}
