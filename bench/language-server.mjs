// How long the language server takes, over standard input and output, on the example platform; the wait of 250 ms after the last
// key is in the figure for a keystroke. The reference is `yaml` parsing the same text in this process:
//   npm run build && npm run bench:language-server
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { loadavg } from 'node:os';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';

import { parseAllDocuments } from 'yaml';

const { createMessageConnection, StreamMessageReader, StreamMessageWriter } = createRequire(
  new URL('../core/package.json', import.meta.url),
)('vscode-languageserver/node');

const platform = new URL('../examples/platform', import.meta.url).href;
const uri = `${platform}/k8s/gateway/autoscaling.yaml`;
const text = readFileSync(new URL(uri), 'utf8');
const plugin = fileURLToPath(new URL('../plugin/bin/kubectl-autoscale.js', import.meta.url));
const rounds = 20;

const started = performance.now();
const server = spawn(process.execPath, [plugin, 'lsp'], { stdio: ['pipe', 'pipe', 'inherit'] });
const client = createMessageConnection(
  new StreamMessageReader(server.stdout),
  new StreamMessageWriter(server.stdin),
);
let heard = () => undefined;
client.onNotification((method, params) => heard(method, params));
client.onRequest('workspace/configuration', ({ items }) =>
  items.map(() => ({ data: { source: 'recording', recording: 'recording' } })),
);
client.listen();

/** Resolves when the server says something that fits. */
const hear = (fits) =>
  new Promise((resolve) => {
    heard = (method, params) => fits(method, params) && resolve(params);
  });
const published = () =>
  hear((method, params) => method === 'textDocument/publishDiagnostics' && params.uri === uri);
const since = async (wait, act) => {
  const at = performance.now();
  const done = wait();
  await act();
  await done;
  return performance.now() - at;
};
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

await client.sendRequest('initialize', {
  processId: process.pid,
  rootUri: null,
  workspaceFolders: [{ uri: platform, name: 'platform' }],
  capabilities: { workspace: { configuration: true } },
});
const ready = hear((method, params) => method === 'kubectlAutoscale/dataStatus' && params.state === 'ready');
await client.sendNotification('initialized', {});
await ready;
const dataReady = performance.now() - started;

const opened = await since(published, () =>
  client.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'yaml', version: 1, text },
  }),
);
const keystrokes = [];
for (let round = 1; round <= rounds; round++) {
  const change = () =>
    client.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: 1 + round },
      contentChanges: [{ text: `${text}# ${round}\n` }],
    });
  keystrokes.push(await since(published, change));
}
const hovers = [];
const line = text.split('\n').findIndex((each) => each.includes('scaleTargetRef'));
for (let round = 0; round < rounds; round++) {
  const ask = () =>
    client.sendRequest('textDocument/hover', { textDocument: { uri }, position: { line, character: 4 } });
  hovers.push(await since(() => undefined, ask));
}
const parses = Array.from({ length: rounds }, () => {
  const at = performance.now();
  parseAllDocuments(text);
  return performance.now() - at;
});

const reference = median(parses);
const rows = [
  ['process start to data of all workloads', dataReady],
  ['first diagnostics after opening', opened],
  ['last key to diagnostics', median(keystrokes)],
  ['hover with chart, from memory', median(hovers)],
  [`yaml's parse of the same ${text.length} characters (reference)`, reference],
];
console.log(`| what | ms | × reference |\n| --- | ---: | ---: |`);
for (const [what, ms] of rows) console.log(`| ${what} | ${ms.toFixed(1)} | ${(ms / reference).toFixed(1)} |`);
console.log(`\nNode ${process.version}, medians of ${rounds}, load ${loadavg()[0].toFixed(1)}`);
await client.sendRequest('shutdown');
await client.sendNotification('exit');
