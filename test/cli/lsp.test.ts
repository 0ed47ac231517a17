import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { expect, it } from 'vitest';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';

import { plainEnvironment, repositoryRoot } from './run-plugin.ts';

it('serves an editor over standard input and output, measures the example, and ends when told', async () => {
  const command = [`${repositoryRoot}plugin/bin/kubectl-autoscale.js`, 'lsp', '--stdio'];
  const server = spawn(process.execPath, command, { env: plainEnvironment() });
  const client = createMessageConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  const settings = { data: { source: 'recording', recording: 'recording' } };
  client.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) => items.map(() => settings));
  const ready = new Promise((resolve) => {
    client.onNotification('kubectlAutoscale/dataStatus', (status: { state: string }) => {
      if (status.state !== 'loading') resolve(status);
    });
  });
  client.listen();
  const folder = new URL('../../examples/platform', import.meta.url).href;
  await client.sendRequest('initialize', {
    processId: process.pid,
    rootUri: null,
    workspaceFolders: [{ uri: folder, name: 'platform' }],
    capabilities: { workspace: { configuration: true } },
  });
  await client.sendNotification('initialized', {});
  expect(await ready).toMatchObject({ state: 'ready', asOf: '2026-11-19T10:00:00Z' });
  const hints = await client.sendRequest('textDocument/inlayHint', {
    textDocument: { uri: `${folder}/k8s/llm-chat/hpa.yaml` },
    range: { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } },
  });
  expect(hints).toMatchObject([
    { position: { line: 7 }, label: expect.stringMatching(/^\$.*\/mo at min$/) },
    { position: { line: 8 }, label: expect.stringMatching(/^≤ \$.*\/mo at max$/) },
  ]);
  await client.sendRequest('shutdown');
  await client.sendNotification('exit');
  expect(await once(server, 'exit')).toEqual([0, null]);
});
