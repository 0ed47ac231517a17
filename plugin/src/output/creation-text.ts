import type { CreationPlan } from '@kubectl-autoscale/core/advisor';
import { ansiPalette, plainPalette, reportText } from '@kubectl-autoscale/core/lint';

import type { TerminalStyle } from './terminal-style.ts';

/** What was looked at and what was found: basis, problems with what to do, and the linter's findings. */
export function creationText(
  { basis, problems, lint, files }: CreationPlan,
  { palette, coloured, columns }: TerminalStyle,
  toolVersion: string,
): string {
  const lines = basis.map((text) => `${palette.dim('basis')}    ${text}`);
  for (const { severity, message, suggestions } of problems) {
    const label = severity === 'error' ? palette.red('error:') : palette.yellow('warning:');
    lines.push(`${label} ${message}`);
    suggestions.forEach((text, index) => lines.push(`  ${index === 0 ? 'you may' : 'or     '}   ${text}`));
  }
  if (lint.findings.length > 0 || lint.crashedRules.length > 0) {
    const style = { palette: coloured ? ansiPalette : plainPalette, width: columns };
    lines.push('', reportText(lint, { files, toolVersion, isLive: true }, style).trimEnd());
  }
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}
