import { writeFileSync } from 'node:fs';

import Mocha from 'mocha';

/** What the process that started VS Code learns of one test. */
export interface HostTestResult {
  readonly suite: string;
  readonly title: string;
  /** Absent where the test has passed. */
  readonly error?: string;
}

/** What VS Code calls in its extension host. Rejects, and so ends VS Code with a code other than 0, when a test fails. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, color: false });
  // The suites are part of this bundle; this is what loading them as files would do.
  mocha.suite.emit('pre-require', globalThis, 'host', mocha);
  await import('./diagnostics.ts');
  await import('./annotations.ts');
  await import('./code-actions.ts');
  await import('./navigation.ts');
  await import('./snippets.ts');
  await import('./bad-input.ts');
  const results: HostTestResult[] = [];
  const failures = await new Promise<number>((end) => {
    mocha
      .run(end)
      .on('pass', (test) => results.push(named(test)))
      .on('fail', (test, error) => results.push({ ...named(test), error: messageOf(error) }));
  });
  const file = process.env.KUBECTL_AUTOSCALE_TEST_RESULTS;
  if (file !== undefined) writeFileSync(file, JSON.stringify(results));
  if (failures > 0) throw new Error(`${failures} tests failed`);
}

function named(test: Mocha.Test): HostTestResult {
  const [suite = '', ...title] = test.titlePath();
  return { suite, title: title.join(' › ') };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
