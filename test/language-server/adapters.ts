import type {
  FolderFiles,
  LanguageServerAdapters,
  Timers,
  WorkloadSource,
} from '#core/language-server/index.ts';
import { SourceError } from '#core/ports/index.ts';
import { manualClock } from '#core/testing/index.ts';

/** Timers that run only when the test says how much time has passed. */
export class ManualTimers implements Timers {
  #now = 0;
  readonly #due = new Set<{ readonly at: number; readonly then: () => void }>();

  after(milliseconds: number, then: () => void): { cancel: () => void } {
    const entry = { at: this.#now + milliseconds, then };
    this.#due.add(entry);
    return { cancel: () => this.#due.delete(entry) };
  }

  pause(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }

  pass(milliseconds: number): void {
    this.#now += milliseconds;
    const due = [...this.#due].filter(({ at }) => at <= this.#now).sort((a, b) => a.at - b.at);
    for (const entry of due) {
      this.#due.delete(entry);
      entry.then();
    }
  }
}

/** A folder in memory whose files a test may change. */
export function memoryFolder(texts: Map<string, string>): FolderFiles {
  return {
    list: () =>
      Promise.resolve(
        [...texts].map(([path, text]) => ({ path, bytes: Buffer.byteLength(text) })).sort(byPath),
      ),
    read: (path) => {
      const text = texts.get(path);
      return text === undefined
        ? Promise.reject(new SourceError({ code: 'not-found', source: path, message: `no ${path}` }))
        : Promise.resolve(text);
    },
    readConfig: () => {
      const text = texts.get('.kubectl-autoscale.yaml');
      return Promise.resolve(text === undefined ? undefined : { path: '.kubectl-autoscale.yaml', text });
    },
  };
}

export interface TestWorld {
  readonly adapters: LanguageServerAdapters;
  readonly timers: ManualTimers;
  readonly files: Map<string, string>;
}

export const NOW = Date.parse('2026-11-19T10:00:00Z');

/** A server's world in memory: nothing is on disk, and time stands still until it is told to pass. */
export function testWorld(
  files: Readonly<Record<string, string>> = {},
  openWorkloads?: () => Promise<WorkloadSource>,
): TestWorld {
  const timers = new ManualTimers();
  const texts = new Map(Object.entries(files));
  return {
    timers,
    files: texts,
    adapters: {
      toolVersion: '0.0.0',
      clock: manualClock(NOW),
      timers,
      timeZone: 'UTC',
      openFolder: () => memoryFolder(texts),
      openWorkloads:
        openWorkloads ??
        (() => Promise.reject(new SourceError({ code: 'unreachable', source: 'test', message: 'no data' }))),
    },
  };
}

function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : 1;
}
