import { Flags } from '@oclif/core';

export const outputFlags = {
  output: Flags.option({
    char: 'o',
    summary: 'Output format; json and yaml follow the published schema.',
    options: ['table', 'json', 'yaml'] as const,
    default: 'table' as const,
  })(),
};
