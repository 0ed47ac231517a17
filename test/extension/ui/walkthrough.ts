import { expect } from 'vitest';

import { takePicture } from './pictures.ts';
import type { OpenedWorkbench } from './workbench.ts';

/** Opens the walkthrough: five steps, each with a button and a picture. */
export async function openWalkthrough({ workbench }: OpenedWorkbench): Promise<void> {
  const { page } = workbench;
  await workbench.openFile('llm-chat/pdb.yaml');
  await workbench.shows('.squiggly-error');
  await workbench.command('Autoscaling: Open Walkthrough');
  const steps = page.locator('.gettingStartedContainer .step-title');
  await steps.nth(4).waitFor();
  expect(await steps.allInnerTexts()).toEqual([
    'Open the example',
    'See what is wrong',
    'Fix it',
    'Right-size a workload',
    'Use your own data',
  ]);
  await takePicture(page, 'walkthrough-light', 700);
  // A step's button does what it says.
  const button = page.locator('.gettingStartedContainer .monaco-button', { hasText: 'Show Problems' });
  await workbench.actToShow(() => steps.nth(1).click(), button);
  await workbench.actToShow(
    () => button.click(),
    page.locator('.markers-panel .monaco-list-row', { hasText: 'minAvailable' }).first(),
  );
}
