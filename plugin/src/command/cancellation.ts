import { setMaxListeners } from 'node:events';

/** Cancels work on Ctrl-C; the sources turn it into a SourceError `cancelled`. Without it Ctrl-C ends the program at once. */
export function cancellation(): AbortSignal {
  const controller = new AbortController();
  // Every query in flight listens; there are as many as the sources allow, which is no leak.
  setMaxListeners(0, controller.signal);
  process.once('SIGINT', () => controller.abort());
  return controller.signal;
}
