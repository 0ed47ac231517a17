import { mkdtempSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { afterEach, describe, expect, it } from 'vitest';

import { analyzeWorkloads } from '#core/advisor/index.ts';
import type { WorkloadSource } from '#core/language-server/index.ts';
import { nodeAdapters } from '#core/language-server/node/index.ts';
import { SERVER_COMMANDS } from '#core/language-server/protocol/index.ts';
import { connectPrometheus } from '#core/sources/prometheus/index.ts';
import { openRecording } from '#core/sources/recording/index.ts';

import { Editor } from './editor.ts';

const hpa = (name: string, max: number): string => `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: ${name}, namespace: prod}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: ${name}}
  minReplicas: 5
  maxReplicas: ${max}
`;

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'faults-'));
  ends.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function openFolder(
  folder: string,
  settings: unknown = {},
  openWorkloads?: () => Promise<WorkloadSource>,
): Promise<Editor> {
  const real = nodeAdapters({ toolVersion: '0.0.0' });
  const adapters = openWorkloads ? { ...real, openWorkloads } : real;
  const editor = await Editor.open(adapters, { folder: pathToFileURL(folder).href, settings });
  ends.push(() => editor.dispose());
  return editor;
}

describe('files that change on disk in a burst', () => {
  /** Tells the server of changes as a file watcher does: one message for each, out of order, some twice. */
  async function tell(
    editor: Editor,
    folder: string,
    changes: readonly (readonly [string, number])[],
  ): Promise<void> {
    for (const [path, type] of changes) {
      const uri = pathToFileURL(join(folder, path)).href;
      await editor.client.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri, type }] });
    }
  }

  it('end in what is on disk, and in few messages', async () => {
    const folder = makeFolder();
    const count = 300;
    for (let i = 0; i < count; i += 1) writeFileSync(join(folder, `${i}.yaml`), hpa(`app-${i}`, 9));
    const editor = await openFolder(folder);
    const uri = pathToFileURL(join(folder, '0.yaml')).href;
    await editor.openDocument(uri, hpa('app-0', 9));
    const errors = async (): Promise<number> => {
      const { json }: { json: string } = await editor.client.sendRequest('kubectlAutoscale/lintReport', {
        uri: pathToFileURL(folder).href,
      });
      const { findings } = JSON.parse(json) as {
        readonly findings: readonly { readonly severity: string }[];
      };
      return findings.filter(({ severity }) => severity === 'error').length;
    };
    expect(await errors()).toBe(0);
    const before = editor.heard.length;

    // A checkout: half of the files are rewritten, some half-written first, some removed, some new, some renamed.
    const told: (readonly [string, number])[] = [];
    for (let i = 1; i <= 150; i += 1) {
      writeFileSync(join(folder, `${i}.yaml`), hpa(`app-${i}`, 3).slice(0, 90));
      told.push([`${i}.yaml`, 2]);
    }
    await tell(editor, folder, told);
    for (let i = 1; i <= 150; i += 1) writeFileSync(join(folder, `${i}.yaml`), hpa(`app-${i}`, 3));
    for (let i = 151; i <= 200; i += 1) unlinkSync(join(folder, `${i}.yaml`));
    for (let i = 201; i <= 220; i += 1) renameSync(join(folder, `${i}.yaml`), join(folder, `new-${i}.yaml`));
    for (let i = 0; i < 10; i += 1) writeFileSync(join(folder, `more-${i}.yaml`), hpa(`more-${i}`, 3));
    const rest: (readonly [string, number])[] = [
      ...Array.from({ length: 150 }, (_, i) => [`${i + 1}.yaml`, 2] as const),
      ...Array.from({ length: 50 }, (_, i) => [`${i + 151}.yaml`, 3] as const),
      ...Array.from({ length: 20 }, (_, i) => [`${i + 201}.yaml`, 3] as const),
      ...Array.from({ length: 20 }, (_, i) => [`new-${i + 201}.yaml`, 1] as const),
      ...Array.from({ length: 10 }, (_, i) => [`more-${i}.yaml`, 1] as const),
    ];
    await tell(editor, folder, [...rest.reverse(), ...rest]);

    // By its own status: 300 − 50 + 10 files, of which 150 rewritten ones and 10 new ones are wrong.
    await editor.until('the folder is counted anew', () =>
      editor.heard.some(({ method, params }) => {
        const status = params as { readonly files?: number; readonly errors?: number };
        return method === 'kubectlAutoscale/workspaceStatus' && status.files === 260 && status.errors === 160;
      }),
    );
    expect(await errors()).toBe(160);
    const said = editor.heard.slice(before).filter(({ method }) => method !== 'client/registerCapability');
    expect(said.length).toBeLessThan(20);
    expect(said.filter(({ method }) => /showMessage|logMessage/.test(method))).toEqual([]);
  });
});

describe('a Prometheus that becomes slow and then goes away', () => {
  const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: embed, namespace: prod}
spec:
  selector: {matchLabels: {app: embed}}
  template:
    metadata: {labels: {app: embed}}
    spec: {containers: [{name: app, image: embed:1}]}
`;

  it('holds up no key and no finding, and is said once', async () => {
    let asked = 0;
    // It takes the question and never answers.
    const prometheus = createServer(() => (asked += 1));
    await new Promise<void>((resolve) => prometheus.listen(0, '127.0.0.1', resolve));
    const leave = (): void => {
      prometheus.close();
      prometheus.closeAllConnections();
    };
    ends.push(leave);
    const { port } = prometheus.address() as AddressInfo;
    const folder = makeFolder();
    writeFileSync(join(folder, 'deployment.yaml'), deployment);
    const recording = await openRecording(
      fileURLToPath(new URL('../../examples/platform/recording', import.meta.url)),
    );
    const metrics = connectPrometheus({ url: `http://127.0.0.1:${port}`, timeoutMs: 60_000, headers: {} });
    const editor = await openFolder(folder, { data: { source: 'cluster' } }, () =>
      Promise.resolve({
        description: 'the recorded cluster',
        defaultNamespace: 'prod',
        isRecorded: false,
        clock: recording.clock,
        report: async (namespace, refs, onReport, signal) => {
          const options = { horizonMs: 3_600_000, coverage: 0.8, onReport, signal };
          await analyzeWorkloads({ ...recording, metrics }, namespace, refs, options);
        },
        whatIf: () => Promise.resolve({ ok: false, error: 'not here' }),
        close: () => undefined,
      }),
    );
    const statesHeard = (): readonly string[] =>
      editor.heard
        .filter(({ method }) => method === 'kubectlAutoscale/dataStatus')
        .map(({ params }) => (params as { readonly state: string }).state);
    await waitUntil(() => asked > 0, 'Prometheus is asked');

    // While it is slow: findings and answers come.
    const uri = pathToFileURL(join(folder, 'hpa.yaml')).href;
    await editor.openDocument(uri, hpa('embed', 3));
    await editor.until('it is checked', () =>
      editor.published.some(
        (each) =>
          each.uri === uri && each.diagnostics.some(({ code }) => code === 'hpa-min-greater-than-max'),
      ),
    );
    const hover: unknown = await editor.client.sendRequest('textDocument/hover', {
      textDocument: { uri },
      position: { line: 5, character: 4 },
    });
    expect(hover).toBeNull();
    expect(statesHeard()).toEqual(['loading']);

    // Then it is gone, and stays away.
    leave();
    await editor.until('that is said', () => statesHeard().includes('error'));
    for (let time = 0; time < 2; time += 1) {
      await editor.client.sendRequest('workspace/executeCommand', {
        command: SERVER_COMMANDS.refreshData,
        arguments: [],
      });
      await editor.settle();
    }
    expect(statesHeard()).toEqual(['loading', 'error']);
    expect(editor.heard.filter(({ method }) => method === 'window/showMessage')).toEqual([]);
  });
});

async function waitUntil(holds: () => boolean, what: string): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
