import { expect } from 'vitest';

import type { OpenedWorkbench } from './workbench.ts';

/** In a folder that is not trusted there are findings, and no figures although its settings name a recording. */
export async function readUntrusted({ workbench }: OpenedWorkbench): Promise<void> {
  const { page } = workbench;
  await page.getByText('Restricted Mode', { exact: true }).first().waitFor();
  await workbench.openFile('llm-chat/pdb.yaml');
  await workbench.shows('.squiggly-error, .squiggly-warning');
  await workbench.openFile('llm-chat/deployment.yaml');
  await page.waitForTimeout(5000);
  expect(await workbench.editor().locator('.codelens-decoration').count()).toBe(0);
  expect(await workbench.visibleText()).not.toMatch(/p95|\$\d/);
}
