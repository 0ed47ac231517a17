import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, expect, it } from 'vitest';

import { runPlugin } from './run-plugin.ts';

const folder = mkdtempSync(join(tmpdir(), 'simulation-page-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('the legends of a simulation say what was given and what was simulated: none of it is a history', () => {
  const html = join(folder, 'report.html');
  const run = runPlugin(['simulate', '--trace', 'steady', '--strategies', 'static-least', '--html', html]);
  expect(run.code).toBe(0);
  const page = readFileSync(html, 'utf8');
  for (const label of ['traffic', 'simulated', 'needed']) expect(page).toContain(`>${label}</text>`);
  expect(page).not.toContain('>history</text>');
});
