#!/usr/bin/env node
// Records the HPA scenarios as fixtures: node test/controlplane/record-hpa-runs.mjs [scenario...]
// Bundles the TypeScript beside it, because Node 20 does not run it.
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
// Beside its source, so that what it finds by import.meta.url is found.
const bundle = join(here, `.record-hpa-runs-${process.pid}.mjs`);
try {
  await build({
    entryPoints: [join(here, 'record-hpa-runs.ts')],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
  });
  const { recordHpaRuns } = await import(pathToFileURL(bundle).href);
  await recordHpaRuns(join(here, '..', 'fixtures', 'hpa-runs'), process.argv.slice(2));
} catch (error) {
  console.error(`record-hpa-runs: ${error.message}`);
  process.exitCode = 1;
} finally {
  rmSync(bundle, { force: true });
}
