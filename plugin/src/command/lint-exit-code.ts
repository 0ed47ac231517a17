import type { SourceError } from '@kubectl-autoscale/core/ports';

import { paletteFor } from '../output/palette.ts';
import { sourceProblemText } from '../output/source-problem-text.ts';
import { EXIT_CODES } from './exit-codes.ts';

/** Tells of what could not be read, and answers the exit code: what could not be read or written weighs more than what was found. */
export function lintExitCode(problems: readonly SourceError[], outcome: 'ok' | 'found' | 'refused'): number {
  const palette = paletteFor(process.stderr, process.env);
  for (const { details } of problems) process.stderr.write(sourceProblemText(details, palette));
  if (problems.length > 0 || outcome === 'refused') return EXIT_CODES.source;
  return outcome === 'found' ? EXIT_CODES.findings : EXIT_CODES.ok;
}
