import { setImmediate } from 'node:timers/promises';

import type { LanguageServerAdapters, Timers } from '../adapters.ts';
import { diskFolder } from './disk-folder.ts';
import { openThreadedWorkloads } from './threaded-workloads.ts';

export interface NodeAdapterOptions {
  /** Of the program that serves, for reports. */
  readonly toolVersion: string;
  /**
   * The script of the thread that reads and analyzes data: a file that calls `serveAnalysisThread`. Absent: it is done in this thread, which then
   * answers nothing else for as long as a forecast takes.
   */
  readonly analysisThread?: URL;
}

/** The world as a Node process sees it: disk, clock, and data in a thread beside. */
export function nodeAdapters({ toolVersion, analysisThread }: NodeAdapterOptions): LanguageServerAdapters {
  return {
    toolVersion,
    clock: { now: () => Date.now() },
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    timers: nodeTimers,
    openFolder: diskFolder,
    openWorkloads: async (request) => {
      if (analysisThread) return openThreadedWorkloads(analysisThread, request);
      // Only here: with a thread the forecasts are its alone to load.
      const { openWorkloads } = await import('./open-workloads.ts');
      return openWorkloads(request);
    },
  };
}

const nodeTimers: Timers = {
  after: (milliseconds, then) => {
    const timer = setTimeout(then, milliseconds);
    return { cancel: () => clearTimeout(timer) };
  },
  pause: () => setImmediate(),
};
