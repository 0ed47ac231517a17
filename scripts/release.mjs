// Makes everything that a release consists of, in `release/`: the plugin as an npm package and as an executable, krew's manifest, the extension as a .vsix, the chart,
// the container's root file system with its description, a bill of materials, and checksums. Says what each weighs; one that is heavier than its budget ends with 1.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { billOfMaterials } from './bill-of-materials.mjs';
import { krewManifest } from './krew-manifest.mjs';
import { nodeLicence } from './node-licence.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'release');
const { version, repository } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** Heaviest that each may be, in megabytes of a million bytes. */
const BUDGETS_MB = { '.tgz': 4, '.vsix': 3, '.tar.gz': 50 };
/** Go's names of the systems that executables are made for. */
const ARCHES = { x64: 'amd64', arm64: 'arm64' };

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);

run('npm', ['run', '--silent', 'build']);
run('npm', ['pack', '--silent', '-w', 'kubectl-autoscale', '--pack-destination', folder]);

run(process.execPath, ['extension/scripts/package.mjs']);
copyFileSync(
  join(root, 'extension/kubectl-autoscale-vscode.vsix'),
  join(folder, `kubectl-autoscale-vscode-${version}.vsix`),
);

executable();

chart();

const rootfs = join(folder, 'rootfs');
run(process.execPath, ['deploy/image/assemble.mjs', rootfs]);
run('tar', [
  '--sort=name',
  '--owner=0',
  '--group=0',
  '--numeric-owner',
  '--mtime=@0',
  '-czf',
  join(folder, `adapter-rootfs-${version}.tar.gz`),
  '-C',
  rootfs,
  '.',
]);
rmSync(rootfs, { recursive: true });
copyFileSync(join(root, 'deploy/image/Dockerfile'), join(folder, 'Dockerfile'));

const bill = JSON.stringify(billOfMaterials(root), null, 2);
writeFileSync(join(folder, `kubectl-autoscale-${version}.cdx.json`), `${bill}\n`);

const names = readdirSync(folder).sort();
const sums = names.map((name) => `${sha256(join(folder, name))}  ${name}\n`);
writeFileSync(join(folder, 'SHA256SUMS'), sums.join(''));

const heavy = names.filter((name) => {
  const megabytes = statSync(join(folder, name)).size / 1e6;
  const [, budget] = Object.entries(BUDGETS_MB).find(([end]) => name.endsWith(end)) ?? [];
  const allowed = budget === undefined ? '' : ` of ${budget} MB`;
  console.log(`release/${name}: ${megabytes.toFixed(2)} MB${allowed}`);
  return budget !== undefined && megabytes > budget;
});
if (heavy.length > 0) {
  console.error(`heavier than allowed: ${heavy.join(', ')}`);
  process.exitCode = 1;
}

/** One file that needs no Node, for the system that this runs on, and the manifest by which krew installs it. */
function executable() {
  const arch = ARCHES[process.arch];
  if (process.platform !== 'linux' || arch === undefined) {
    console.error('the executable is left out: releases make it on Linux, x86-64 or ARM');
    return;
  }
  const draft = join(folder, 'executable');
  mkdirSync(draft);
  run(process.execPath, ['plugin/scripts/executable.mjs', '--out', join(draft, 'kubectl-autoscaler')]);
  for (const name of ['LICENSE', 'NOTICE', 'dist/THIRD-PARTY-NOTICES.txt']) {
    copyFileSync(join(root, 'plugin', name), join(draft, basename(name)));
  }
  const licence = nodeLicence();
  if (licence === undefined)
    throw new Error(
      `the Node at ${process.execPath} came without its LICENSE, which the executable has to carry`,
    );
  copyFileSync(licence, join(draft, 'NODE-LICENSE'));
  const file = `kubectl-autoscaler-linux-${arch}.tar.gz`;
  const plain = ['--sort=name', '--owner=0', '--group=0', '--numeric-owner', '--mtime=@0'];
  run('tar', [...plain, '-czf', join(folder, file), '-C', draft, '.']);
  rmSync(draft, { recursive: true });
  const archive = { os: 'linux', arch, file, sha256: sha256(join(folder, file)) };
  writeFileSync(join(folder, 'autoscaler.yaml'), krewManifest(version, repository.url, [archive]));
}

function chart() {
  const { error } = spawnSync('helm', ['version'], { stdio: 'ignore' });
  if (error) {
    console.error('the chart is left out: there is no helm on the PATH');
    return;
  }
  run('helm', ['package', 'deploy/helm/custom-metrics-adapter', '--destination', folder]);
}

/** What it says is shown where it fails, in the error's message. */
function run(program, args) {
  execFileSync(program, args, { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] });
}

function sha256(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
