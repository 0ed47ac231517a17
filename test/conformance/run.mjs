// Runs conformance vectors: bundles run.ts in memory, so that it needs neither a build nor a newer Node.
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

const entry = fileURLToPath(new URL('./run.ts', import.meta.url));
const root = fileURLToPath(new URL('../../', import.meta.url));
const { outputFiles } = await build({
  entryPoints: [entry],
  absWorkingDir: root,
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  conditions: ['source'],
  logLevel: 'error',
});
const [bundle] = outputFiles;
const { main } = await import(
  `data:text/javascript;base64,${Buffer.from(bundle.contents).toString('base64')}`
);
process.exitCode = main(process.argv.slice(2));
