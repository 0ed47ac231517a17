import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, expect, it } from 'vitest';

import { runPlugin } from './run-plugin.ts';

const folder = mkdtempSync(join(tmpdir(), 'predict-short-file-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('says before anything else that a forecast is not to be trusted', () => {
  const file = join(folder, 'short.csv');
  const start = Date.UTC(2026, 7, 1);
  const rows = Array.from({ length: 40 }, (_, minute) => `${start + minute * 60_000},${(minute * 7) % 11}`);
  writeFileSync(file, rows.join('\n'));
  const { code, stdout } = runPlugin(['predict', '--file', file]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Only to look at: nothing is scaled by this forecast\. \S/);
  expect(stdout).toContain('FORECAST');
});
