import { inspect } from 'node:util';

import { SourceError } from '#core/ports/index.ts';

/** The SourceError that a promise rejects with; anything else fails the test. */
export async function caught(promise: Promise<unknown>): Promise<SourceError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof SourceError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

/** All that a log, a debugger or `console.error` could show of an error, causes included. */
export function everythingIn(error: unknown): string {
  return inspect(error, { depth: 20, showHidden: true }) + JSON.stringify(error);
}
