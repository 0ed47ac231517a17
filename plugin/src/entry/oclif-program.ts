import { Config, Errors, type Interfaces, run } from '@oclif/core';

import { raise } from '../command/raise.ts';
import { unknownCommand, unknownWord } from './unknown-word.ts';

/** Runs the whole command line. */
export async function runProgram(root: string, pjson: Interfaces.PJSON): Promise<void> {
  const options = { root, pjson };
  try {
    await run(process.argv.slice(2), options);
  } catch (error) {
    const id = error instanceof Errors.CLIError ? unknownCommand(error.message) : undefined;
    // Loaded only here: most calls make no mistake.
    const { shortenParseError } = await import('./misused-flag.ts');
    shortenParseError(error);
    if (id !== undefined) await endInFailure(unknownWord(id, await Config.load(options)));
    await Errors.handle(error as Parameters<typeof Errors.handle>[0]);
  }
}

/** Ends with what oclif prints where a command throws this. */
export async function endInFailure(error: unknown): Promise<void> {
  try {
    raise(error instanceof Error ? error : new Error(String(error)));
  } catch (raised) {
    await Errors.handle(raised as Parameters<typeof Errors.handle>[0]);
  }
}
