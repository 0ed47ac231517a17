// How the packaged language server does in a large workspace, started as VS Code starts it. Times and the server's own CPU time, which stays
// what it is where other programs run beside; the reference is `yaml` parsing the file that is typed in, in this process:
//   node extension/scripts/build.mjs && npx tsc -b core && node bench/editor-workspace.mjs [--files 5000] [--keystrokes 100]
import { fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

import { parseAllDocuments } from 'yaml';

import { applicationFiles } from './lint/manifests.mjs';

const { createMessageConnection, IPCMessageReader, IPCMessageWriter } = createRequire(
  new URL('../core/package.json', import.meta.url),
)('vscode-languageserver/node');

const { values: options } = parseArgs({
  options: { files: { type: 'string', default: '5000' }, keystrokes: { type: 'string', default: '100' } },
});
const LINES = 2000;
/** What the server waits after the last key. */
const PAUSE_MS = 250;
/** A clock tick of /proc, in milliseconds. */
const TICK_MS = 10;

const folder = mkdtempSync(join(tmpdir(), 'bench-workspace-'));
try {
  const text = writeWorkspace(Number(options.files));
  await measure(text);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Answers the text of a file of {@link LINES} lines, which is one of them. */
function writeWorkspace(files) {
  let many = '';
  let written = 1;
  for (const { path, text } of applicationFiles({ files: files + 50, seed: 1 })) {
    if (many.split('\n').length < LINES) many += `${many === '' ? '' : '---\n'}${text}`;
    else if (written < files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
      written += 1;
    }
  }
  writeFileSync(join(folder, 'typed.yaml'), many);
  return many;
}

async function measure(text) {
  const started = performance.now();
  const main = fileURLToPath(new URL('../extension/dist/server/main.js', import.meta.url));
  const server = fork(main, ['--node-ipc'], { execArgv: [] });
  const client = createMessageConnection(new IPCMessageReader(server), new IPCMessageWriter(server));
  const listeners = new Set();
  client.onNotification((method, params) => listeners.forEach((listener) => listener(method, params)));
  client.onRequest('workspace/configuration', ({ items }) => items.map(() => ({})));
  client.listen();
  /** The time at which the server says what fits. */
  const heard = (fits) =>
    new Promise((resolve) => {
      const listener = (method, params) => {
        if (!fits(method, params)) return;
        listeners.delete(listener);
        resolve(performance.now());
      };
      listeners.add(listener);
    });
  const uri = pathToFileURL(join(folder, 'typed.yaml')).href;
  const published = () =>
    heard((method, params) => method === 'textDocument/publishDiagnostics' && params.uri === uri);
  const cpuMs = () => {
    const fields = readFileSync(`/proc/${server.pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  };
  const rows = [];
  const note = (what, ms, cpu) => rows.push({ what, ms, cpu });

  await client.sendRequest('initialize', {
    processId: process.pid,
    rootUri: null,
    workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'folder' }],
    capabilities: { workspace: { configuration: true } },
  });
  const first = published();
  const whole = heard(
    (method, params) => method === 'kubectlAutoscale/workspaceStatus' && params.state === 'ready',
  );
  await client.sendNotification('initialized', {});
  await client.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'yaml', version: 1, text },
  });
  note('process start to first diagnostics', (await first) - started, cpuMs());
  note(`process start to the whole folder read and linted`, (await whole) - started, cpuMs());

  const keystrokes = [];
  const cpuBefore = cpuMs();
  const count = Number(options.keystrokes);
  for (let version = 2; version < 2 + count; version += 1) {
    const at = performance.now();
    const done = published();
    // Each changes what is found: a bound above its maximum and back.
    const changed = version % 2 === 0 ? text.replace(/maxReplicas: \d+/, 'maxReplicas: 0') : text;
    await client.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [{ text: changed }],
    });
    keystrokes.push((await done) - at - PAUSE_MS);
  }
  const cpuOfOne = (cpuMs() - cpuBefore) / count;
  note('keystroke to diagnostics without the pause, p50', quantile(keystrokes, 0.5), cpuOfOne);
  note('keystroke to diagnostics without the pause, p99', quantile(keystrokes, 0.99));

  const completions = [];
  const position = positionOf(text, 'name:');
  for (let round = 0; round < 50; round += 1) {
    const at = performance.now();
    await client.sendRequest('textDocument/completion', { textDocument: { uri }, position });
    completions.push(performance.now() - at);
  }
  note('completion, p50', quantile(completions, 0.5));
  const memory = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))[1]) / 1024;
  await client.sendRequest('shutdown');
  await client.sendNotification('exit');

  const parses = Array.from({ length: 20 }, () => {
    const at = performance.now();
    parseAllDocuments(text);
    return performance.now() - at;
  });
  const reference = quantile(parses, 0.5);
  note(`yaml's parse of the typed file (reference), p50`, reference);
  report(rows, reference, memory);
}

function report(rows, reference, memory) {
  console.log(`${options.files} files; typed in one of ${LINES} lines\n`);
  console.log('| what | ms | × reference | CPU ms |\n| --- | ---: | ---: | ---: |');
  for (const { what, ms, cpu } of rows) {
    const ratio = (ms / reference).toFixed(2);
    console.log(`| ${what} | ${ms.toFixed(0)} | ${ratio} | ${cpu === undefined ? '' : cpu.toFixed(0)} |`);
  }
  console.log(
    `\nResident memory of the server ${memory.toFixed(0)} MB. Node ${process.version}, load ${loadavg()[0].toFixed(1)}`,
  );
}

function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

function positionOf(text, words) {
  const before = text.slice(0, text.indexOf(words) + words.length);
  return { line: before.split('\n').length - 1, character: before.length - before.lastIndexOf('\n') - 1 };
}
