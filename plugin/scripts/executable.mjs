// Makes one file that holds Node and the built plugin: `node plugin/scripts/executable.mjs [--node PATH] [--out FILE]`. `--node` names the Node of
// another platform, of the same version as the one that runs this.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { inject } from 'postject';

/** What Node's own documentation says to look for. */
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

const plugin = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
  options: {
    node: { type: 'string', default: process.execPath },
    out: { type: 'string', default: join(plugin, 'kubectl-autoscaler') },
  },
});
const out = resolve(values.out);

const files = [
  'package.json',
  'oclif.manifest.json',
  ...readdirSync(join(plugin, 'dist'), { recursive: true })
    .map((name) => join('dist', name))
    // Maps are for stack traces, types and what the compiler keeps for nobody.
    .filter((name) => /\.(js|wasm|md|txt)$/.test(name)),
];
const assets = {
  ...Object.fromEntries(files.map((file) => [file.replaceAll('\\', '/'), join(plugin, file)])),
  'run.cjs': join(plugin, 'scripts/executable/run.cjs'),
};

const draft = mkdtempSync(join(tmpdir(), 'executable-'));
try {
  const list = join(draft, 'files.json');
  writeFileSync(list, JSON.stringify({ build: buildId(), files: Object.keys(assets) }));
  const blob = join(draft, 'program.blob');
  const config = join(draft, 'sea.json');
  writeFileSync(
    config,
    JSON.stringify({
      main: join(plugin, 'scripts/executable/start.cjs'),
      output: blob,
      disableExperimentalSEAWarning: true,
      assets: { ...assets, 'files.json': list },
    }),
  );
  execFileSync(process.execPath, ['--experimental-sea-config', config], {
    stdio: 'pipe',
  });
  copyFileSync(values.node, out);
  chmodSync(out, 0o755);
  await inject(out, 'NODE_SEA_BLOB', readFileSync(blob), {
    sentinelFuse: FUSE,
    machoSegmentName: 'NODE_SEA',
  });
} finally {
  rmSync(draft, { recursive: true, force: true });
}

/** Version and contents: two builds never share a folder. */
function buildId() {
  const hash = createHash('sha256');
  for (const [name, path] of Object.entries(assets)) hash.update(name).update(readFileSync(path));
  const { version } = JSON.parse(readFileSync(join(plugin, 'package.json'), 'utf8'));
  return `${version}-${hash.digest('hex').slice(0, 16)}`;
}
