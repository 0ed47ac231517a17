import { dirname, join } from 'node:path';

import { build } from 'esbuild';

/**
 * Bundles a TypeScript file of this folder to a module that Node 20 runs, and returns its path. It lies beside its
 * source, so that what is found by import.meta.url is found; the caller removes it.
 */
export async function bundleBeside(entryPoint, name) {
  const outfile = join(dirname(entryPoint), `.${name}-${process.pid}.mjs`);
  await build({
    entryPoints: [entryPoint],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
  });
  return outfile;
}
