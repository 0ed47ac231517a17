import { Flags } from '@oclif/core';

export const watchFlags = {
  watch: Flags.boolean({
    char: 'w',
    summary: 'Show it anew every few seconds, in place on a terminal; Ctrl-C ends it.',
    exclusive: ['recording'],
  }),
  'watch-interval': Flags.integer({
    summary: 'Seconds between two looks.',
    default: 15,
    min: 1,
    helpValue: 'SECONDS',
  }),
};
