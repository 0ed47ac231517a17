import { Errors, execute, type Interfaces } from '@oclif/core';

import { raise } from '../command/raise.ts';

/** Runs the whole command line. */
export async function runProgram(root: string, pjson: Interfaces.PJSON): Promise<void> {
  await execute({ dir: root, loadOptions: { root, pjson } });
}

/** Ends with what oclif prints where a command throws this. */
export async function endInFailure(error: unknown): Promise<void> {
  try {
    raise(error instanceof Error ? error : new Error(String(error)));
  } catch (raised) {
    await Errors.handle(raised as Parameters<typeof Errors.handle>[0]);
  }
}
