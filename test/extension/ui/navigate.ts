import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { takePicture } from './pictures.ts';
import type { OpenedWorkbench } from './workbench.ts';

const HPA = 'llm-chat/hpa.yaml';
const DEPLOYMENT = 'llm-chat/deployment.yaml';

/** Goes from an HPA to its Deployment and back by its references, by keyboard. */
export async function navigateByKeyboard({ workbench, folder }: OpenedWorkbench): Promise<void> {
  const { page } = workbench;
  await workbench.openFile(HPA);
  await workbench.shows('.codelens-decoration');
  const hpa = readFileSync(join(folder, HPA), 'utf8');
  await workbench.goToText('scaleTargetRef', hpa);
  await workbench.pressToShow(['F12'], page.locator('.tab.active', { hasText: 'deployment.yaml' }));

  await workbench.goToText('kind: Deployment', readFileSync(join(folder, DEPLOYMENT), 'utf8'));
  // The HPA and the budget of the same folder.
  const peek = page.locator('.reference-zone-widget .ref-tree');
  await workbench.pressToShow(['Shift+F12'], peek.locator('.monaco-list-row', { hasText: 'hpa.yaml' }));
  await peek.locator('.monaco-list-row', { hasText: 'pdb.yaml' }).waitFor();
  await takePicture(page, 'references-light', 480);
  await page.keyboard.press('Escape');
}
