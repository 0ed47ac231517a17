import {
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type FileEvent,
  type InitializeParams,
  type InitializeResult,
  PositionEncodingKind,
  TextDocuments,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';

import { reportJson } from '../lint/index.ts';
import { SourceError } from '../ports/index.ts';
import type { LanguageServerAdapters } from './adapters.ts';
import { ClientSession } from './client-session.ts';
import { DiagnosticsPublisher } from './diagnostics-publisher.ts';
import { FolderSession } from './folder-session.ts';
import { pathBelow } from './folder-uris.ts';
import { groupBy } from './group-by.ts';
import { CONFIGURATION_SECTION, type LintReport, type LintReportParams, MESSAGES } from './protocol/index.ts';
import { readSettings } from './settings-reader.ts';

/** Starts serving on a connection and returns at once. The connection's streams keep the process alive; `exit` ends it. */
export function startLanguageServer(connection: Connection, adapters: LanguageServerAdapters): void {
  new LanguageServer(connection, adapters).listen();
}

class LanguageServer {
  readonly #connection: Connection;
  readonly #adapters: LanguageServerAdapters;
  readonly #documents = new TextDocuments(TextDocument);
  readonly #folders = new Map<string, FolderSession>();
  readonly #publisher: DiagnosticsPublisher;
  #client: ClientSession | undefined;
  #pushedSettings: unknown;
  /** Settled once the folders have been read with their present settings. */
  #ready: Promise<void> = Promise.resolve();

  constructor(connection: Connection, adapters: LanguageServerAdapters) {
    this.#connection = connection;
    this.#adapters = adapters;
    this.#publisher = new DiagnosticsPublisher(connection, adapters.timers, {
      rulePage: (ruleId) => this.#client?.rulePages && `${this.#client.rulePages}${ruleId}.md`,
      versionOf: (uri) => this.#documents.get(uri)?.version,
    });
  }

  listen(): void {
    const connection = this.#connection;
    connection.onInitialize((params) => this.#initialize(params));
    connection.onInitialized(() => this.#enqueue(() => this.#initialized()));
    connection.onDidChangeConfiguration(({ settings }) => {
      this.#pushedSettings = settings;
      return this.#enqueue(() => this.#configureAll());
    });
    connection.onDidChangeWatchedFiles(({ changes }) => this.#filesChanged(changes));
    connection.onRequest(MESSAGES.lintReport, (params: LintReportParams) => this.#lintReport(params));
    this.#documents.onDidOpen(({ document }) => {
      this.#take(document);
      this.#publisher.publishNow(this.#folderOf(document.uri));
    });
    this.#documents.onDidChangeContent(({ document }) => {
      const folder = this.#folderOf(document.uri);
      // Opening is told as a change too.
      if (this.#take(document) && folder.settings.run === 'onType') this.#publisher.publishSoon(folder);
    });
    this.#documents.onDidSave(({ document }) => this.#publisher.publishNow(this.#folderOf(document.uri)));
    this.#documents.onDidClose(async ({ document }) => {
      this.#publisher.clear(document.uri);
      const folder = this.#folderOf(document.uri);
      await folder.close(document.uri);
      this.#publisher.publishSoon(folder);
    });
    this.#documents.listen(connection);
    connection.listen();
  }

  #initialize(params: InitializeParams): InitializeResult {
    this.#client = new ClientSession(params);
    const folders = params.workspaceFolders ?? [];
    for (const { uri } of folders) this.#addFolder(uri);
    this.#addFolder('');
    return {
      serverInfo: { name: 'kubectl-autoscale', version: this.#adapters.toolVersion },
      capabilities: {
        positionEncoding: PositionEncodingKind.UTF16,
        textDocumentSync: {
          openClose: true,
          change: TextDocumentSyncKind.Incremental,
          save: { includeText: false },
        },
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
    };
  }

  async #initialized(): Promise<void> {
    const client = this.#client;
    if (client?.canRegisterConfiguration === true) {
      await this.#connection.client.register(DidChangeConfigurationNotification.type, {
        section: CONFIGURATION_SECTION,
      });
    }
    if (client?.canWatchFiles === true) {
      const watchers = ['**/*.{yaml,yml,json}', '**/.gitignore'].map((globPattern) => ({ globPattern }));
      await this.#connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
    }
    if (client?.hasFolders === true) {
      this.#connection.workspace.onDidChangeWorkspaceFolders(async ({ added, removed }) => {
        for (const { uri } of removed) this.#folders.delete(uri);
        for (const { uri } of added) this.#addFolder(uri);
        for (const document of this.#documents.all()) this.#take(document);
        await this.#enqueue(() => this.#configureAll());
      });
    }
    await this.#configureAll();
  }

  #addFolder(uri: string): void {
    this.#folders.set(uri, new FolderSession(uri, this.#adapters));
  }

  /** Folders are read one time after the other; a failure of one does not keep the next from being tried. */
  #enqueue(work: () => Promise<void>): Promise<void> {
    this.#ready = this.#ready
      .then(work)
      .catch((error: unknown) => this.#connection.console.error(`internal error: ${String(error)}`));
    return this.#ready;
  }

  async #configureAll(): Promise<void> {
    await Promise.all([...this.#folders.values()].map((folder) => this.#configure(folder)));
  }

  async #configure(folder: FolderSession): Promise<void> {
    const problems = await folder.configure(readSettings(await this.#settingsOf(folder)));
    for (const problem of problems) this.#connection.console.warn(problem);
    this.#publisher.publishNow(folder);
    try {
      await folder.manifests.read(folder.settings.files.maxCount);
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      this.#connection.console.error(error.message);
    }
    this.#publisher.publishNow(folder);
  }

  async #settingsOf({ uri }: FolderSession): Promise<unknown> {
    if (this.#client?.canConfigure !== true) {
      const pushed = this.#pushedSettings as Readonly<Record<string, unknown>> | undefined;
      return pushed?.[CONFIGURATION_SECTION];
    }
    const scope = uri === '' ? {} : { scopeUri: uri };
    return this.#connection.workspace.getConfiguration({ section: CONFIGURATION_SECTION, ...scope });
  }

  /** Answers whether the text is another than before. */
  #take(document: TextDocument): boolean {
    return this.#folderOf(document.uri).open(document.uri, document.getText());
  }

  /** The innermost folder that holds a document, else that of documents without one. */
  #folderOf(uri: string): FolderSession {
    const holding = [...this.#folders.values()]
      .filter((folder) => folder.uri !== '' && pathBelow(folder.uri, uri) !== undefined)
      .sort((a, b) => b.uri.length - a.uri.length);
    const folder = holding[0] ?? this.#folders.get('');
    if (!folder) throw new Error('the server is not initialized');
    return folder;
  }

  async #filesChanged(changes: readonly FileEvent[]): Promise<void> {
    const byFolder = groupBy(changes, ({ uri }) => this.#folderOf(uri));
    for (const [folder, events] of byFolder) {
      await folder.manifests.refresh(events.map(({ uri }) => folder.pathOf(uri)));
      this.#publisher.publishSoon(folder);
    }
  }

  async #lintReport({ uri }: LintReportParams): Promise<LintReport> {
    await this.#ready;
    const named = uri === undefined ? undefined : this.#folders.get(uri);
    const folder = named ?? (uri === undefined ? this.#firstFolder() : this.#folderOf(uri));
    const paths =
      uri === undefined || named ? [...folder.manifests.index.files.keys()] : [folder.pathOf(uri)];
    const context = { files: folder.manifests.index.files, toolVersion: this.#adapters.toolVersion };
    return { json: reportJson(folder.lint(paths), context) };
  }

  #firstFolder(): FolderSession {
    return [...this.#folders.values()].find(({ uri }) => uri !== '') ?? this.#folderOf('');
  }
}
