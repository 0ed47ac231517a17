import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { build } from 'esbuild';

const entry = fileURLToPath(new URL('../../plugin/src/entry/forecaster-thread.ts', import.meta.url));

/** The plugin's thread for forecasts, bundled from source into a directory. */
export async function bundledForecastThread(directory: string): Promise<URL> {
  const outfile = join(directory, 'forecaster-thread.mjs');
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: ['source'],
    logLevel: 'warning',
  });
  return pathToFileURL(outfile);
}
