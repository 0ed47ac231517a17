import { setMaxListeners } from 'node:events';

import { EXIT_CODES } from './exit-codes.ts';

/** How long work that was cancelled may take to put things in order. */
const graceMs = 1500;

let onInterrupt: (() => void) | undefined;

/**
 * Cancels work on Ctrl-C; the sources turn it into a SourceError `cancelled`. Work that does not end by it, such as a question whose
 * answer does not come, is left after a moment. Without it Ctrl-C ends the program at once.
 */
export function cancellation(): AbortSignal {
  const controller = new AbortController();
  // Every query in flight listens; there are as many as the sources allow, which is no leak.
  setMaxListeners(0, controller.signal);
  onInterrupt = () => {
    controller.abort();
    setTimeout(leave, graceMs).unref();
  };
  process.once('SIGINT', onInterrupt);
  return controller.signal;
}

/**
 * What follows computes without a pause: nobody would hear of Ctrl-C until it is done. So from here on it ends the program at once, as the system has it.
 * Nothing may be half written then.
 */
export function endCancellation(): void {
  if (onInterrupt) process.off('SIGINT', onInterrupt);
  onInterrupt = undefined;
}

function leave(): void {
  process.stderr.write('error: cancelled\n');
  process.exit(EXIT_CODES.cancelled);
}
