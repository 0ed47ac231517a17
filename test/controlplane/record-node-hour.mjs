#!/usr/bin/env node
// Records an hour of the real controllers on nodes that come and go: CLUSTER_AUTOSCALER_KWOK=<program> node test/controlplane/record-node-hour.mjs
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { bundleBeside } from './bundle.mjs';

const here = dirname(fileURLToPath(import.meta.url));
let bundle;
try {
  bundle = await bundleBeside(join(here, 'record-node-hour.ts'), 'record-node-hour', {
    externalPackages: true,
  });
  const { recordNodeHour } = await import(pathToFileURL(bundle).href);
  await recordNodeHour(join(here, '..', 'fixtures', 'node-hour'));
} catch (error) {
  console.error(`record-node-hour: ${error.message}`);
  process.exitCode = 1;
} finally {
  if (bundle) rmSync(bundle, { force: true });
}
