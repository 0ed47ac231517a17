import { describe, expect, it } from 'vitest';

import { type EditorPrograms, findEditorPrograms } from './programs.ts';

/**
 * A `describe` for tests that need a VS Code. Where there is none they are skipped, and the title says why; with
 * KUBECTL_AUTOSCALE_REQUIRE_ALL=1, as in CI, that is a failure.
 */
export function describeInEditor(title: string, body: (programs: EditorPrograms) => void): void {
  const programs = findEditorPrograms();
  if (typeof programs !== 'string') {
    describe(title, () => body(programs));
  } else if (process.env.KUBECTL_AUTOSCALE_REQUIRE_ALL === '1') {
    describe(title, () => {
      it('has a VS Code to run in', () => expect.fail(programs));
    });
  } else {
    describe.skip(`${title} (skipped: ${programs})`, () => {
      it('runs in VS Code', () => undefined);
    });
  }
}
