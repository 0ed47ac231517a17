import type { Connection, PublishDiagnosticsParams } from 'vscode-languageserver';

import { diagnosticOf } from '../language/index.ts';
import type { Timer, Timers } from './adapters.ts';
import type { FolderSession } from './folder-session.ts';
import { groupBy } from './group-by.ts';

/** How long after the last change of a document its folder is checked again. */
export const DEBOUNCE_MS = 250;

export interface PublisherContext {
  readonly rulePage: (ruleId: string) => string | undefined;
  readonly versionOf: (uri: string) => number | undefined;
}

/** Publishes the findings of open documents. A change in one may show in another, so all of a folder are checked together. */
export class DiagnosticsPublisher {
  readonly #connection: Connection;
  readonly #timers: Timers;
  readonly #context: PublisherContext;
  readonly #waiting = new Map<FolderSession, Timer>();
  /** By URI, what was published last: the same is not said twice. */
  readonly #published = new Map<string, string>();

  constructor(connection: Connection, timers: Timers, context: PublisherContext) {
    this.#connection = connection;
    this.#timers = timers;
    this.#context = context;
  }

  /** After {@link DEBOUNCE_MS} without another call for the folder. */
  publishSoon(folder: FolderSession): void {
    this.#waiting.get(folder)?.cancel();
    this.#waiting.set(
      folder,
      this.#timers.after(DEBOUNCE_MS, () => this.publishNow(folder)),
    );
  }

  publishNow(folder: FolderSession): void {
    this.#waiting.get(folder)?.cancel();
    this.#waiting.delete(folder);
    const paths = folder.manifests.openPaths;
    if (paths.length === 0) return;
    const { findings, crashedRules } = folder.lint(paths);
    for (const { ruleId, file, message } of crashedRules) {
      this.#connection.console.error(`rule ${ruleId} failed on ${file}: ${message}`);
    }
    const addresses = { uriOf: (path: string) => folder.uriOf(path), rulePage: this.#context.rulePage };
    const byFile = groupBy(findings, ({ file }) => file);
    for (const path of paths) {
      const uri = folder.uriOf(path);
      const version = this.#context.versionOf(uri);
      const diagnostics = (byFile.get(path) ?? []).map((finding) => diagnosticOf(finding, addresses));
      this.#send({ uri, diagnostics, ...(version === undefined ? {} : { version }) });
    }
  }

  #send(params: PublishDiagnosticsParams): void {
    const said = JSON.stringify(params);
    if (this.#published.get(params.uri) === said) return;
    this.#published.set(params.uri, said);
    void this.#connection.sendDiagnostics(params);
  }

  clear(uri: string): void {
    this.#published.delete(uri);
    void this.#connection.sendDiagnostics({ uri, diagnostics: [] });
  }
}
