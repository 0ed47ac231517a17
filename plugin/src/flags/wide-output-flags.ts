import { Flags } from '@oclif/core';

/** {@link outputFlags} of reports with more to tell than a terminal is wide. */
export const wideOutputFlags = {
  output: Flags.option({
    char: 'o',
    summary: 'Output format; wide has more columns, json and yaml follow the published schema.',
    options: ['table', 'wide', 'json', 'yaml'] as const,
    default: 'table' as const,
  })(),
};
