// `npm start`: from a fresh clone to an answer. Installs what is missing, builds, then runs `analyze` and `lint` on the example
// platform. Needs nothing but Node and npm, so it imports nothing that has to be installed first.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

checkNode();
if (!installed())
  step('Installing dependencies (once)', npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
step('Building', npm, ['run', 'build', '--silent']);

const plugin = join(root, 'plugin/bin/kubectl-autoscale.js');
show(['analyze', '--recording', 'examples/platform/recording', '-n', 'prod']);
show(['analyze', 'deploy/llm-chat', '--recording', 'examples/platform/recording', '-n', 'prod']);
show(['lint', 'examples/platform/k8s'], [0, 1]);
console.log(
  '\nNext: node plugin/bin/kubectl-autoscale.js --help, docs/tutorial.md, or README.md for your own cluster.',
);

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`Node ${process.versions.node} is too old: 20.19 or later is needed.`);
  process.exit(2);
}

/** npm writes this file at the end of an install; an older one than the lockfile means that the lockfile changed since. */
function installed() {
  const marker = join(root, 'node_modules/.package-lock.json');
  return existsSync(marker) && statSync(marker).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs;
}

function step(title, command, args) {
  const started = Date.now();
  process.stderr.write(`${title} … `);
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    process.stderr.write(`failed\n${stdout}${stderr}`);
    process.exit(status ?? 1);
  }
  process.stderr.write(`${((Date.now() - started) / 1000).toFixed(1)} s\n`);
}

/** Runs one command of the plugin as a user would, and shows what was typed. `lint` ends with 1 when it finds something. */
function show(args, expected = [0]) {
  console.log(`\n$ kubectl-autoscale ${args.join(' ')}`);
  const { status } = spawnSync(process.execPath, [plugin, ...args], { cwd: root, stdio: 'inherit' });
  if (!expected.includes(status ?? -1)) process.exit(status ?? 1);
}
