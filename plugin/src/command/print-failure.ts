import { SourceError } from '@kubectl-autoscale/core/ports';

import { foldLines } from '../output/fold-lines.ts';
import { sourceProblemText } from '../output/source-problem-text.ts';
import { terminalStyle } from '../output/terminal-style.ts';
import { terminalText } from '../output/terminal-text.ts';
import { ConfigurationError } from './configuration-error.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { talk } from './talk.ts';

/**
 * Says what kept a command from its work and answers what to end with: 3 where the world is unavailable ({@link SourceError}), 2 where the
 * configuration is wrong. `undefined` for every other error, of which nothing is said.
 */
export function printFailure(error: unknown): number | undefined {
  if (error instanceof SourceError) {
    const { palette, lineWidth } = terminalStyle(process.stderr, process.env);
    process.stderr.write(terminalText(foldLines(sourceProblemText(error.details, palette), lineWidth)));
    return error.code === 'cancelled' ? EXIT_CODES.cancelled : EXIT_CODES.source;
  }
  if (error instanceof ConfigurationError) {
    for (const problem of error.problems) talk(`error: ${problem}`);
    return EXIT_CODES.usage;
  }
  return undefined;
}
