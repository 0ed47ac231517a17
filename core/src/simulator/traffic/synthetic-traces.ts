import type { DemandTrace } from './demand-trace.ts';

const MINUTE = 60_000;
const DAY_MINUTES = 1440;

/** Shapes of traffic that are made, each with a peak of about 1. */
export const syntheticShapes = [
  'steady',
  'daily',
  'weekly',
  'launch-spike',
  'black-friday',
  'flash-crowd',
  'ramp',
  'sawtooth',
  'silence',
] as const;
export type SyntheticShape = (typeof syntheticShapes)[number];

export interface SyntheticTraceOptions {
  /** Epoch milliseconds; midnight UTC of a Monday makes the weekly shape begin on one. */
  readonly startMs: number;
  readonly days: number;
  readonly peakPerSecond: number;
}

/** Traffic of a made shape by the minute. What is unusual in it lies in the last day, so that the days before can be history. */
export function syntheticTrace(shape: SyntheticShape, options: SyntheticTraceOptions): DemandTrace {
  const { startMs, days, peakPerSecond } = options;
  const minutes = Math.round(days * DAY_MINUTES);
  const lastDay = minutes - DAY_MINUTES;
  const perSecond = Array.from({ length: minutes }, (_, minute) =>
    Math.max(0, peakPerSecond * level(shape, minute, lastDay, minutes)),
  );
  return { name: shape, source: `made: ${shape}`, startMs, stepMs: MINUTE, perSecond };
}

function level(shape: SyntheticShape, minute: number, lastDay: number, minutes: number): number {
  const intoLastDay = minute - lastDay;
  switch (shape) {
    case 'steady':
      return 0.7;
    case 'daily':
      return daily(minute);
    case 'weekly':
      return daily(minute) * (isWeekend(minute) ? 0.45 : 1);
    case 'launch-spike':
      // Announced to nobody: within two minutes to the triple, then back over four hours.
      return 0.33 * daily(minute) + 0.67 * pulse(intoLastDay - 600, 2, 240);
    case 'black-friday':
      // A day like the others, but three times as high from midnight on.
      return daily(minute) * (intoLastDay >= 0 ? 1 : 0.33);
    case 'flash-crowd':
      return 0.1 + 0.9 * pulse(intoLastDay - 720, 1, 20);
    case 'ramp':
      return 0.1 + (0.9 * minute) / minutes;
    case 'sawtooth':
      return 0.15 + (0.85 * (minute % 120)) / 120;
    case 'silence':
      // Nothing, but for a few minutes every six hours.
      return minute % 360 < 10 ? 0.2 : 0;
  }
}

/** Lowest at four in the morning, highest at four in the afternoon. */
function daily(minute: number): number {
  return 0.6 - 0.4 * Math.cos((2 * Math.PI * (minute - 240)) / DAY_MINUTES);
}

function isWeekend(minute: number): boolean {
  return Math.floor(minute / DAY_MINUTES) % 7 >= 5;
}

/** Rises in a straight line from 0 to 1 in `up` minutes, and falls to 0 in `down`. */
function pulse(since: number, up: number, down: number): number {
  if (since < 0) return 0;
  return since < up ? since / up : Math.max(0, 1 - (since - up) / down);
}
