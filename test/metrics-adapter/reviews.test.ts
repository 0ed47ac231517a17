import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { createAuthorizer } from '#core/metrics-adapter/server/authorize.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it("a right that was taken away ends with its ten seconds, though the machine's clock goes back an hour", async () => {
  let allowed = true;
  const create = vi.fn(() => Promise.resolve({ status: { allowed } }));
  const authorizer = createAuthorizer({ create } as never);
  const ask = (): Promise<boolean> =>
    authorizer.isAllowed({ name: 'ann', groups: [], extra: {} }, { path: '/metrics', verb: 'get' });
  expect(await ask()).toBe(true);
  allowed = false;
  vi.setSystemTime(Date.now() - 3_600_000);
  vi.advanceTimersByTime(9_000);
  expect([await ask(), create.mock.calls.length]).toEqual([true, 1]);
  vi.advanceTimersByTime(1_001);
  expect([await ask(), create.mock.calls.length]).toEqual([false, 2]);
});
