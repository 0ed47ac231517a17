import { PassThrough } from 'node:stream';

import {
  createConnection,
  createMessageConnection,
  type Diagnostic,
  type InitializeParams,
  type MessageConnection,
  ProposedFeatures,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';

import type { LanguageServerAdapters } from '#core/language-server/index.ts';
import { startLanguageServer } from '#core/language-server/index.ts';
import type { InitializationOptions } from '#core/language-server/protocol/index.ts';

export const FOLDER = 'file:///home/dev/shop';

export interface EditorOptions {
  /** What `kubectlAutoscale` is set to. */
  readonly settings?: unknown;
  readonly initializationOptions?: InitializationOptions;
  /** Workspace folder; `null`: none is open. */
  readonly folder?: string | null;
  readonly capabilities?: InitializeParams['capabilities'];
}

/** A bare language client beside the server, joined by two streams: what any editor is to it. */
export class Editor {
  readonly client: MessageConnection;
  readonly published: PublishDiagnosticsParams[] = [];
  /** Custom notifications and `window/*` messages, in their order. */
  readonly heard: { readonly method: string; readonly params: unknown }[] = [];
  readonly #waiting = new Set<() => void>();
  settings: unknown;
  #version = 0;

  private constructor(adapters: LanguageServerAdapters, options: EditorOptions) {
    const [up, down] = [new PassThrough(), new PassThrough()];
    startLanguageServer(createConnection(ProposedFeatures.all, up, down), adapters);
    this.client = createMessageConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
    this.settings = options.settings ?? {};
    this.#listen();
  }

  static async open(adapters: LanguageServerAdapters, options: EditorOptions = {}): Promise<Editor> {
    const editor = new Editor(adapters, options);
    const folder = options.folder === undefined ? FOLDER : options.folder;
    await editor.client.sendRequest('initialize', {
      processId: null,
      rootUri: folder,
      workspaceFolders: folder === null ? null : [{ uri: folder, name: 'folder' }],
      capabilities: options.capabilities ?? everyCapability,
      initializationOptions: options.initializationOptions ?? {},
    });
    await editor.client.sendNotification('initialized', {});
    return editor;
  }

  #listen(): void {
    this.client.onNotification((method: string, params: unknown) => this.#hear(method, params));
    this.client.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      this.published.push(params);
      this.#wake();
    });
    this.client.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) =>
      items.map(() => this.settings),
    );
    for (const method of [
      'client/registerCapability',
      'workspace/inlayHint/refresh',
      'workspace/codeLens/refresh',
    ]) {
      this.client.onRequest(method, (params: unknown) => {
        this.#hear(method, params);
        return null;
      });
    }
    this.client.listen();
  }

  #hear(method: string, params: unknown): void {
    this.heard.push({ method, params });
    this.#wake();
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
  }

  uri(path: string): string {
    return `${FOLDER}/${path}`;
  }

  async openDocument(path: string, text: string): Promise<void> {
    const uri = path.includes(':') ? path : this.uri(path);
    await this.client.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'yaml', version: ++this.#version, text },
    });
  }

  /** Replaces the whole text. */
  async change(path: string, text: string): Promise<void> {
    await this.client.sendNotification('textDocument/didChange', {
      textDocument: { uri: this.uri(path), version: ++this.#version },
      contentChanges: [{ text }],
    });
  }

  async save(path: string): Promise<void> {
    await this.client.sendNotification('textDocument/didSave', { textDocument: { uri: this.uri(path) } });
  }

  async close(path: string): Promise<void> {
    await this.client.sendNotification('textDocument/didClose', { textDocument: { uri: this.uri(path) } });
  }

  /** What was last published for a document. */
  diagnosticsOf(path: string): readonly Diagnostic[] | undefined {
    return this.published.findLast(({ uri }) => uri === this.uri(path))?.diagnostics;
  }

  /** Waits until something holds; looks again whenever the server says anything. */
  async until<T>(what: string, look: () => T | undefined | false): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(again);
        reject(new Error(`waited in vain until ${what}`));
      }, 20_000);
      const again = (): void => {
        const found = look();
        if (found === undefined || found === false) return;
        this.#waiting.delete(again);
        clearTimeout(timer);
        resolve(found);
      };
      this.#waiting.add(again);
      again();
    });
  }

  /** A round trip: what was sent before has been taken in. */
  async settle(): Promise<void> {
    await this.client.sendRequest('kubectlAutoscale/lintReport', {});
  }

  async dispose(): Promise<void> {
    await this.client.sendRequest('shutdown');
    this.client.dispose();
  }
}

export const everyCapability: InitializeParams['capabilities'] = {
  workspace: {
    configuration: true,
    workspaceFolders: true,
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    inlayHint: { refreshSupport: true },
    codeLens: { refreshSupport: true },
  },
  textDocument: { codeAction: { disabledSupport: true } },
};
