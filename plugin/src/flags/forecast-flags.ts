import { Flags } from '@oclif/core';

/** Flags of commands that forecast. */
export const forecastFlags = {
  metric: Flags.string({
    summary: 'PromQL of the demand to forecast; found by itself when left out (requests/s, else total CPU).',
    helpValue: 'PROMQL',
  }),
  horizon: Flags.integer({ summary: 'Minutes to look ahead.', default: 15, min: 5, max: 24 * 60 }),
  interval: Flags.integer({
    summary: 'Share of future values that should lie inside the interval, in per cent.',
    default: 80,
    min: 50,
    max: 99,
  }),
  model: Flags.string({ summary: 'Use this forecast model instead of the best of the backtest.' }),
};
