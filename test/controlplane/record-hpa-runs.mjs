#!/usr/bin/env node
// Records the HPA scenarios as fixtures: node test/controlplane/record-hpa-runs.mjs [--hour] [scenario...]
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { bundleBeside } from './bundle.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const hour = process.argv.includes('--hour');
const names = process.argv.slice(2).filter((argument) => argument !== '--hour');
let bundle;
try {
  bundle = await bundleBeside(join(here, 'record-hpa-runs.ts'), 'record-hpa-runs');
  const { recordHpaRuns } = await import(pathToFileURL(bundle).href);
  const directory = join(here, '..', 'fixtures', hour ? 'hpa-hour' : 'hpa-runs');
  await recordHpaRuns(hour ? 'hour' : 'short', directory, names);
} catch (error) {
  console.error(`record-hpa-runs: ${error.message}`);
  process.exitCode = 1;
} finally {
  if (bundle) rmSync(bundle, { force: true });
}
