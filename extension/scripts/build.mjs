// Bundles the extension into dist/: the client, which VS Code loads as CommonJS, the language server beside it, and what the
// extension brings along: snippets and the example platform with its recording.
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

import { writeThirdPartyNotices } from '../../scripts/third-party-notices.mjs';

const extension = fileURLToPath(new URL('..', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));
const dist = join(extension, 'dist');

for (const part of ['client', 'server', 'webview', 'snippets', 'rules', 'example']) {
  rmSync(join(dist, part), { recursive: true, force: true });
}

/**
 * What `activate` loads is small; the language client is loaded from a file beside it when a manifest is there, the what-if panel when it is opened. esbuild
 * does not split CommonJS by itself.
 */
const loadedLater = {
  name: 'loaded-later',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^\.\/(session|what-if-panel)\.ts$/ }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path: path.replace(/ts$/, 'cjs'), external: true } : undefined,
    ),
};

const common = {
  absWorkingDir: extension,
  bundle: true,
  minify: true,
  keepNames: true,
  platform: 'node',
  // What VS Code 1.95 runs on.
  target: 'node20.18',
  conditions: ['source'],
  sourcemap: process.argv.includes('--sourcemap'),
  metafile: true,
  logLevel: 'warning',
};
const bundles = await Promise.all([
  build({
    ...common,
    entryPoints: ['extension', 'session', 'what-if-panel'].map((name) => `src/client/${name}.ts`),
    outdir: 'dist/client',
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    external: ['vscode'],
    plugins: [loadedLater],
  }),
  // The page of the what-if panel, which runs in a browser's frame of its own.
  build({
    ...common,
    entryPoints: ['webview/what-if.ts', 'webview/what-if.css'],
    outdir: 'dist/webview',
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
  }),
  build({
    ...common,
    entryPoints: ['main', 'server', 'analysis-thread'].map((name) => `src/server/${name}.ts`),
    outdir: 'dist/server',
    chunkNames: 'chunks/[name]-[hash]',
    splitting: true,
    format: 'esm',
    alias: { punycode: 'punycode/punycode.js' },
    // Bundled CommonJS packages call require() for Node's own modules; an ES module has to make one.
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
    loader: { '.json': 'json' },
  }),
]);

writeThirdPartyNotices(
  root,
  'extension',
  bundles.map(({ metafile }) => metafile),
);
cpSync(join(root, 'snippets'), join(dist, 'snippets'), {
  recursive: true,
  filter: (path) => !path.endsWith('.md'),
});
// What the codes of diagnostics link to.
cpSync(join(root, 'docs/rules'), join(dist, 'rules'), { recursive: true });
const platform = join(root, 'examples/platform');
for (const part of ['k8s', 'recording']) {
  cpSync(join(platform, part), join(dist, 'example', part), { recursive: true });
}
// The recording lies beside the folder that is opened: its objects are the cluster's, not manifests.
mkdirSync(join(dist, 'example/k8s/.vscode'));
writeFileSync(
  join(dist, 'example/k8s/.vscode/settings.json'),
  `${JSON.stringify(
    {
      'kubectlAutoscale.data.source': 'recording',
      'kubectlAutoscale.data.recording': '../recording',
      'kubectlAutoscale.data.namespace': 'prod',
    },
    null,
    2,
  )}\n`,
);
