import { PassThrough } from 'node:stream';

import {
  createConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';

import { startLanguageServer } from '#core/language-server/index.ts';

import { testWorld } from '../../language-server/adapters.ts';
import { type FuzzTarget, hold } from '../target.ts';

const lspError = /Content-Length: \d+\r\n\r\n/;

/**
 * Bytes on the language server's input after it was started: whatever they are, a request that follows is answered, unless they
 * broke the framing, or asked for the end. Lines are messages, whose frames are put around them; a line that begins with `!` goes in
 * as the bytes that it has.
 */
export const languageServer: FuzzTarget = {
  name: 'language-server',
  longest: 4000,
  seeds: () => [
    [
      open(
        'a.yaml',
        'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: a}\nspec: {maxReplicas: 1, minReplicas: 2}\n',
      ),
      ask('textDocument/hover', { position: { line: 3, character: 4 } }),
      ask('textDocument/completion', { position: { line: 3, character: 8 } }),
    ].join('\n'),
    [
      open('b.yaml', 'apiVersion: apps/v1\nkind: Deployment\n'),
      change(2, { line: 0, character: 3 }, { line: 1, character: 0 }),
      ask('textDocument/codeAction', {
        range: { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } },
        context: { diagnostics: [] },
      }),
    ].join('\n'),
    [
      ask('textDocument/codeLens', {}),
      ask('textDocument/inlayHint', { range: {} }),
      ask('textDocument/definition', { position: { line: 0, character: 0 } }),
      ask('textDocument/references', { position: { line: 0, character: 0 }, context: {} }),
      ask('textDocument/rename', { newName: 'x', position: { line: 0, character: 0 } }),
    ].join('\n'),
    [
      notify('workspace/didChangeWatchedFiles', { changes: [{ uri: uri('a.yaml'), type: 3 }] }),
      notify('workspace/didChangeConfiguration', {
        settings: { kubectlAutoscale: { lint: { preset: 'strict' } } },
      }),
      notify('$/cancelRequest', { id: 1 }),
    ].join('\n'),
    [
      JSON.stringify({
        jsonrpc: '2.0',
        id: 7,
        method: 'workspace/executeCommand',
        params: { command: 'kubectlAutoscale.lintReport', arguments: [{}] },
      }),
      JSON.stringify({ jsonrpc: '2.0', id: 8, method: 'workspace/symbol', params: { query: 'a' } }),
    ].join('\n'),
    '!Content-Length: 2\r\n\r\n{}\n!Content-Length: 5\r\nContent-Type: x; charset=utf-8\r\n\r\n[1,2]',
  ],
  check: async (text) => {
    const [up, down] = [new PassThrough(), new PassThrough()];
    let heard = '';
    down.on('data', (bytes: Buffer) => (heard += bytes.toString('utf8')));
    // Given the streams themselves, the library ends the process with them.
    const connection = createConnection(
      ProposedFeatures.all,
      new StreamMessageReader(up),
      new StreamMessageWriter(down),
    );
    startLanguageServer(connection, testWorld().adapters);
    const say = (message: string): boolean => up.write(framed(message));
    say(
      JSON.stringify({
        jsonrpc: '2.0',
        id: 'start',
        method: 'initialize',
        params: { processId: null, rootUri: 'file:///f', capabilities: {} },
      }),
    );
    say(JSON.stringify({ jsonrpc: '2.0', method: 'initialized', params: {} }));
    const lines = text.split('\n');
    // `exit` would end the process that tries this.
    for (const line of lines.filter((each) => !/exit|shutdown/.test(each))) {
      if (line.startsWith('!')) up.write(Buffer.from(line.slice(1), 'latin1'));
      else say(line);
    }
    const isFramed = lines.every((line) => !line.startsWith('!') && !line.includes('"last"'));
    say(JSON.stringify({ jsonrpc: '2.0', id: 'last', method: 'kubectlAutoscale/lintReport', params: {} }));
    // The library takes up a message a turn.
    for (let turn = 0; turn < 200 + lines.length && !heard.includes('"last"'); turn++) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    up.destroy();
    connection.dispose();
    if (isFramed) {
      hold(heard.includes('"id":"last"') && lspError.test(heard), 'the server does not answer any more');
    }
  },
};

function framed(message: string): Buffer {
  const bytes = Buffer.from(message, 'utf8');
  return Buffer.concat([Buffer.from(`Content-Length: ${bytes.length}\r\n\r\n`), bytes]);
}

function uri(path: string): string {
  return `file:///f/${path}`;
}

function notify(method: string, params: object): string {
  return JSON.stringify({ jsonrpc: '2.0', method, params });
}

function ask(method: string, params: object): string {
  return JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method,
    params: { textDocument: { uri: uri('a.yaml') }, ...params },
  });
}

function open(path: string, text: string): string {
  return notify('textDocument/didOpen', {
    textDocument: { uri: uri(path), languageId: 'yaml', version: 1, text },
  });
}

function change(version: number, start: object, end: object): string {
  return notify('textDocument/didChange', {
    textDocument: { uri: uri('b.yaml'), version },
    contentChanges: [{ range: { start, end }, text: 'x' }],
  });
}
