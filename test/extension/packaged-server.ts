import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';

import {
  createMessageConnection,
  type Diagnostic,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
  type PublishDiagnosticsParams,
} from 'vscode-languageserver/node';

/** The server as the extension packs it, started as VS Code starts it: by fork, with this process's Node. */
export class PackagedServer {
  readonly #process: ChildProcess;
  readonly #connection: MessageConnection;
  readonly #published = new Map<string, readonly Diagnostic[]>();
  readonly #exited: Promise<number | null>;

  constructor(commandLine: readonly string[] = []) {
    const main = fileURLToPath(new URL('../../extension/dist/server/main.js', import.meta.url));
    this.#process = fork(main, ['--node-ipc', ...commandLine], { execArgv: [] });
    this.#exited = new Promise((exited) => this.#process.once('exit', exited));
    this.#connection = createMessageConnection(
      new IPCMessageReader(this.#process),
      new IPCMessageWriter(this.#process),
    );
    this.#connection.onNotification(
      'textDocument/publishDiagnostics',
      ({ uri, diagnostics }: PublishDiagnosticsParams) => void this.#published.set(uri, diagnostics),
    );
    this.#connection.listen();
  }

  async initialize(folder: string): Promise<unknown> {
    const uri = pathToFileURL(folder).href;
    const answer = await this.#connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: uri,
      workspaceFolders: [{ uri, name: 'folder' }],
      capabilities: {},
    });
    await this.#connection.sendNotification('initialized', {});
    return answer;
  }

  async openDocument(uri: string, text: string): Promise<void> {
    const textDocument = { uri, languageId: 'yaml', version: 1, text };
    await this.#connection.sendNotification('textDocument/didOpen', { textDocument });
  }

  request<Answer>(method: string, parameters: unknown): Promise<Answer> {
    return this.#connection.sendRequest<Answer>(method, parameters);
  }

  diagnosticsOf(uri: string): readonly Diagnostic[] {
    return this.#published.get(uri) ?? [];
  }

  /** Answers the exit code. */
  async stop(): Promise<number | null> {
    await this.#connection.sendRequest('shutdown');
    await this.#connection.sendNotification('exit');
    return this.#exited;
  }

  kill(): void {
    this.#connection.dispose();
    this.#process.kill('SIGKILL');
  }
}
