import { type Connection, MessageType, ShowMessageNotification } from 'vscode-languageserver';

import type { Timer, Timers } from './adapters.ts';
import type { FolderSession } from './folder-session.ts';
import { folderStatus } from './folder-status.ts';
import { MESSAGES } from './protocol/index.ts';

/** Counting a whole folder is for quiet moments. */
const QUIET_MS = 500;

/** Tells the client what each folder holds, when that has changed. A notice about files that are left out is shown once. */
export class StatusReporter {
  readonly #connection: Connection;
  readonly #timers: Timers;
  readonly #waiting = new Map<FolderSession, Timer>();
  readonly #said = new Map<FolderSession, string>();
  readonly #notices = new Set<string>();

  constructor(connection: Connection, timers: Timers) {
    this.#connection = connection;
    this.#timers = timers;
  }

  reportSoon(folder: FolderSession): void {
    if (folder.uri === '') return;
    this.#waiting.get(folder)?.cancel();
    const timer = this.#timers.after(QUIET_MS, () => void this.#report(folder));
    this.#waiting.set(folder, timer);
  }

  async #report(folder: FolderSession): Promise<void> {
    const mine = this.#waiting.get(folder);
    const result = await folder.lintAll(() => this.#waiting.get(folder) !== mine);
    // Something changed on the way: whoever changed it asks again.
    if (!result) return;
    const status = folderStatus(folder, result);
    const text = JSON.stringify(status);
    if (this.#said.get(folder) === text) return;
    this.#said.set(folder, text);
    await this.#connection.sendNotification(MESSAGES.workspaceStatus, status);
    if (status.notice !== undefined && !this.#notices.has(status.notice)) {
      this.#notices.add(status.notice);
      const message = `kubectl-autoscale: ${status.notice}`;
      await this.#connection.sendNotification(ShowMessageNotification.type, {
        type: MessageType.Warning,
        message,
      });
    }
  }
}
