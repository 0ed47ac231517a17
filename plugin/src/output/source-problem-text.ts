import type { SourceErrorDetails } from '@kubectl-autoscale/core/ports';

import type { Palette } from './palette.ts';

/** What happened, where, and what to do next: the block that goes to standard error before exit code 3. */
export function sourceProblemText(details: SourceErrorDetails, palette: Palette): string {
  const tried =
    details.attempts !== undefined && details.attempts > 1 ? ` (tried ${details.attempts} times)` : '';
  const lines = [`${palette.red('error:')} ${details.message}${tried}`];
  if (details.reachedThrough !== undefined) lines.push(`  reached through   ${details.reachedThrough}`);
  (details.suggestions ?? []).forEach((suggestion, index) => {
    lines.push(`  ${index === 0 ? 'you may          ' : 'or               '} ${suggestion}`);
  });
  return `${lines.join('\n')}\n`;
}
