import { createHash } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { HistoryValues } from '../forecasting/history.ts';
import type { HistoryStore } from '../forecasting/kept-forecasts.ts';

/** `key` guards against two keys with one file name; gaps are `null`. */
interface HistoryFile {
  readonly version: 1;
  readonly key: string;
  readonly startMs: number;
  readonly stepMs: number;
  readonly values: readonly (number | null)[];
}

/**
 * Keeps each history in a file of its own. What cannot be read, or is not what was written, is read from Prometheus anew; what
 * cannot be written is reported.
 */
export function createHistoryFiles(directory: string, report: (error: unknown) => void): HistoryStore {
  const pathOf = (key: string): string =>
    join(directory, `${createHash('sha256').update(key).digest('hex')}.json`);
  return {
    load: async (key) => {
      try {
        return historyOf(JSON.parse(await readFile(pathOf(key), 'utf8')), key);
      } catch {
        return undefined;
      }
    },
    save: async (key, { startMs, stepMs, values }) => {
      const file: HistoryFile = {
        version: 1,
        key,
        startMs,
        stepMs,
        values: Array.from(values, (value) => (Number.isFinite(value) ? value : null)),
      };
      const path = pathOf(key);
      try {
        await writeFile(`${path}.unfinished`, JSON.stringify(file));
        await rename(`${path}.unfinished`, path);
      } catch (error) {
        report(error);
      }
    },
  };
}

function historyOf(value: unknown, key: string): HistoryValues | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const file = value as Partial<Record<keyof HistoryFile, unknown>>;
  const { startMs, stepMs, values } = file;
  if (file.version !== 1 || file.key !== key || !Array.isArray(values)) return undefined;
  if (!Number.isSafeInteger(startMs) || !Number.isSafeInteger(stepMs)) return undefined;
  const numbers = Float64Array.from(values, (each: unknown) =>
    typeof each === 'number' ? each : Number.NaN,
  );
  return { startMs: startMs as number, stepMs: stepMs as number, values: numbers };
}
