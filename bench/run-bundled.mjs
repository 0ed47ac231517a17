import { readFileSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { build } from 'esbuild';

/** Files of the harness find others by their own address, which a bundle would take from them. */
const ownAddresses = {
  name: 'own-addresses',
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll(
        'import.meta.url',
        JSON.stringify(pathToFileURL(path).href),
      ),
      loader: 'ts',
    })),
};

/** Bundles a TypeScript file of the tests, `metrics-adapter/bench/measure-adapter`, beside the harness, which finds its own files there, and imports it. */
export async function importBundled(file) {
  const path = (relative) => fileURLToPath(new URL(`../test/${relative}`, import.meta.url));
  const outfile = path(`controlplane/.${basename(file)}-${process.pid}.mjs`);
  try {
    await build({
      entryPoints: [path(`${file}.ts`)],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      packages: 'external',
      alias: { '#core': fileURLToPath(new URL('../core/src', import.meta.url)) },
      plugins: [ownAddresses],
      logLevel: 'warning',
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(outfile, { force: true });
  }
}
