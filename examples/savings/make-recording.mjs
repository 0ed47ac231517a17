/**
 * Writes examples/savings/recording: the case's cluster and what would have been measured on it, read through the
 * same recorder that `record` uses. Every figure is one of the case's own; nothing is random.
 *
 *   npx tsc -b core && node examples/savings/make-recording.mjs
 */
import { fileURLToPath } from 'node:url';

import { analyzeCost, analyzeGpus, analyzeNodes } from '../../core/dist/advisor/index.js';
import { diskFiles } from '../../core/dist/sources/files/index.js';
import { filePriceSource } from '../../core/dist/sources/pricing/index.js';
import { recorder, writeRecording } from '../../core/dist/sources/recording/index.js';
import { memoryCluster } from '../../core/dist/testing/index.js';
import { metricsOf, NOW_MS } from './metrics.mjs';
import { objects } from './objects.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const cluster = memoryCluster(objects, {
  description: 'the business case',
  defaultNamespace: 'ml',
  version: { gitVersion: 'v1.34.1', major: 1, minor: 34 },
});
const overheard = recorder(cluster, metricsOf());
const prices = await filePriceSource(diskFiles(here), 'prices.yaml').load();
const plan = { timeLimitMs: 1000, clockMs: () => 0, rounds: 0 };
const sources = {
  cluster: overheard.cluster,
  metrics: overheard.metrics,
  prices,
  clock: { now: () => NOW_MS },
};
await analyzeCost(sources, 'ml', { by: 'workload', plan });
await analyzeNodes(sources);
await analyzeGpus(sources);
const { objects: count, questions } = await writeRecording(
  `${here}recording`,
  await overheard.session(),
  NOW_MS,
);
console.log(`${count} objects, ${questions} metric answers`);
