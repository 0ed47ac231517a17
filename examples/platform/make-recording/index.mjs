// Makes examples/platform/recording anew:
//   npm run build && node examples/platform/make-recording/index.mjs
// Simulates the platform over real request traces, loads the outcome into a real Prometheus as what the exporters would
// have written, and runs our own `record` against it. Needs `prometheus` and `promtool` on the PATH.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { stringify } from 'yaml';

import { clusterObjects } from './objects.mjs';
import { writeOpenMetrics } from './open-metrics.mjs';
import { END_MS, GATEWAY, SERVICES } from './services.mjs';
import { simulate } from './simulate.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'make-recording-'));
try {
  await main();
} finally {
  rmSync(work, { recursive: true, force: true });
}

async function main() {
  const runs = [...SERVICES, GATEWAY].map((service, index) => simulate(service, index + 1));
  const objects = clusterObjects(runs);
  writeObjects(join(work, 'example-platform'), objects);

  const metrics = join(work, 'metrics.om');
  await writeOpenMetrics(metrics, runs, END_MS, nodesOfPods(objects));
  execFileSync('promtool', ['tsdb', 'create-blocks-from', 'openmetrics', metrics, join(work, 'data')], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });

  const port = await freePort();
  writeFileSync(join(work, 'prometheus.yml'), '{}\n');
  const prometheus = spawn(
    'prometheus',
    [
      `--config.file=${join(work, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(work, 'data')}`,
      '--storage.tsdb.retention.time=100y',
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=error',
    ],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  );
  try {
    await ready(`http://127.0.0.1:${port}/-/ready`);
    const plugin = join(root, 'plugin/bin/kubectl-autoscale.js');
    const out = join(root, 'examples/platform/recording');
    execFileSync(
      process.execPath,
      [
        plugin,
        'record',
        '-n',
        'prod',
        '--recording',
        'example-platform',
        '--prometheus-url',
        `http://127.0.0.1:${port}`,
        '--out',
        out,
      ],
      { cwd: work, stdio: 'inherit', env: { ...process.env, NODE_OPTIONS: '--max-old-space-size=4096' } },
    );
  } finally {
    prometheus.kill();
  }
}

/** The name of the node that each pod is on, with how much the node has. */
function nodesOfPods(objects) {
  const nodes = new Map(
    objects
      .filter(({ kind }) => kind === 'Node')
      .map(({ metadata, status }) => [metadata.name, status.capacity]),
  );
  return new Map(
    objects
      .filter(({ kind, spec }) => kind === 'Pod' && nodes.has(spec.nodeName))
      .map(({ metadata, spec }) => [
        metadata.name,
        { name: spec.nodeName, capacity: nodes.get(spec.nodeName) },
      ]),
  );
}

/** A recording without metrics: the cluster half, in the recording's own format. */
function writeObjects(folder, objects) {
  const kinds = new Map();
  const files = new Map();
  for (const object of objects) {
    const [group, kind] = [
      object.apiVersion.includes('/') ? object.apiVersion.split('/')[0] : '',
      object.kind,
    ];
    kinds.set(`${group}/${kind}`, { group, kind });
    const path = join(folder, 'objects', object.metadata.namespace ?? '_cluster');
    const file = join(path, `${kind.toLowerCase()}.yaml`);
    mkdirSync(path, { recursive: true });
    files.set(file, [...(files.get(file) ?? []), object]);
  }
  for (const kind of [
    { group: 'apps', kind: 'StatefulSet' },
    { group: '', kind: 'LimitRange' },
    { group: '', kind: 'ResourceQuota' },
  ]) {
    kinds.set(`${kind.group}/${kind.kind}`, kind);
  }
  for (const [file, contents] of files)
    writeFileSync(
      file,
      contents
        .map((object) => stringify(object, { version: '1.1', aliasDuplicateObjects: false }))
        .join('---\n'),
    );
  mkdirSync(join(folder, 'metrics'), { recursive: true });
  writeFileSync(join(folder, 'metrics/index.json'), '[]\n');
  writeFileSync(
    join(folder, 'recording.yaml'),
    stringify({
      apiVersion: 'kubectl-autoscale.io/v1alpha1',
      kind: 'Recording',
      takenAt: new Date(END_MS).toISOString(),
      cluster: 'example platform',
      metrics: '',
      defaultNamespace: 'prod',
      kubernetesVersion: { gitVersion: 'v1.34.1', major: 1, minor: 34 },
      kinds: [...kinds.values()],
    }),
  );
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function ready(url) {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  throw new Error(`${url} did not become ready`);
}
