import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import module from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createSandbox } from '../controlplane/sandbox.ts';
import { waitFor } from '../controlplane/wait.ts';
import { extensionManifest } from './extension-manifest.ts';
import type { HostTestResult } from './host/index.ts';
import { packExtension } from './pack-extension.ts';
import { PackagedServer } from './packaged-server.ts';
import { runHostSuites } from './run-host-suites.ts';
import { byKeyboard } from './ui/by-keyboard.ts';
import { byMouse } from './ui/by-mouse.ts';
import { choosePrometheus } from './ui/choose-data.ts';
import { killServer } from './ui/kill-server.ts';
import { navigateByKeyboard } from './ui/navigate.ts';
import { followWalkthrough } from './ui/newcomer.ts';
import { readUntrusted } from './ui/untrusted.ts';
import { tryWhatIf } from './ui/what-if.ts';
import { type OpenedWorkbench, openWorkbench } from './ui/workbench.ts';
import { browseWorkloads } from './ui/workload-tree.ts';
import { describeInEditor } from './vscode/describe-in-editor.ts';

/** Ends whatever else happens: a VS Code that hangs must not hold up the other tests. */
const PATIENCE_MS = 600_000;

const SOURCE = 'kubectlAutoscale.data.source';

let vsix = '';
beforeAll(async () => {
  vsix = await packExtension();
}, PATIENCE_MS);

// One file for all that uses the package, so that it is built once and one VS Code runs at a time.
describe('the package', () => {
  const directory = mkdtempSync(join(tmpdir(), 'package-'));
  const server = { current: undefined as PackagedServer | undefined };
  afterAll(() => {
    server.current?.kill();
    rmSync(directory, { recursive: true, force: true });
  });

  it('is smaller than 3 MB', () => {
    expect(statSync(vsix).size).toBeLessThan(3e6);
  });

  it(`holds a server that runs on Node ${process.versions.node}`, async () => {
    const running = (server.current = new PackagedServer());
    expect(await running.initialize(directory)).toMatchObject({
      serverInfo: { version: extensionManifest().version },
    });
    const uri = 'untitled:hpa.yaml';
    await running.openDocument(
      uri,
      'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: a}\nspec:\n' +
        '  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: a}\n  minReplicas: 9\n  maxReplicas: 3\n',
    );
    await waitFor(() => running.diagnosticsOf(uri).some(({ code }) => code === 'hpa-min-greater-than-max'), {
      description: 'a diagnostic',
    });
    const kubeconfig = join(directory, 'kubeconfig');
    writeFileSync(kubeconfig, 'contexts: [{name: staging, context: {}}]\ncurrent-context: staging\n');
    expect(await running.request('kubectlAutoscale/kubeconfigContexts', { kubeconfig })).toEqual({
      names: ['staging'],
      current: 'staging',
    });
    expect(await running.stop()).toBe(0);
  });

  it('keeps compiled code for the next start where Node can', async () => {
    const compiled = join(directory, 'compiled');
    const running = (server.current = new PackagedServer([`--compile-cache=${compiled}`]));
    await running.initialize(directory);
    expect(await running.stop()).toBe(0);
    expect(existsSync(compiled)).toBe('enableCompileCache' in module);
  });
});

describeInEditor('the extension in VS Code', (programs) => {
  describe('in the extension host', () => {
    const sandbox = createSandbox('extension-host');
    let results: readonly HostTestResult[] = [];
    beforeAll(async () => {
      results = await runHostSuites(sandbox);
    }, PATIENCE_MS);
    afterAll(() => sandbox.stop());

    it.each([
      'diagnostics',
      'annotations',
      'code actions',
      'navigation',
      'completion',
      'snippets',
      'bad input',
    ])('%s', (suite) => {
      const tests = results.filter((result) => result.suite === suite);
      expect(tests).not.toHaveLength(0);
      expect(tests.filter((test) => test.error !== undefined)).toEqual([]);
    });
  });

  describe('in the window, installed from its package', () => {
    const scenarios: readonly [
      string,
      (opened: OpenedWorkbench) => Promise<void>,
      Parameters<typeof openWorkbench>[3],
    ][] = [
      ['reads, right-sizes and saves by keyboard, light', byKeyboard, themed('Default Light Modern')],
      ['reads, right-sizes and saves by mouse, dark', byMouse, themed('Default Dark Modern')],
      ['follows references by keyboard', navigateByKeyboard, themed('Default Light Modern')],
      ['browses autoscaled workloads by mouse', browseWorkloads, themed('Default Dark Modern')],
      [
        'tries an HPA otherwise by keyboard, light',
        tryWhatIf('what-if-light'),
        themed('Default Light Modern'),
      ],
      ['tries an HPA otherwise by keyboard, dark', tryWhatIf('what-if-dark'), themed('Default Dark Modern')],
      [
        'leads a newcomer through the five steps of the walkthrough',
        followWalkthrough,
        { ...themed('Default Light Modern'), folderSettings: { [SOURCE]: 'none' } },
      ],
      [
        'says once that Prometheus is gone, and once that its server was killed',
        async (opened) => {
          await choosePrometheus(opened);
          await killServer(opened);
        },
        { folderSettings: { [SOURCE]: 'none' } },
      ],
      ['only lints a folder that is not trusted', readUntrusted, { workspaceTrust: true }],
    ];

    it.each(scenarios)(
      '%s',
      async (_title, play, options) => {
        const sandbox = createSandbox('window');
        try {
          const opened = await openWorkbench(programs, sandbox, vsix, options);
          await play(opened).catch(async (error: unknown) => {
            throw new Error(`${String(error)}\nThe window then:\n${await opened.workbench.describe()}`, {
              cause: error,
            });
          });
        } finally {
          await sandbox.stop();
        }
      },
      PATIENCE_MS,
    );
  });
});

function themed(theme: string): Parameters<typeof openWorkbench>[3] {
  return { settings: { 'workbench.colorTheme': theme } };
}
