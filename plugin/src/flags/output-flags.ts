import { Flags } from '@oclif/core';

import { tableFormats } from '../output/report-table.ts';

export const outputFlags = {
  output: Flags.option({
    char: 'o',
    summary: 'Output format; json and yaml follow the published schema.',
    options: ['table', 'json', 'yaml'] as const,
    default: 'table' as const,
  })(),
};

/** Of commands whose answer is a table. */
export const tableOutputFlags = {
  output: Flags.option({
    char: 'o',
    summary: 'Output format; json and yaml follow the published schema.',
    options: tableFormats,
    default: 'table' as const,
  })(),
};
