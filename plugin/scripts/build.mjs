// Bundles each command into dist/commands (code shared through chunks, so that `lint` never loads the cluster client), with
// everything that it needs of other packages, copies the pages of the rules, and writes oclif's manifest, which lets oclif answer help and flags without loading a
// command.
import { cpSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { Plugin } from '@oclif/core';
import { build } from 'esbuild';

import { writeThirdPartyNotices } from '../../scripts/third-party-notices.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const commands = readdirSync(join(root, 'src/commands'), { recursive: true }).filter((name) =>
  name.endsWith('.ts'),
);

const shared = {
  absWorkingDir: root,
  outdir: 'dist',
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  conditions: ['source'],
  // oclif would use a TypeScript beside it, in development.
  external: ['typescript'],
  minifySyntax: true,
  minifyWhitespace: true,
  // The cluster client asks for Node's own punycode, which newer Nodes warn about on every run.
  alias: { punycode: 'punycode/punycode.js' },
  // Bundled CommonJS packages call require() for Node's own modules; an ES module has to make one.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  loader: { '.json': 'json' },
  sourcemap: true,
  metafile: true,
  logLevel: 'warning',
};

/** The plain call of `lint` is one file: Node loads two dozen shared chunks in half the time that it lints a file in. */
const directLint = {
  name: 'direct-lint',
  setup: ({ onResolve }) =>
    onResolve({ filter: /\/lint-directly\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './lint-directly.js', external: true } : undefined,
    ),
};

// What is no longer an entry must not stay: it would refer to chunks that are gone.
rmSync(join(root, 'dist/entry'), { recursive: true, force: true });
rmSync(join(root, 'dist/commands'), { recursive: true, force: true });
rmSync(join(root, 'dist/chunks'), { recursive: true, force: true });
const { metafile } = await build({
  ...shared,
  entryPoints: [
    ...commands.map((name) => ({
      in: `src/commands/${name}`,
      out: `commands/${name.slice(0, -'.ts'.length)}`,
    })),
    { in: 'src/entry/main.ts', out: 'entry/main' },
    { in: 'src/entry/complete.ts', out: 'entry/complete' },
    { in: 'src/entry/analysis-thread.ts', out: 'entry/analysis-thread' },
    { in: 'src/entry/forecaster-thread.ts', out: 'entry/forecaster-thread' },
  ],
  // oclif in one chunk loads in half the time of its some hundred files.
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  plugins: [directLint],
});
const { metafile: directMetafile } = await build({
  ...shared,
  entryPoints: [{ in: 'src/entry/lint-directly.ts', out: 'entry/lint-directly' }],
});
const repository = fileURLToPath(new URL('../..', import.meta.url));
writeThirdPartyNotices(repository, 'plugin', [metafile, directMetafile]);
// npm takes what a package holds from its own folder.
for (const name of ['LICENSE', 'NOTICE']) cpSync(join(repository, name), join(root, name));

// `explain` prints these pages.
rmSync(join(root, 'dist/rules'), { recursive: true, force: true });
cpSync(fileURLToPath(new URL('../../docs/rules', import.meta.url)), join(root, 'dist/rules'), {
  recursive: true,
});

// The solver looks for its program beside the file that it is bundled into.
cpSync(createRequire(import.meta.url).resolve('highs/runtime'), join(root, 'dist/chunks/highs.wasm'));

rmSync(join(root, 'oclif.manifest.json'), { force: true });
const plugin = new Plugin({ root, type: 'core', ignoreManifest: true, errorOnManifestCreate: true });
await plugin.load();
writeFileSync(join(root, 'oclif.manifest.json'), `${JSON.stringify(plugin.manifest, undefined, 2)}\n`);
