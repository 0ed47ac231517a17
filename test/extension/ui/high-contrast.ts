import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { FrameLocator } from 'playwright-core';
import { expect } from 'vitest';

import { accessibilityProblems } from './accessibility.ts';
import { takePicture } from './pictures.ts';
import type { OpenedWorkbench } from './workbench.ts';

/** Switches both themes of high contrast on while a panel is open: it follows, and can still be read. */
export async function readInHighContrast(
  { workbench, folder }: OpenedWorkbench,
  panel: FrameLocator,
): Promise<void> {
  const file = join(folder, '.vscode/settings.json');
  const settings = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, unknown>>;
  for (const [theme, picture, body] of [
    [
      'Default High Contrast',
      'what-if-high-contrast',
      '.vscode-high-contrast:not(.vscode-high-contrast-light)',
    ],
    ['Default High Contrast Light', 'what-if-high-contrast-light', '.vscode-high-contrast-light'],
  ] as const) {
    writeFileSync(file, JSON.stringify({ ...settings, 'workbench.colorTheme': theme }));
    await panel.locator(`body${body}`).waitFor();
    expect(await accessibilityProblems(panel), theme).toEqual([]);
    await takePicture(workbench.page, picture, 800);
  }
}
