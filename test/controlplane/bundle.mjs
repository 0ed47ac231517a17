import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

/**
 * Bundles a TypeScript file of this folder to a module that Node 20 runs, and returns its path. It lies beside its
 * source, so that what is found by import.meta.url is found; the caller removes it. With `externalPackages` the packages that
 * it uses are left out, as some of them must be that load parts of theirs later.
 */
export async function bundleBeside(entryPoint, name, { externalPackages = false } = {}) {
  const outfile = join(dirname(entryPoint), `.${name}-${process.pid}.mjs`);
  await build({
    entryPoints: [entryPoint],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    ...(externalPackages && {
      packages: 'external',
      alias: { '#core': fileURLToPath(new URL('../../core/src', import.meta.url)) },
    }),
    logLevel: 'warning',
  });
  return outfile;
}
