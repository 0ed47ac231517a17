import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect } from 'vitest';

import { waitFor } from '../../controlplane/wait.ts';
import { takePicture } from './pictures.ts';
import { savedText } from './saved-text.ts';
import type { OpenedWorkbench } from './workbench.ts';

const EMBED = 'embed/deployment.yaml';
const ASR = 'asr/asr.yaml';

/** Finds a mistake, fixes it, reads a workload's figures, right-sizes it and saves, without ever touching the mouse. */
export async function byKeyboard(opened: OpenedWorkbench): Promise<void> {
  await fixByKeyboard(opened);
  await rightSizeByKeyboard(opened);
}

async function rightSizeByKeyboard({ workbench, folder }: OpenedWorkbench): Promise<void> {
  const { page } = workbench;
  const file = join(folder, EMBED);
  const before = readFileSync(file, 'utf8');

  await workbench.openFile(EMBED);
  await workbench.shows('.codelens-decoration');
  await workbench.waitForText(/p50|p95|\/mo/);
  await takePicture(page, 'annotations-light', 640);

  await workbench.goToText('cpu: "2"', before);
  await workbench.pressToShow(['Control+k', 'Control+i'], page.locator('.monaco-hover:visible img').first());
  await takePicture(page, 'hover-light', 480);
  await page.keyboard.press('Escape');

  await workbench.pressToShow(
    ['Control+.'],
    page.locator('.action-widget .monaco-list-row', { hasText: 'Right-size requests' }),
  );
  await takePicture(page, 'actions-light', 480);
  await workbench.chooseFromList('.action-widget', 'Right-size requests');

  await waitFor(async () => !(await workbench.visibleText()).includes('cpu: "2"'), {
    description: 'the request to change',
  });
  await takePicture(page, 'right-sized-light', 480);
  await workbench.save();
  const after = await savedText(file, before);
  expect(after).toContain('# Embeddings on CPU.');
  expect(after).not.toContain('cpu: "2"');
}

async function fixByKeyboard({ workbench, folder }: OpenedWorkbench): Promise<void> {
  const { page } = workbench;
  const file = join(folder, ASR);
  const before = readFileSync(file, 'utf8');
  await workbench.openFile(ASR);
  await workbench.shows('.squiggly-error, .squiggly-warning');
  await workbench.pressToShow(['F8'], page.locator('.marker-widget'));
  await takePicture(page, 'finding-light', 640);
  await page.keyboard.press('Escape');
  await page.locator('.marker-widget').waitFor({ state: 'detached' });
  await workbench.pressToShow(
    ['Control+.'],
    page.locator('.action-widget .monaco-list-row', { hasText: 'Write 512Mi' }),
  );
  await workbench.chooseFromList('.action-widget', 'Write 512Mi');
  // Saving before the edit has come would save the file as it was.
  await workbench.waitForText('512Mi');
  await workbench.save();
  expect(await savedText(file, before)).toBe(before.replace('512m}', '512Mi}'));
}
