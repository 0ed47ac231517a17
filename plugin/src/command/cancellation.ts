import { setMaxListeners } from 'node:events';

import { EXIT_CODES } from './exit-codes.ts';

/** How long work that was cancelled may take to put things in order. */
const graceMs = 1500;

/**
 * Cancels work on Ctrl-C; the sources turn it into a SourceError `cancelled`. Work that does not end by it, such as a question whose
 * answer does not come, is left after a moment. Without it Ctrl-C ends the program at once.
 */
export function cancellation(): AbortSignal {
  const controller = new AbortController();
  // Every query in flight listens; there are as many as the sources allow, which is no leak.
  setMaxListeners(0, controller.signal);
  process.once('SIGINT', () => {
    controller.abort();
    setTimeout(leave, graceMs).unref();
  });
  return controller.signal;
}

function leave(): void {
  process.stderr.write('error: cancelled\n');
  process.exit(EXIT_CODES.cancelled);
}
