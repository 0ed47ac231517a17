import { lintCall, type LintCommandLine } from '../command/lint-call.ts';
import { printFailure } from '../command/print-failure.ts';
import { runLintOfFiles } from '../command/run-lint-of-files.ts';
import { UsageError } from '../command/usage-error.ts';

/**
 * Runs `lint` without oclif, whose loading takes longer than linting a commit's files does. False where the call is a mistake, which oclif is to
 * say; then nothing has been read or printed.
 */
export async function lintDirectly(commandLine: LintCommandLine): Promise<boolean> {
  try {
    process.exitCode = await runLintOfFiles(lintCall(commandLine));
  } catch (error) {
    if (error instanceof UsageError) return false;
    const code = printFailure(error);
    if (code === undefined) throw error;
    process.exitCode = code;
  }
  return true;
}
