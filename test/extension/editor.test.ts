import { statSync } from 'node:fs';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createSandbox } from '../controlplane/sandbox.ts';
import type { HostTestResult } from './host/index.ts';
import { packExtension } from './pack-extension.ts';
import { runHostSuites } from './run-host-suites.ts';
import { describeInEditor } from './vscode/describe-in-editor.ts';

/** Ends whatever else happens: a VS Code that hangs must not hold up the other tests. */
const PATIENCE_MS = 600_000;

// One file, so that one VS Code runs at a time.
describeInEditor('the extension in VS Code', () => {
  let vsix = '';
  beforeAll(async () => {
    vsix = await packExtension();
  }, PATIENCE_MS);

  it('is a package of less than 3 MB', () => {
    expect(statSync(vsix).size).toBeLessThan(3e6);
  });

  describe('in the extension host', () => {
    const sandbox = createSandbox('extension-host');
    let results: readonly HostTestResult[] = [];
    beforeAll(async () => {
      results = await runHostSuites(sandbox);
    }, PATIENCE_MS);
    afterAll(() => sandbox.stop());

    it.each(['diagnostics', 'snippets', 'bad input'])('%s', (suite) => {
      const tests = results.filter((result) => result.suite === suite);
      expect(tests).not.toHaveLength(0);
      expect(tests.filter((test) => test.error !== undefined)).toEqual([]);
    });
  });
});
