// How long it takes until a command has answered, as many times the start of Node itself: `npm run bench:startup [-- --executable FILE]`. All are run in
// turn, round by round, so that a busy moment hits all alike; figures are medians of wall time.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
  options: { executable: { type: 'string' }, rounds: { type: 'string', default: '15' } },
});
const node = process.execPath;
const bin = `${root}plugin/bin/kubectl-autoscaler.js`;
// By itself: within a repository the whole of it is what rules look things up in.
const folder = mkdtempSync(join(tmpdir(), 'startup-'));
const file = join(folder, 'deployment.yaml');
copyFileSync(`${root}examples/platform/k8s/embed/deployment.yaml`, file);
const recording = ['--recording', `${root}examples/platform/recording`, '-n', 'prod'];

/** What is run of ours, by how it is called. */
const ours = [
  ['--version', ['--version']],
  ['completion', ['__complete', 'lint', '--']],
  ['--help', ['--help']],
  ['lint of one file', ['lint', file]],
  ['analyze of a recording', ['analyze', 'deploy/embed', ...recording]],
];
const commands = [
  { name: 'node -e 0', argv: [node, '-e', '0'] },
  ...(has('kubectl') ? [{ name: 'kubectl version --client', argv: ['kubectl', 'version', '--client'] }] : []),
  ...(has('kube-linter') ? [{ name: 'kube-linter lint', argv: ['kube-linter', 'lint', file] }] : []),
  ...ours.map(([name, args]) => ({ name, argv: [node, bin, ...args] })),
  ...(values.executable === undefined
    ? []
    : ours.map(([name, args]) => ({ name: `${name}, executable`, argv: [values.executable, ...args] }))),
];

const times = new Map(commands.map(({ name }) => [name, []]));
for (let round = -1; round < Number(values.rounds); round += 1) {
  for (const { name, argv } of commands) {
    const started = performance.now();
    const { error } = spawnSync(argv[0], argv.slice(1), { cwd: folder, stdio: 'ignore' });
    if (error) throw error;
    // The first round fills caches.
    if (round >= 0) times.get(name).push(performance.now() - started);
  }
}
rmSync(folder, { recursive: true });

const floor = median(times.get('node -e 0'));
console.log('| what | ms | × node -e 0 |\n| --- | ---: | ---: |');
for (const [name, all] of times) {
  console.log(`| ${name} | ${median(all).toFixed(0)} | ${(median(all) / floor).toFixed(2)} |`);
}
console.log(`\nNode ${process.version}, medians of ${values.rounds}.`);
if (!has('kube-linter')) console.log('There is no kube-linter on the PATH: left out.');

function has(program) {
  return (process.env.PATH ?? '').split(':').some((folder) => existsSync(`${folder}/${program}`));
}

function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}
