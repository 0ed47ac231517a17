import { describe, expect, it } from 'vitest';

import { ServerEnds } from '../../extension/src/client/server-ends.ts';

const MINUTE_MS = 60_000;

describe('a language server that ends by itself', () => {
  it('is started again, which is said once', () => {
    const ends = new ServerEnds();
    expect(ends.at(0)).toEqual({ startAgain: true, tell: true });
    expect(ends.at(MINUTE_MS)).toEqual({ startAgain: true, tell: false });
    expect(ends.at(60 * MINUTE_MS)).toEqual({ startAgain: true, tell: false });
  });

  it('is left alone, and that is said, after five ends within three minutes', () => {
    const ends = new ServerEnds();
    const verdicts = [0, 1, 2, 3, 4].map((second) => ends.at(second * 1000));
    expect(verdicts.map(({ startAgain }) => startAgain)).toEqual([true, true, true, true, false]);
    expect(verdicts.map(({ tell }) => tell)).toEqual([true, false, false, false, true]);
  });

  it('may end now and then, and as often again once it was started by hand', () => {
    const ends = new ServerEnds();
    for (let minute = 0; minute < 20; minute += 1) {
      expect(ends.at(minute * MINUTE_MS).startAgain).toBe(true);
    }
    for (let time = 0; time < 3; time += 1) ends.at(20 * MINUTE_MS);
    ends.forget();
    expect(ends.at(20 * MINUTE_MS).startAgain).toBe(true);
  });
});
