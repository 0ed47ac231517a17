import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { bundledForecastThread } from '../../metrics-adapter/forecast-thread.ts';

/** The thread's file, bundled from the sources as the plugin's build does it: a worker runs no TypeScript. */
export async function forecastThreadScript(): Promise<{ readonly url: URL; readonly remove: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), 'forecast-thread-'));
  return {
    url: await bundledForecastThread(folder),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
