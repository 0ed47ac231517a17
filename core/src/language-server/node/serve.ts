import process from 'node:process';

import { type Connection, createConnection, ProposedFeatures } from 'vscode-languageserver/node';

import { startLanguageServer } from '../server.ts';
import { type NodeAdapterOptions, nodeAdapters } from './node-adapters.ts';

/**
 * Serves the editor that started this process: over standard input and output, or over the channel to the parent process where the
 * command line says `--node-ipc`. Returns at once, with the connection for requests of the caller's own; the client's `exit` ends the
 * process, as does the end of its input.
 */
export function serveLanguageServer(options: NodeAdapterOptions): Connection {
  const connection = process.argv.includes('--node-ipc')
    ? createConnection(ProposedFeatures.all)
    : createConnection(ProposedFeatures.all, process.stdin, process.stdout);
  startLanguageServer(connection, nodeAdapters(options));
  return connection;
}
