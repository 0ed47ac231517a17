import { Errors, Flags } from '@oclif/core';

const UNIT_MINUTES = { m: 1, h: 60, d: 24 * 60 } as const;
const SHORTEST_MINUTES = 5;
const LONGEST_MINUTES = 28 * 24 * 60;

/** A stretch of time in minutes: a number of them, or one with m, h or d after it. */
function minutesOf(text: string, flag: string): number {
  const [, amount, unit = 'm'] = /^(\d+)([mhd]?)$/.exec(text) ?? [];
  const minutes =
    amount === undefined
      ? Number.NaN
      : Number(amount) * UNIT_MINUTES[(unit === '' ? 'm' : unit) as keyof typeof UNIT_MINUTES];
  if (minutes >= SHORTEST_MINUTES && minutes <= LONGEST_MINUTES) return minutes;
  throw new Errors.CLIError(
    `--${flag} ${text}: expected 5 minutes to 28 days, as minutes or with a unit: 15, 90m, 6h, 2d`,
    { exit: 2 },
  );
}

/** How far to look ahead, in minutes. */
export const horizonFlag = Flags.custom<number>({
  helpValue: 'TIME',
  parse: (text) => Promise.resolve(minutesOf(text, 'horizon')),
});

/** How far back to read, in minutes. */
export const lookbackFlag = Flags.custom<number>({
  helpValue: 'TIME',
  parse: (text) => Promise.resolve(minutesOf(text, 'lookback')),
});

/** Flags of commands that forecast. */
export const forecastFlags = {
  metric: Flags.string({
    summary: 'PromQL of the demand to forecast; found by itself when left out (requests/s, else total CPU).',
    helpValue: 'PROMQL',
  }),
  horizon: horizonFlag({
    summary: 'How far to look ahead: minutes, or with a unit, such as 90m, 6h or 2d.',
    default: 15,
  }),
  interval: Flags.integer({
    summary: 'Share of future values that should lie inside the interval, in per cent.',
    default: 80,
    min: 50,
    max: 99,
  }),
  model: Flags.string({ summary: 'Use this forecast model instead of the best of the backtest.' }),
};
