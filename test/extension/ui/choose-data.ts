import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect } from 'vitest';

import { waitFor } from '../../controlplane/wait.ts';
import type { OpenedWorkbench } from './workbench.ts';

const TOKEN = 'a-token-that-must-not-be-written-down';
/** Nothing listens on the discard port. */
const GONE = 'http://127.0.0.1:9';

/** Names a Prometheus with a token, by keyboard; it is not there. */
export async function choosePrometheus({ workbench, folder }: OpenedWorkbench): Promise<void> {
  const { page } = workbench;
  await workbench.openFile('llm-chat/pdb.yaml');
  await workbench.shows('.squiggly-error, .squiggly-warning');
  await workbench.command('Autoscaling: Choose Data Source');
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'A URL, with a token' }).waitFor();
  await page.keyboard.type('Prometheus');
  await workbench.takeEntry('A URL, with a token');
  await workbench.answer('URL of Prometheus', GONE);
  await workbench.answer('Bearer token', TOKEN);

  const settings = join(folder, '.vscode/settings.json');
  const written = await waitFor(
    () => {
      const text = readFileSync(settings, 'utf8');
      return text.includes(GONE) && text;
    },
    { description: 'the settings' },
  );
  expect(JSON.parse(written)).toMatchObject({
    'kubectlAutoscale.data.source': 'prometheus',
    'kubectlAutoscale.data.prometheusUrl': GONE,
  });
  expect(written).not.toContain(TOKEN);
  // Said once, where it does not disturb: in the status bar.
  await page
    .locator('#kubectl-autoscale\\.kubectl-autoscale-vscode\\.kubectlAutoscale\\.status', {
      hasText: 'no data',
    })
    .waitFor();
  expect(await page.locator('.notification-toast').count()).toBe(0);
  await workbench.shows('.squiggly-error, .squiggly-warning');
}
