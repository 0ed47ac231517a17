import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';

import type { Sandbox } from '../controlplane/sandbox.ts';
import { copyExample } from './example-folder.ts';
import type { HostTestResult } from './host/index.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const bundle = join(root, '.cache/extension-tests/host.cjs');
const standIn = join(root, 'test/extension/vscode/stand-in');

/**
 * Runs the mocha suites of `host/` in the extension host of a VS Code: the one in Chromium, or with
 * KUBECTL_AUTOSCALE_DESKTOP_VSCODE=1 desktop VS Code, which is downloaded then.
 */
export async function runHostSuites(sandbox: Sandbox): Promise<readonly HostTestResult[]> {
  await bundleSuites();
  const results = join(sandbox.directory, 'results.json');
  const isDesktop = process.env.KUBECTL_AUTOSCALE_DESKTOP_VSCODE === '1';
  const failed = await runTests({
    extensionDevelopmentPath: join(root, 'extension'),
    extensionTestsPath: bundle,
    launchArgs: [copyExample(sandbox.directory)],
    extensionTestsEnv: { KUBECTL_AUTOSCALE_TEST_RESULTS: results, KUBECTL_AUTOSCALE_ROOT: root },
    ...(isDesktop ? {} : { vscodeExecutablePath: standIn }),
  }).catch((error: unknown) => error);
  try {
    return JSON.parse(readFileSync(results, 'utf8')) as readonly HostTestResult[];
  } catch {
    throw new Error('VS Code ended before the suites did', { cause: failed });
  }
}

async function bundleSuites(): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: ['test/extension/host/index.ts'],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20.18',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
}
