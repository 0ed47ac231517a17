/**
 * Stands in for VS Code's executable in `@vscode/test-electron`: takes the same arguments, runs the extension's tests in the
 * extension host of a VS Code whose window is a tab of Chromium, prints what they print and ends with their exit code.
 */
import { isAbsolute, resolve } from 'node:path';
import { format, parseArgs } from 'node:util';

import { createSandbox } from '../../controlplane/sandbox.ts';
import { openBrowser } from './browser.ts';
import { startCodeServer } from './code-server.ts';
import { findEditorPrograms } from './programs.ts';

/** A suite that has neither passed nor failed by then has hung. */
const LIMIT_MS = 10 * 60_000;

const { values, positionals } = parseArgs({
  options: {
    extensionDevelopmentPath: { type: 'string' },
    extensionTestsPath: { type: 'string' },
    'user-data-dir': { type: 'string' },
    'extensions-dir': { type: 'string' },
  },
  strict: false,
});
const development = text(values.extensionDevelopmentPath, 'extensionDevelopmentPath');
const tests = text(values.extensionTestsPath, 'extensionTestsPath');
const folder = resolve(positionals[0] ?? '.');

process.exitCode = await run();

async function run(): Promise<number> {
  const programs = findEditorPrograms();
  if (typeof programs === 'string') throw new Error(programs);
  const sandbox = createSandbox('vscode');
  try {
    const server = await startCodeServer(programs, sandbox, { testDriver: true });
    const browser = await openBrowser(programs, sandbox);
    const page = await browser.newPage();
    const exited = new Promise<number>((end, fail) => {
      const timer = setTimeout(() => fail(new Error(`no exit code after ${LIMIT_MS / 1000} s`)), LIMIT_MS);
      void page.exposeFunction('codeAutomationExit', (code: number) => {
        clearTimeout(timer);
        end(code);
      });
      page.once('crash', () => fail(new Error('the tab has crashed')));
    });
    await page.exposeFunction('codeAutomationLog', (kind: string, parts: unknown[]) => {
      // The workbench's own news are told apart by having no format in front.
      process.stdout.write(`${kind}: ${format(...parts)}\n`);
    });
    await page.goto(
      server.url(folder, [
        ['extensionDevelopmentPath', server.remote(development)],
        ['extensionTestsPath', server.remote(tests)],
        ['skipWelcome', 'true'],
      ]),
    );
    return await exited;
  } finally {
    await sandbox.stop();
  }
}

function text(value: string | boolean | undefined, name: string): string {
  if (typeof value === 'string' && isAbsolute(value)) return value;
  throw new Error(`--${name}=<absolute path> is needed`);
}
