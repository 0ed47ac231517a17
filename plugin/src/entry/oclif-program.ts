import { Config, Errors, type Interfaces, run } from '@oclif/core';

import { EXIT_CODES } from '../command/exit-codes.ts';
import { raise } from '../command/raise.ts';
import { unknownCommand, unknownWord } from './unknown-word.ts';

/** Runs the whole command line. */
export async function runProgram(root: string, pjson: Interfaces.PJSON): Promise<void> {
  const options = { root, pjson };
  try {
    await run(process.argv.slice(2), options);
  } catch (error) {
    const id = error instanceof Errors.CLIError ? unknownCommand(error.message) : undefined;
    await endInFailure(id === undefined ? error : unknownWord(id, await Config.load(options)));
  }
}

/** Says what is wrong, unless that was said already, and ends the program. */
export async function endInFailure(error: unknown): Promise<void> {
  try {
    raise(error instanceof Error ? error : new Error(String(error)));
  } catch (raised) {
    if (raised instanceof Errors.CLIError && !(raised instanceof Errors.ExitError)) {
      await printProblem(raised);
      process.exit(raised.oclif.exit ?? EXIT_CODES.usage);
    }
    await Errors.handle(raised as Parameters<typeof Errors.handle>[0]);
  }
}

/** What it takes is loaded only here: most calls make no mistake. */
async function printProblem(error: Errors.CLIError): Promise<void> {
  const { callProblem } = await import('./call-problem.ts');
  const { callProblemText } = await import('../output/call-problem-text.ts');
  const { foldLines } = await import('../output/fold-lines.ts');
  const { terminalStyle } = await import('../output/terminal-style.ts');
  const { terminalText } = await import('../output/terminal-text.ts');
  const { message, suggestions } = callProblem(error);
  const { palette, lineWidth } = terminalStyle(process.stderr, process.env);
  process.stderr.write(terminalText(foldLines(callProblemText(message, suggestions, palette), lineWidth)));
}
