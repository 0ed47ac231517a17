import { setImmediate } from 'node:timers/promises';

import { SourceError } from '../../ports/index.ts';
import type { LanguageServerAdapters, Timers } from '../adapters.ts';
import { diskFolder } from './disk-folder.ts';

export interface NodeAdapterOptions {
  /** Of the program that serves, for reports. */
  readonly toolVersion: string;
}

/** The world as a Node process sees it: disk, clock, recordings, Prometheus, clusters. */
export function nodeAdapters({ toolVersion }: NodeAdapterOptions): LanguageServerAdapters {
  return {
    toolVersion,
    clock: { now: () => Date.now() },
    timers: nodeTimers,
    openFolder: diskFolder,
    openWorkloads: ({ data }) =>
      Promise.reject(
        new SourceError({
          code: 'bad-query',
          source: data.source,
          message: 'no data source is built in yet',
        }),
      ),
  };
}

const nodeTimers: Timers = {
  after: (milliseconds, then) => {
    const timer = setTimeout(then, milliseconds);
    return { cancel: () => clearTimeout(timer) };
  },
  pause: () => setImmediate(),
};
