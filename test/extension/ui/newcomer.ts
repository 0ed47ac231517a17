import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { expect } from 'vitest';

import { waitFor } from '../../controlplane/wait.ts';
import { takePicture } from './pictures.ts';
import { savedText } from './saved-text.ts';
import { type OpenedWorkbench, PATIENCE_MS, Workbench } from './workbench.ts';

const HPA = 'embed/hpa.yaml';
const DEPLOYMENT = 'embed/deployment.yaml';

/** The five steps of the walkthrough by its own buttons: from the example to a manifest that is linted, annotated and right-sized. */
export async function followWalkthrough({ workbench, directory }: OpenedWorkbench): Promise<void> {
  // By now VS Code knows the extension's commands.
  await workbench.openFile('llm-chat/pdb.yaml');
  await workbench.shows('.squiggly-error');
  await workbench.command('Autoscaling: Open Walkthrough');
  const steps = workbench.page.locator('.gettingStartedContainer .step-title');
  await steps.nth(4).waitFor();
  expect(await steps.allInnerTexts()).toEqual([
    'Open the example',
    'See what is wrong',
    'Fix it',
    'Right-size a workload',
    'Use your own data',
  ]);
  await takePicture(workbench.page, 'walkthrough-light', 700);
  const [opened] = await Promise.all([
    workbench.page.context().waitForEvent('page', { timeout: PATIENCE_MS }),
    pressStep(workbench, 'Open the example', 'Open Example'),
  ]);

  const example = new Workbench(opened);
  const { page } = example;
  await page.locator('.monaco-workbench .part.editor').waitFor();
  const folder = folderOf(page.url());
  expect(folder.startsWith(directory)).toBe(true);
  const hpa = `${folder}/${HPA}`;
  const deployment = `${folder}/${DEPLOYMENT}`;

  // See what is wrong: the list leads to the place.
  await example.openFile(HPA);
  await example.shows('.squiggly-error');
  await example.command('Autoscaling: Open Walkthrough');
  const problem = page.locator('.markers-panel .monaco-list-row', { hasText: 'v2beta2' }).first();
  await example.actToShow(() => pressStep(example, 'See what is wrong', 'Show Problems'), problem);

  // Fix it, though the walkthrough and no manifest is active.
  const before = readFileSync(hpa, 'utf8');
  await pressStep(example, 'Fix it', 'Fix All Safe Findings');
  await example.waitForText(/apiVersion: autoscaling\/v2(?!beta)/);
  await example.save();
  expect(await savedText(hpa, before)).toBe(before.replace('autoscaling/v2beta2', 'autoscaling/v2'));

  // Right-size a workload that says what it costs.
  const wasteful = readFileSync(deployment, 'utf8');
  await example.openFile(DEPLOYMENT);
  // The list of problems leaves little room: what is out of sight is not drawn.
  await example.goToText('cpu: "2"', wasteful);
  await example.waitForText(/p50–p95 .*\$[\d,–]+\/mo now/);
  await example.command('Autoscaling: Open Walkthrough');
  await pressStep(example, 'Right-size a workload', 'Right-Size Requests');
  await waitFor(async () => !(await example.visibleText()).includes('cpu: "2"'), {
    description: 'the request to change',
  });
  await example.save();
  expect(await savedText(deployment, wasteful)).not.toContain('cpu: "2"');
  expect(await example.editor().locator('.squiggly-error, .squiggly-warning').count()).toBe(0);

  await example.command('Autoscaling: Open Walkthrough');
  await example.actToShow(
    () => pressStep(example, 'Use your own data', 'Choose Data Source'),
    page.locator('.quick-input-list .monaco-list-row', { hasText: 'A URL, with a token' }),
  );
}

/** Opens a step of the walkthrough and presses its button. */
async function pressStep(workbench: Workbench, step: string, label: string): Promise<void> {
  const { page } = workbench;
  const button = page.locator('.gettingStartedContainer .monaco-button:visible', { hasText: label });
  await workbench.actToShow(async () => {
    await page.locator('.gettingStartedContainer .step-title', { hasText: step }).first().click();
  }, button.first());
  await button.first().click();
}

/** The folder that a window's address names. */
function folderOf(url: string): string {
  const folder = new URL(url).searchParams.get('folder') ?? '';
  return folder.startsWith('file:') ? fileURLToPath(folder) : folder;
}
