import type { FileEvent } from 'vscode-languageserver';

import type { Timer, Timers } from './adapters.ts';

/** A checkout or a build changes many files in one go. */
const TOGETHER_MS = 250;

/** Gathers changes on disk, the last of each file, until it has been quiet for a moment. */
export class WatchedChanges {
  readonly #timers: Timers;
  readonly #handle: (changes: ReadonlyMap<string, FileEvent>) => void;
  #changes = new Map<string, FileEvent>();
  #timer: Timer | undefined;

  constructor(timers: Timers, handle: (changes: ReadonlyMap<string, FileEvent>) => void) {
    this.#timers = timers;
    this.#handle = handle;
  }

  add(changes: readonly FileEvent[]): void {
    for (const change of changes) this.#changes.set(change.uri, change);
    this.#timer?.cancel();
    this.#timer = this.#timers.after(TOGETHER_MS, () => {
      const gathered = this.#changes;
      this.#changes = new Map();
      this.#handle(gathered);
    });
  }
}
