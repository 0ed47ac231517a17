import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { takePicture } from './pictures.ts';
import type { OpenedWorkbench } from './workbench.ts';

const HPA = 'llm-chat/hpa.yaml';
const DEPLOYMENT = 'llm-chat/deployment.yaml';

/** Goes from an HPA to its Deployment, back by its references, and completes a name, by keyboard. */
export async function navigateByKeyboard({ workbench, folder }: OpenedWorkbench): Promise<void> {
  const { page } = workbench;
  await workbench.openFile(HPA);
  await workbench.shows('.codelens-decoration');
  const hpa = readFileSync(join(folder, HPA), 'utf8');
  await workbench.goToText('scaleTargetRef', hpa);
  await page.keyboard.press('F12');
  await page.locator('.tab.active', { hasText: 'deployment.yaml' }).waitFor();

  await workbench.goToText('kind: Deployment', readFileSync(join(folder, DEPLOYMENT), 'utf8'));
  await page.keyboard.press('Shift+F12');
  // The HPA and the budget of the same folder.
  const peek = page.locator('.reference-zone-widget .ref-tree');
  await peek.locator('.monaco-list-row', { hasText: 'hpa.yaml' }).waitFor();
  await peek.locator('.monaco-list-row', { hasText: 'pdb.yaml' }).waitFor();
  await takePicture(page, 'references-light', 480);
  await page.keyboard.press('Escape');

  await workbench.openFile(HPA);
  const name = hpa.indexOf('name: llm-chat', hpa.indexOf('scaleTargetRef')) + 'name: '.length;
  const before = hpa.slice(0, name);
  await workbench.goTo(before.split('\n').length, before.length - before.lastIndexOf('\n'));
  await workbench.command('Trigger Suggest');
  const suggestion = page.locator('.suggest-widget .monaco-list-row', { hasText: 'llm-code' });
  await suggestion.first().waitFor();
  await takePicture(page, 'completion-light', 480);
  await page.keyboard.type('llm-code');
  await page.keyboard.press('Enter');
  await workbench.waitForText(/name: llm-code/);
}
