import type { Palette } from './palette.ts';

/** What is wrong with how a command was called, and below it what to do instead, a line each: what goes to standard error before exit code 2. */
export function callProblemText(message: string, suggestions: readonly string[], palette: Palette): string {
  return [`${palette.red('error:')} ${message}`, ...suggestions.map((line) => `  ${line}`), ''].join('\n');
}
