import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { FrameLocator } from 'playwright-core';
import { expect } from 'vitest';

import { accessibilityProblems } from './accessibility.ts';
import { readInHighContrast } from './high-contrast.ts';
import { takePicture } from './pictures.ts';
import { savedText } from './saved-text.ts';
import type { OpenedWorkbench } from './workbench.ts';

const HPA = 'embed/hpa.yaml';

/** Opens the what-if panel at an HPA, tries another minimum and writes it into the manifest, by keyboard alone. */
export function tryWhatIf(picture: string): (opened: OpenedWorkbench) => Promise<void> {
  return async ({ workbench, folder, directory }) => {
    const { page } = workbench;
    const file = join(folder, HPA);
    const before = readFileSync(file, 'utf8');
    await workbench.openFile(HPA);
    await workbench.shows('.codelens-decoration');
    await workbench.goToText('minReplicas', before);
    await workbench.command('Autoscaling: What If…');

    const panel = page.frameLocator('iframe.webview').frameLocator('#active-frame');
    await panel.locator('.answer', { hasText: 'As it is:' }).waitFor();
    expect(await panel.locator('#title').innerText()).toBe('HPA embed of Deployment prod/embed');
    expect(await panel.locator('svg.chart').count()).toBe(2);
    expect(await panel.locator('#apply').isDisabled()).toBe(true);

    // The first control has the focus: its slider, then its number, then those of the maximum.
    await focusIs(panel, 'range', 'min');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Tab');
    await focusIs(panel, 'number', 'min');
    expect(await panel.locator(':focus').inputValue()).toBe('5');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await focusIs(panel, 'number', 'max');
    await workbench.actToShow(
      async () => {
        await page.keyboard.press('Control+a');
        await page.keyboard.type('14');
      },
      panel.locator('.answer', { hasText: 'With these settings:' }),
    );
    await panel.locator('td', { hasText: '5–14, cpu 60 %' }).waitFor();
    await takePicture(page, picture, 800);
    await panel.locator('figure').last().scrollIntoViewIfNeeded();
    await takePicture(page, picture.replace('what-if', 'what-if-charts'), 800);
    expect(await accessibilityProblems(panel)).toEqual([]);
    if (picture.endsWith('dark')) await readInHighContrast({ workbench, folder, directory }, panel);

    const apply = panel.locator('#apply');
    await tabTo(panel, page, 'apply');
    expect(await apply.isEnabled()).toBe(true);
    await page.keyboard.press('Enter');
    await panel.locator('#note', { hasText: 'Written into embed/hpa.yaml' }).waitFor();
    // What is written is what everything is held against from now on.
    await panel.locator('.answer', { hasText: 'As it is:' }).waitFor();

    await page.keyboard.press('Control+1');
    await workbench.save();
    const after = await savedText(file, before);
    expect(after).toBe(
      before.replace('minReplicas: 3', 'minReplicas: 5').replace('maxReplicas: 12', 'maxReplicas: 14'),
    );
    await page.keyboard.press('Control+z');
    await workbench.waitForText('minReplicas: 3');
  };
}

async function focusIs(panel: FrameLocator, type: string, setting: string): Promise<void> {
  await panel.locator(`input[type=${type}][data-setting=${setting}]:focus`).waitFor();
}

async function tabTo(
  panel: FrameLocator,
  page: OpenedWorkbench['workbench']['page'],
  id: string,
): Promise<void> {
  for (let step = 0; step < 20; step += 1) {
    if ((await panel.locator(`#${id}:focus`).count()) === 1) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`no way by Tab to ${id}`);
}
