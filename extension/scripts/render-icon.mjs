// Renders images/icon.svg into the PNG that a .vsix needs. CHROMIUM names the browser.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { chromium } from 'playwright-core';

const SIZE = 256;
const images = new URL('../images/', import.meta.url);
const svg = readFileSync(new URL('icon.svg', images), 'utf8');

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
try {
  const page = await browser.newPage({ viewport: { width: SIZE, height: SIZE } });
  await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${svg}`);
  await page.screenshot({ path: fileURLToPath(new URL('icon.png', images)), omitBackground: true });
} finally {
  await browser.close();
}
