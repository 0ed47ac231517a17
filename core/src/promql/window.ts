import { formatPrometheusDuration } from '../units/duration.ts';

/** How far back a rate or an increase looks. */
export interface WindowOptions {
  readonly windowMs?: number;
}

export const fiveMinutesMs = 300_000;
export const oneHourMs = 3_600_000;

/** In PromQL: `5m`. At least one second. */
export function windowText(windowMs: number): string {
  return formatPrometheusDuration(Math.max(windowMs, 1000));
}

/** For an id: absent where it is the query's usual one, so that the usual question has the shortest name. */
export function windowIdentity(windowMs: number | undefined, usualMs: number): string | undefined {
  return windowMs === undefined || windowMs === usualMs ? undefined : windowText(windowMs);
}
