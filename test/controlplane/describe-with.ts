import { describe, expect, it } from 'vitest';

import { type BinaryName, describeMissing } from './binaries.ts';

/**
 * A `describe` for tests that run real programs. Where one is absent the tests are skipped, and the title says which
 * and how to get it; with KUBECTL_AUTOSCALE_REQUIRE_ALL=1, as in CI, the absence is a failure instead.
 */
export function describeWith(binaries: readonly BinaryName[], title: string, body: () => void): void {
  const missing = describeMissing(binaries);
  if (missing === null) {
    describe(title, body);
  } else if (process.env.KUBECTL_AUTOSCALE_REQUIRE_ALL === '1') {
    describe(title, () => {
      it('has the programs that it runs', () => expect.fail(missing));
    });
  } else {
    describe.skip(`${title} (skipped: ${missing})`, body);
  }
}
