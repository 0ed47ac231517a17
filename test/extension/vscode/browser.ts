import { join } from 'node:path';

import { type BrowserContext, chromium } from 'playwright-core';

import type { Sandbox } from '../../controlplane/sandbox.ts';
import type { EditorPrograms } from './programs.ts';

/** Opens Chromium for one test; the sandbox's end closes it. */
export async function openBrowser(programs: EditorPrograms, sandbox: Sandbox): Promise<BrowserContext> {
  const context = await chromium.launchPersistentContext(join(sandbox.directory, 'chromium'), {
    executablePath: programs.chromium,
    viewport: { width: 1280, height: 800 },
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  sandbox.defer(() => context.close());
  return context;
}
