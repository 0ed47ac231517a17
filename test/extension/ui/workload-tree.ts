import { expect } from 'vitest';

import { takePicture } from './pictures.ts';
import type { OpenedWorkbench } from './workbench.ts';

/** Opens the tree in the side bar and goes to what scales a workload, by mouse. */
export async function browseWorkloads({ workbench }: OpenedWorkbench): Promise<void> {
  const { page } = workbench;
  await workbench.openFile('llm-chat/deployment.yaml');
  await workbench.shows('.codelens-decoration');
  const row = page.locator('.pane-body .monaco-list-row', { hasText: 'llm-chat' }).filter({ hasText: '/mo' });
  await workbench.actToShow(
    () => page.locator('.pane-header', { hasText: 'Autoscaled Workloads' }).click(),
    row.first(),
  );
  expect(await row.first().innerText()).toMatch(/\$[\d,]+–[\d,]+\/mo/);
  // A tree that is filled again meanwhile forgets the click.
  const scaler = page.locator('.pane-body .monaco-list-row', { hasText: 'HPA · 2–16' });
  await workbench.actToShow(() => row.first().locator('.monaco-tl-twistie').click(), scaler);
  await takePicture(page, 'workloads-dark', 800, '.monaco-workbench');
  await workbench.actToShow(() => scaler.click(), page.locator('.tab', { hasText: 'hpa.yaml' }));
}
