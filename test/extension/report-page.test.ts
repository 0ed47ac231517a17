import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';

import { runPluginBeside } from '../cli/run-plugin.ts';
import { createSandbox } from '../controlplane/sandbox.ts';
import { openBrowser } from './vscode/browser.ts';
import { describeInEditor } from './vscode/describe-in-editor.ts';

describeInEditor('the page of report in a browser', (programs) => {
  it('is light and dark, fits a phone and a desk, is worked by keyboard and asks for nothing', async () => {
    const sandbox = createSandbox('report-page');
    try {
      const file = join(sandbox.directory, 'report.html');
      const { code, stderr } = await runPluginBeside([
        ...['report', '--recording', 'examples/platform/recording', '--no-plan', '--html', file],
      ]);
      expect({ code, stderr }).toMatchObject({ code: 0 });
      const context = await openBrowser(programs, sandbox);
      const page = await context.newPage();
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      const grounds: string[] = [];
      for (const colorScheme of ['light', 'dark'] as const) {
        for (const width of [390, 1280]) {
          await page.emulateMedia({ colorScheme });
          await page.setViewportSize({ width, height: 844 });
          await page.goto(pathToFileURL(file).href);
          // Wide tables scroll in themselves, the page does not.
          expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
        }
        grounds.push(await page.evaluate('getComputedStyle(document.body).backgroundColor'));
        expect(await contrast(page)).toBeGreaterThan(4.5);
      }
      expect(grounds[0]).not.toBe(grounds[1]);
      expect(asked.filter((url) => !url.startsWith('file:'))).toEqual([]);
      const folds = 'document.querySelectorAll("details[open]").length';
      const open = await page.evaluate(folds);
      await page.focus('details:not([open]) summary');
      await page.keyboard.press('Enter');
      expect(await page.evaluate(folds)).toBe(Number(open) + 1);
      // From the top, Tab reaches the links of the sections and then the tables.
      await page.goto(pathToFileURL(file).href);
      const reached = new Set<string>();
      for (let i = 0; i < 20; i += 1) {
        await page.keyboard.press('Tab');
        reached.add(await page.evaluate('document.activeElement.tagName'));
      }
      expect([...reached]).toEqual(expect.arrayContaining(['A', 'DIV']));
    } finally {
      await sandbox.stop();
    }
  }, 120_000);
});

/** WCAG's ratio between the text of the page and what it stands on. */
async function contrast(page: Page): Promise<number> {
  const [text, ground] = await page.evaluate<[string, string]>(
    '(({ color, backgroundColor }) => [color, backgroundColor])(getComputedStyle(document.body))',
  );
  const [a, b] = [luminance(text), luminance(ground)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = (colour.match(/[\d.]+/g) ?? []).map((part) => {
    const value = Number(part) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
