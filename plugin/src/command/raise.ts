import { Errors } from '@oclif/core';

import { EXIT_CODES } from './exit-codes.ts';
import { printFailure } from './print-failure.ts';
import { UsageError } from './usage-error.ts';

/** Throws what oclif prints and ends with for an error of a command. What nobody foresaw is a defect of ours and says so. */
export function raise(error: Error): never {
  const code = printFailure(error);
  if (code !== undefined) Errors.exit(code);
  if (error instanceof UsageError) {
    Errors.error(error.message, { exit: EXIT_CODES.usage, suggestions: [...error.suggestions] });
  }
  if (error instanceof Errors.CLIError || error instanceof Errors.ExitError) throw error;
  if (process.env.DEBUG !== undefined) throw error;
  Errors.error(`internal error: ${error.message}`, {
    exit: EXIT_CODES.usage,
    suggestions: [
      'This is a defect of kubectl-autoscale. Run again with DEBUG=* for the stack trace and report it.',
    ],
  });
}
