import { expect } from 'vitest';

import { type OpenedWorkbench, PATIENCE_MS, Workbench } from './workbench.ts';

/** Opens the example by its command, in a window of its own: figures are there without any setting and without a network. */
export async function openExampleByCommand({ workbench }: OpenedWorkbench): Promise<void> {
  const { page } = workbench;
  // By now VS Code knows the extension's commands.
  await workbench.openFile('llm-chat/pdb.yaml');
  await workbench.shows('.squiggly-error');
  const [opened] = await Promise.all([
    page.context().waitForEvent('page', { timeout: PATIENCE_MS }),
    workbench.command('Autoscaling: Open Example'),
  ]);
  const example = new Workbench(opened);
  await example.page.locator('.monaco-workbench .part.editor').waitFor();
  expect(example.page.url()).toMatch(/example(%2F|\/)k8s/);
  await example.openFile('embed/deployment.yaml');
  await example.shows('.codelens-decoration');
  await example.waitForText(/p50–p95 .*\$[\d,–]+\/mo now/);
  await example.openFile('llm-chat/pdb.yaml');
  await example.shows('.squiggly-error');
}
