import { Errors, Flags } from '@oclif/core';

const UNIT_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const SHORTEST_MS = 5 * UNIT_MS.m;
const LONGEST_MS = 14 * UNIT_MS.d;

/** A moment as it was written; which one is meant depends on what time it is. */
export type Moment =
  | { readonly kind: 'time'; readonly atMs: number }
  | { readonly kind: 'ago'; readonly agoMs: number }
  /** The last time that the clock showed this, in the zone of the reader. */
  | { readonly kind: 'clock'; readonly hours: number; readonly minutes: number };

function spanMs(text: string): number | undefined {
  const [, amount, unit] = /^(\d+)([mhd])$/.exec(text) ?? [];
  return amount === undefined ? undefined : Number(amount) * UNIT_MS[unit as keyof typeof UNIT_MS];
}

function parseMoment(text: string): Moment {
  const agoMs = spanMs(text.replace(/ ago$/, ''));
  if (agoMs !== undefined) return { kind: 'ago', agoMs };
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})$/.exec(text) ?? [];
  if (hours !== undefined && Number(hours) < 24 && Number(minutes) < 60) {
    return { kind: 'clock', hours: Number(hours), minutes: Number(minutes) };
  }
  const atMs = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(atMs)) return { kind: 'time', atMs };
  throw new Errors.CLIError(
    `--at ${text}: expected a time such as 14:32, 2026-11-19T14:32:00Z, or so long ago: 20m, 3h, 1d`,
    { exit: 2 },
  );
}

/** Epoch milliseconds. A clock time is the last such time up to `nowMs`. */
export function momentMs(moment: Moment, nowMs: number): number {
  switch (moment.kind) {
    case 'time':
      return moment.atMs;
    case 'ago':
      return nowMs - moment.agoMs;
    case 'clock': {
      const day = new Date(nowMs);
      day.setHours(moment.hours, moment.minutes, 0, 0);
      if (day.getTime() > nowMs) day.setDate(day.getDate() - 1);
      return day.getTime();
    }
  }
}

const momentFlag = Flags.custom<Moment>({
  helpValue: 'TIME',
  parse: (text) => Promise.resolve(parseMoment(text)),
});

const spanFlag = Flags.custom<number>({
  helpValue: 'TIME',
  parse: (text) => {
    const found = spanMs(text);
    if (found !== undefined && found >= SHORTEST_MS && found <= LONGEST_MS) return Promise.resolve(found);
    throw new Errors.CLIError(`--since ${text}: expected 5 minutes to 14 days, such as 30m, 1h or 2d`, {
      exit: 2,
    });
  },
});

/** Flags of commands that look at the past. */
export const momentFlags = {
  at: momentFlag({
    summary:
      'Explain this moment of the past: 14:32 (the last one, in the time zone of this machine or of TZ), 2026-11-19T14:32:00Z, or 20m for so long ago.',
  }),
  since: spanFlag({ summary: 'Also every decision since so long before, such as 1h.' }),
};
