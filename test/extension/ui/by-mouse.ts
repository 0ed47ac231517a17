import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect } from 'vitest';

import { waitFor } from '../../controlplane/wait.ts';
import { takePicture } from './pictures.ts';
import { savedText } from './saved-text.ts';
import type { OpenedWorkbench } from './workbench.ts';

const EMBED = 'embed/deployment.yaml';
const ASR = 'asr/asr.yaml';

/** The same by mouse: points at a finding and at a request, follows the lens, takes an action from the light bulb's menu. */
export async function byMouse({ workbench, folder }: OpenedWorkbench): Promise<void> {
  const { page } = workbench;
  await workbench.openFile(ASR);
  await workbench.shows('.squiggly-error, .squiggly-warning');
  await workbench.actToShow(
    () => workbench.pointAt('512m'),
    page.locator('.monaco-hover:visible', { hasText: 'milli, not mega' }),
  );
  await takePicture(page, 'finding-dark', 640);

  const file = join(folder, EMBED);
  const before = readFileSync(file, 'utf8');
  await workbench.openFile(EMBED);
  await workbench.shows('.codelens-decoration');
  await workbench.waitForText(/p50|p95|\/mo/);
  await takePicture(page, 'annotations-dark', 640);

  const chart = page.locator('.monaco-hover:visible img').first();
  await workbench.actToShow(() => workbench.pointAt('cpu: "2"', 'cpu'), chart);
  await takePicture(page, 'hover-dark', 640);

  await workbench.actToShow(
    () => workbench.editor().locator('.codelens-decoration a').first().click(),
    chart,
  );
  await page.keyboard.press('Escape');

  await workbench.line('cpu: "2"').click();
  const action = page.locator('.action-widget .monaco-list-row', { hasText: 'Right-size requests' });
  await workbench.actToShow(
    () => page.locator('.codicon-light-bulb, .codicon-lightbulb, .codicon-gutter-lightbulb').first().click(),
    action,
  );
  await takePicture(page, 'actions-dark', 640);
  await action.click();
  await waitFor(async () => !(await workbench.visibleText()).includes('cpu: "2"'), {
    description: 'the request to change',
  });
  await takePicture(page, 'right-sized-dark', 640);
  await workbench.save();
  const after = await savedText(file, before);
  expect(after).toContain('# Embeddings on CPU.');
  expect(after).not.toContain('cpu: "2"');
}
