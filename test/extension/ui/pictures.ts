import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Page } from 'playwright-core';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Where pictures go: beside the README with KUBECTL_AUTOSCALE_PICTURES=1, else where nobody commits them. */
function folder(): string {
  return process.env.KUBECTL_AUTOSCALE_PICTURES === '1'
    ? join(root, 'extension/images')
    : join(root, '.cache/extension-tests/pictures');
}

/** Takes a picture of the editor, without the bars around it, or of what `part` selects. */
export async function takePicture(
  page: Page,
  name: string,
  height: number,
  part = '.part.editor',
): Promise<void> {
  mkdirSync(folder(), { recursive: true });
  // Hovers and menus fade in.
  await page.waitForTimeout(700);
  const box = await page.locator(part).boundingBox();
  if (!box) throw new Error('there is no editor to take a picture of');
  await page.screenshot({
    path: join(folder(), `${name}.png`),
    clip: { ...box, height: Math.min(height, box.height) },
  });
}
