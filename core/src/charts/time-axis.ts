export interface TimeTick {
  readonly timeMs: number;
  readonly label: string;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Distances between ticks that read well on a clock or a calendar. */
const STEPS = [
  1000,
  5000,
  10_000,
  30_000,
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 7, 14, 28, 91, 182, 364].map((days) => days * DAY),
];

/**
 * At most `count` ticks between two times (epoch milliseconds) at round local times of `timeZone` (an IANA name), labelled
 * `14:05` (with seconds below a minute apart), or `24 Nov` where they are a day or more apart and at midnight.
 * Throws `RangeError` for an unknown time zone.
 */
export function timeTicks(startMs: number, endMs: number, count: number, timeZone: string): TimeTick[] {
  const step = STEPS.find((candidate) => (endMs - startMs) / candidate <= count) ?? STEPS[STEPS.length - 1]!;
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    hour: '2-digit',
    minute: '2-digit',
    ...(step < MINUTE && { second: '2-digit' }),
  });
  const calendar = new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'short' });
  const offset = zoneOffsetMs(startMs, timeZone);
  const ticks: TimeTick[] = [];
  for (let local = Math.ceil((startMs + offset) / step) * step; ; local += step) {
    // The zone's offset may change on the way; ticks stay on the local hour.
    const timeMs = local - zoneOffsetMs(local - offset, timeZone);
    if (timeMs > endMs || ticks.length > count + 1) return ticks;
    const midnight = ((local % DAY) + DAY) % DAY === 0;
    const date = step >= DAY || (midnight && endMs - startMs > DAY);
    if (timeMs >= startMs) ticks.push({ timeMs, label: (date ? calendar : clock).format(timeMs) });
  }
}

/** A time as people read it: `24 Nov 2026, 14:05 UTC`. */
export function fullTime(timeMs: number, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  });
  return format.format(timeMs);
}

/** How far local time is ahead of UTC at `timeMs`, in milliseconds. */
function zoneOffsetMs(timeMs: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const part = new Map(format.formatToParts(timeMs).map(({ type, value }) => [type, Number(value)]));
  const of = (type: Intl.DateTimeFormatPartTypes): number => part.get(type) ?? 0;
  const local = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
  return local - Math.floor(timeMs / 1000) * 1000;
}
