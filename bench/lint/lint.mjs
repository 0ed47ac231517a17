/**
 * The whole process of linting a large tree, beside other linters on the same tree in the same run, and of linting one
 * small file beside a Node that does nothing.
 *
 *   npm run build && npx tsc -b core && node bench/lint/lint.mjs [--files 10000] [--runs 3] [--seed 1] [--keep <folder>]
 *
 * Needs GNU time (Debian: apt-get install time).
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { applicationFiles } from './manifests.mjs';
import { findPeer, peers } from './peers.mjs';

const { values: options } = parseArgs({
  options: {
    files: { type: 'string', default: '10000' },
    runs: { type: 'string', default: '3' },
    seed: { type: 'string', default: '1' },
    keep: { type: 'string' },
  },
});
const plugin = fileURLToPath(new URL('../../plugin/bin/kubectl-autoscale.js', import.meta.url));
const root = options.keep ?? mkdtempSync(join(tmpdir(), 'bench-lint-'));

try {
  const tree = writeTree();
  printTable(`${tree.paths.length} files, ${tree.documents} documents`, contestants(tree), tree.documents);
  printTable('one file of five documents', smallFile(tree), 5);
} finally {
  if (options.keep === undefined) rmSync(root, { recursive: true, force: true });
}

function writeTree() {
  const paths = [];
  let documents = 0;
  for (const file of applicationFiles({ files: Number(options.files), seed: Number(options.seed) })) {
    mkdirSync(join(root, dirname(file.path)), { recursive: true });
    writeFileSync(join(root, file.path), file.text);
    paths.push(file.path);
    documents += file.documents;
  }
  return { paths, documents };
}

function contestants({ paths }) {
  const ours = {
    name: 'kubectl-autoscale',
    command: [process.execPath, plugin, 'lint', '.', '--format', 'json', '--fail-on', 'never'],
  };
  const others = peers.flatMap((peer) => {
    const { path, missing } = findPeer(peer);
    if (missing !== undefined) {
      console.log(`left out: ${missing}`);
      return [];
    }
    return [{ name: peer.name, command: [path, ...peer.arguments(peer.takes === 'files' ? paths : ['.'])] }];
  });
  return [ours, ...others];
}

function smallFile({ paths }) {
  const lint = [process.execPath, plugin, 'lint', paths[0], '--format', 'json', '--fail-on', 'never'];
  return [
    { name: 'kubectl-autoscale', command: lint },
    { name: 'node -e 0', command: [process.execPath, '-e', '0'] },
  ];
}

/** The contestants take turns, so that a change of the machine's speed meets all of them. */
function printTable(title, all, documents) {
  const runs = new Map(all.map(({ name }) => [name, []]));
  for (const { command } of all) measure(command);
  for (let run = 0; run < Number(options.runs); run += 1) {
    for (const { name, command } of all) runs.get(name).push(measure(command));
  }
  const rows = all.map(({ name }) => ({ name, ...medians(runs.get(name)) }));
  const [ours] = rows;
  console.log(`\n${title}; median of ${options.runs} runs`);
  console.log('| | wall, s | CPU, s | CPU per document, µs | peak memory, MB | CPU, ours ÷ theirs |');
  console.log('| --- | ---: | ---: | ---: | ---: | ---: |');
  for (const { name, wall, cpu, megabytes } of rows) {
    const perDocument = ((cpu / documents) * 1e6).toFixed(0);
    const ratio = name === ours.name ? '' : (ours.cpu / cpu).toFixed(2);
    console.log(
      `| ${name} | ${wall.toFixed(2)} | ${cpu.toFixed(2)} | ${perDocument} | ${megabytes.toFixed(0)} | ${ratio} |`,
    );
  }
}

/** Wall and CPU seconds and peak resident memory of a whole process, as the kernel counts them. */
function measure(command) {
  const figures = join(tmpdir(), `bench-lint-${process.pid}.time`);
  const { error } = spawnSync('/usr/bin/time', ['-o', figures, '-f', '%e %U %S %M', ...command], {
    cwd: root,
    stdio: 'ignore',
  });
  if (error) throw new Error('needs GNU time at /usr/bin/time (Debian: apt-get install time)');
  // A line about the exit status may come first.
  const last = readFileSync(figures, 'utf8').trim().split('\n').at(-1);
  rmSync(figures);
  const [wall, user, system, kilobytes] = last.split(' ').map(Number);
  return { wall, cpu: user + system, megabytes: kilobytes / 1000 };
}

function medians(measured) {
  const median = (key) => {
    const sorted = measured.map((each) => each[key]).sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)];
  };
  return { wall: median('wall'), cpu: median('cpu'), megabytes: median('megabytes') };
}
