#!/usr/bin/env node
// Records what the real Cluster Autoscaler chooses: CLUSTER_AUTOSCALER_KWOK=<program> node test/controlplane/record-cluster-autoscaler.mjs [name...]
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { bundleBeside } from './bundle.mjs';

const here = dirname(fileURLToPath(import.meta.url));
let bundle;
try {
  bundle = await bundleBeside(join(here, 'record-cluster-autoscaler.ts'), 'record-cluster-autoscaler');
  const { recordClusterAutoscaler } = await import(pathToFileURL(bundle).href);
  await recordClusterAutoscaler(join(here, '..', 'fixtures', 'cluster-autoscaler'), process.argv.slice(2));
} catch (error) {
  console.error(`record-cluster-autoscaler: ${error.message}`);
  process.exitCode = 1;
} finally {
  if (bundle) rmSync(bundle, { force: true });
}
