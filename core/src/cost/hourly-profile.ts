import { HOURS_PER_MONTH, type Money } from '../units/money.ts';
import { fail, ok, type Result } from '../units/result.ts';
import type { Cost } from './cost.ts';

/** What each hour of a day (UTC, from midnight) needs, as a part of the hour that needs most: 24 values, 0–1. */
export type HourlyProfile = readonly number[];

export const HOURS_PER_DAY = 24;

/** Reads 24 numbers with commas between; in per cent where one is above 1. The largest need not be 100 %. */
export function parseHourlyProfile(text: string): Result<HourlyProfile, string> {
  const values = text
    .split(',')
    .map((part) => Number(part.trim() === '' ? Number.NaN : part.trim().replace(/%$/, '')));
  if (values.length !== HOURS_PER_DAY) {
    return fail(
      `a profile has 24 values, one for each hour of the day from midnight UTC, not ${values.length}`,
    );
  }
  const bad = values.findIndex((value) => !Number.isFinite(value) || value < 0);
  if (bad >= 0) {
    return fail(`value ${bad + 1} of the profile is no share: write 0 to 1, or 0 to 100 in per cent`);
  }
  const inPercent = text.includes('%') || values.some((value) => value > 1);
  const shares = values.map((value) => (inPercent ? value / 100 : value));
  const high = shares.findIndex((share) => share > 1);
  return high < 0 ? ok(shares) : fail(`value ${high + 1} of the profile is above 100 %`);
}

const hourMs = 3_600_000;

/** The hour of the day, UTC. */
export function hourOfDay(atMs: number): number {
  return Math.floor(atMs / hourMs) % HOURS_PER_DAY;
}

/**
 * For each hour of the day what `upTo` (0.95: 95 %) of its samples stay at or below, on all days together; `undefined`
 * where an hour has no samples.
 */
export function hourlyLevels(
  timestampsMs: readonly number[],
  values: readonly number[],
  upTo: (samples: readonly number[]) => number | undefined,
): readonly number[] | undefined {
  const samples = Array.from({ length: HOURS_PER_DAY }, (): number[] => []);
  timestampsMs.forEach((atMs, index) => {
    const value = values[index];
    if (value !== undefined && Number.isFinite(value)) samples[hourOfDay(atMs)]?.push(value);
  });
  const levels = samples.flatMap((own) => upTo(own) ?? []);
  return levels.length === HOURS_PER_DAY ? levels : undefined;
}

/** A month of which each hour of the day costs its part of the full price: 730 hours ÷ 24 for each. */
export function monthlyByProfile({ perHour }: Cost, profile: HourlyProfile): Money {
  const mean = profile.reduce((sum, share) => sum + share, 0) / profile.length;
  return { amount: perHour.amount * mean * HOURS_PER_MONTH, currency: perHour.currency };
}
