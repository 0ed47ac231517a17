import {
  type CancellationToken,
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

import { CODE_ACTION_KINDS } from '../language/index.ts';
import { reportJson } from '../lint/index.ts';
import { SourceError } from '../ports/index.ts';
import type { LanguageServerAdapters } from './adapters.ts';
import { ClientSession } from './client-session.ts';
import { DiagnosticsPublisher } from './diagnostics-publisher.ts';
import { asking, type SurfacesContext } from './document-request.ts';
import { FolderSession } from './folder-session.ts';
import { FolderSet } from './folder-set.ts';
import { serveNavigation } from './navigation.ts';
import {
  CONFIGURATION_SECTION,
  FIX_ALL_KIND,
  type LintReport,
  type LintReportParams,
  MESSAGES,
  type PrometheusToken,
  SERVER_COMMANDS,
  type ThemeChange,
  type TrustChange,
} from './protocol/index.ts';
import { readSettings } from './settings-reader.ts';
import { StatusReporter } from './status-reporter.ts';
import { serveSurfaces } from './surfaces.ts';
import { WatchedChanges } from './watched-changes.ts';
import { serveWhatIf } from './what-if.ts';
import { serveWorkloadTree } from './workload-tree.ts';

/** Starts serving on a connection and returns at once. The connection's streams keep the process alive; `exit` ends it. */
export function startLanguageServer(connection: Connection, adapters: LanguageServerAdapters): void {
  new LanguageServer(connection, adapters).listen();
}

class LanguageServer {
  readonly #connection: Connection;
  readonly #adapters: LanguageServerAdapters;
  readonly #documents = new TextDocuments(TextDocument);
  readonly #publisher: DiagnosticsPublisher;
  readonly #status: StatusReporter;
  readonly #watched: WatchedChanges;
  #folders: FolderSet | undefined;
  #client: ClientSession | undefined;
  #pushedSettings: unknown;
  /** Settled once the folders have been read with their present settings. */
  #ready: Promise<void> = Promise.resolve();

  constructor(connection: Connection, adapters: LanguageServerAdapters) {
    this.#connection = connection;
    this.#adapters = adapters;
    this.#publisher = new DiagnosticsPublisher(connection, adapters.timers, {
      rulePage: (ruleId) => this.#rulePage(ruleId),
      versionOf: (uri) => this.#documents.get(uri)?.version,
    });
    this.#status = new StatusReporter(connection, adapters.timers);
    this.#watched = new WatchedChanges(adapters.timers, (changes) => {
      void this.#enqueue(() => this.#filesChanged(changes));
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
    connection.onDidChangeWatchedFiles(({ changes }) => this.#watched.add(changes));
    connection.onShutdown(() => this.#folders?.dispose());
    this.#listenToOwnMessages();
    this.#listenToDocuments();
    const context: SurfacesContext = {
      folders: () => this.#folders,
      client: () => this.#client,
      rulePage: (ruleId) => this.#rulePage(ruleId),
    };
    const ask = asking(context);
    serveSurfaces(connection, ask);
    serveNavigation(connection, ask);
    serveWorkloadTree(connection, context);
    serveWhatIf(connection, ask);
    connection.listen();
  }

  #listenToOwnMessages(): void {
    const connection = this.#connection;
    connection.onRequest(MESSAGES.lintReport, (params: LintReportParams, token: CancellationToken) =>
      this.#lintReport(params, token),
    );
    connection.onNotification(MESSAGES.trust, ({ trusted }: TrustChange) =>
      this.#changeAccess((client) => (client.trusted = trusted)),
    );
    connection.onNotification(MESSAGES.prometheusToken, ({ token }: PrometheusToken) =>
      this.#changeAccess((client) => (client.prometheusToken = token ?? undefined)),
    );
    connection.onNotification(MESSAGES.colorTheme, ({ colorTheme }: ThemeChange) => {
      if (this.#client) this.#client.colorTheme = colorTheme;
    });
    connection.onExecuteCommand(({ command }) => {
      if (command !== SERVER_COMMANDS.refreshData) return;
      for (const folder of this.#folders?.all ?? []) folder.data.refresh();
    });
  }

  #listenToDocuments(): void {
    const documents = this.#documents;
    documents.onDidOpen(({ document }) => {
      this.#take(document);
      this.#publisher.publishNow(this.#folderOf(document.uri));
    });
    documents.onDidChangeContent(({ document }) => {
      const folder = this.#folderOf(document.uri);
      // Opening is told as a change too.
      if (this.#take(document) && folder.settings.run === 'onType') this.#publisher.publishSoon(folder);
    });
    documents.onDidSave(({ document }) => {
      const folder = this.#folderOf(document.uri);
      this.#publisher.publishNow(folder);
      folder.data.workloadsChanged();
      this.#status.reportSoon(folder);
    });
    documents.onDidClose(async ({ document }) => {
      const folder = this.#folderOf(document.uri);
      await folder.close(document.uri);
      this.#publisher.clear(document.uri);
      this.#publisher.publishSoon(folder);
    });
    documents.listen(this.#connection);
  }

  #initialize(params: InitializeParams): InitializeResult {
    this.#client = new ClientSession(params);
    this.#folders = new FolderSet((uri) => this.#createFolder(uri));
    for (const { uri } of params.workspaceFolders ?? []) this.#folders.add(uri);
    return {
      serverInfo: { name: 'kubectl-autoscale', version: this.#adapters.toolVersion },
      capabilities: {
        positionEncoding: PositionEncodingKind.UTF16,
        textDocumentSync: {
          openClose: true,
          change: TextDocumentSyncKind.Incremental,
          save: { includeText: false },
        },
        hoverProvider: true,
        codeLensProvider: { resolveProvider: false },
        inlayHintProvider: { resolveProvider: false },
        completionProvider: { triggerCharacters: [' ', '-', '=', ','] },
        definitionProvider: true,
        referencesProvider: true,
        documentLinkProvider: { resolveProvider: false },
        codeActionProvider: { codeActionKinds: [...CODE_ACTION_KINDS, FIX_ALL_KIND] },
        executeCommandProvider: { commands: Object.values(SERVER_COMMANDS) },
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
    };
  }

  async #initialized(): Promise<void> {
    const client = this.#client;
    if (client?.canRegisterConfiguration === true) {
      const section = CONFIGURATION_SECTION;
      await this.#connection.client.register(DidChangeConfigurationNotification.type, { section });
    }
    if (client?.canWatchFiles === true) {
      const watchers = ['**/*.{yaml,yml,json}', '**/.gitignore'].map((globPattern) => ({ globPattern }));
      await this.#connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
    }
    if (client?.hasFolders === true) {
      this.#connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        for (const { uri } of removed) this.#folders?.remove(uri);
        for (const { uri } of added) this.#folders?.add(uri);
        for (const document of this.#documents.all()) this.#take(document);
        return this.#enqueue(() => this.#configureAll());
      });
    }
    await this.#configureAll();
  }

  #createFolder(uri: string): FolderSession {
    const folder: FolderSession = new FolderSession(uri, this.#adapters, {
      onStatus: (status) => void this.#connection.sendNotification(MESSAGES.dataStatus, status),
      onReports: () => {
        this.#refreshAnnotations();
        this.#status.reportSoon(folder);
      },
    });
    return folder;
  }

  /** Folders are read one time after the other; a failure of one does not keep the next from being tried. */
  #enqueue(work: () => Promise<void>): Promise<void> {
    this.#ready = this.#ready
      .then(work)
      .catch((error: unknown) => this.#connection.console.error(`internal error: ${String(error)}`));
    return this.#ready;
  }

  async #configureAll(): Promise<void> {
    await Promise.all((this.#folders?.all ?? []).map((folder) => this.#configure(folder)));
    this.#refreshAnnotations();
  }

  async #configure(folder: FolderSession): Promise<void> {
    const problems = await folder.configure(readSettings(await this.#settingsOf(folder)));
    for (const problem of problems) this.#connection.console.warn(problem);
    this.#publisher.publishNow(folder);
    await this.#read(folder);
    if (this.#client && this.#isMeasured(folder)) folder.data.configure(folder.settings, this.#client);
  }

  /** Documents outside of all folders are measured only where there is no folder. */
  #isMeasured({ uri }: FolderSession): boolean {
    return uri !== '' || this.#folders?.first.uri === '';
  }

  async #read(folder: FolderSession): Promise<void> {
    try {
      await folder.manifests.read(folder.settings.files.maxCount);
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      this.#connection.console.error(error.message);
    }
    this.#publisher.publishNow(folder);
    folder.data.workloadsChanged();
    this.#status.reportSoon(folder);
  }

  async #settingsOf({ uri }: FolderSession): Promise<unknown> {
    if (this.#client?.canConfigure !== true) {
      const pushed = this.#pushedSettings as Readonly<Record<string, unknown>> | null | undefined;
      return pushed?.[CONFIGURATION_SECTION];
    }
    const scope = uri === '' ? {} : { scopeUri: uri };
    return this.#connection.workspace.getConfiguration({ section: CONFIGURATION_SECTION, ...scope });
  }

  #changeAccess(change: (client: ClientSession) => void): void {
    const client = this.#client;
    if (!client) return;
    change(client);
    for (const folder of this.#folders?.all ?? []) {
      if (this.#isMeasured(folder)) folder.data.configure(folder.settings, client);
    }
  }

  #refreshAnnotations(): void {
    const report = (error: unknown): void => this.#connection.console.warn(String(error));
    if (this.#client?.canRefreshInlayHints === true) {
      this.#connection.languages.inlayHint.refresh().catch(report);
    }
    if (this.#client?.canRefreshCodeLenses === true) {
      Promise.resolve(this.#connection.sendRequest('workspace/codeLens/refresh')).catch(report);
    }
  }

  /** Answers whether the text is another than before. */
  #take(document: TextDocument): boolean {
    return this.#folderOf(document.uri).open(document.uri, document.getText());
  }

  #folderOf(uri: string): FolderSession {
    if (!this.#folders) throw new Error('the server is not initialized');
    return this.#folders.of(uri);
  }

  async #filesChanged(changes: ReadonlyMap<string, FileEvent>): Promise<void> {
    for (const folder of this.#folders?.all ?? []) {
      const own = [...changes.values()].filter(({ uri }) => this.#folderOf(uri) === folder);
      if (own.length === 0) continue;
      const paths = own.map(({ uri }) => folder.pathOf(uri));
      if (paths.some((path) => /(^|\/)\.kubectl-autoscale\.yaml$/.test(path))) {
        await this.#configure(folder);
      } else if (paths.every((path) => folder.manifests.has(path))) {
        await folder.manifests.refresh(paths);
        this.#publisher.publishNow(folder);
        this.#status.reportSoon(folder);
      } else {
        // Whether a new file counts is for the ignore rules to say.
        await this.#read(folder);
      }
    }
  }

  async #lintReport({ uri }: LintReportParams, token: CancellationToken): Promise<LintReport> {
    await this.#ready;
    const named = uri === undefined ? this.#folders?.first : this.#folders?.named(uri);
    const folder = named ?? this.#folderOf(uri ?? '');
    for (;;) {
      const { index } = folder;
      const context = { files: index.files, toolVersion: this.#adapters.toolVersion };
      const result = named
        ? await folder.lintAll(() => token.isCancellationRequested)
        : folder.lint([folder.pathOf(uri ?? '')]);
      if (result) return { json: reportJson(result, context) };
      if (token.isCancellationRequested) return { json: '' };
    }
  }

  #rulePage(ruleId: string): string | undefined {
    const pages = this.#client?.rulePages;
    return pages === undefined ? undefined : `${pages}${ruleId}.md`;
  }
}
