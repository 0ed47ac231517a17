import { describe, expect, it } from 'vitest';

import { progressLine } from '#plugin/output/progress-line.ts';

/** A terminal of that width, what its line shows, and a clock that is set. */
function terminal(columns = 80): {
  readonly progress: ReturnType<typeof progressLine>;
  readonly line: () => string;
  readonly at: (ms: number) => void;
} {
  let [line, nowMs] = ['', 0];
  const write = (text: string): boolean => {
    line = text.replace('\r\u001b[K', '');
    return true;
  };
  return {
    progress: progressLine({ isTTY: true, columns, write }, () => nowMs),
    line: () => line,
    at: (ms) => {
      nowMs = ms;
    },
  };
}

describe('the progress line', () => {
  it('says how long it will take, once a second has passed', () => {
    const { progress, line, at } = terminal();
    progress.step(0, 10, '1 of 10  prod/a');
    expect(line()).toBe('1 of 10  prod/a');
    at(900);
    progress.step(1, 10, '2 of 10  prod/b');
    expect(line()).toBe('2 of 10  prod/b');
    at(4000);
    progress.step(2, 10, '3 of 10  prod/c');
    expect(line()).toBe('3 of 10  prod/c  about 16 s left');
    at(18_000);
    progress.step(9, 10, '10 of 10  prod/j');
    expect(line()).toBe('10 of 10  prod/j  about 2 s left');
    progress.step(10, 10, '');
    expect(line()).toBe('');
  });

  it('says nothing of the time before anything is finished', () => {
    const { progress, line, at } = terminal();
    progress.step(0, 2, '1 of 2');
    at(60_000);
    progress.step(0, 2, '1 of 2');
    expect(line()).toBe('1 of 2');
  });

  it('counts from where it began: what was finished before took none of this time', () => {
    const { progress, line, at } = terminal();
    progress.step(100, 300, 'reading 100 of 300 files');
    at(2000);
    progress.step(200, 300, 'reading 200 of 300 files');
    expect(line()).toBe('reading 200 of 300 files  about 2 s left');
  });

  it.each([
    ['starts again', 0, 10],
    ['is of another number of things', 5, 20],
  ])('forgets the pace when work %s', (_, done, total) => {
    const { progress, line, at } = terminal();
    progress.step(0, 10, 'a');
    at(5000);
    progress.step(5, 10, 'b');
    expect(line()).toBe('b  about 5 s left');
    progress.step(done, total, 'c');
    expect(line()).toBe('c');
  });

  it('keeps the time on a narrow terminal and cuts the name', () => {
    const { progress, line, at } = terminal(30);
    progress.step(0, 10, '');
    at(5000);
    progress.step(5, 10, '6 of 10  a-namespace/a-long-name');
    expect(line()).toBe('6 of 10  a-na  about 5 s left');
    expect(line()).toHaveLength(29);
  });

  it('writes nothing where there is no terminal', () => {
    const written: string[] = [];
    const write = (text: string): boolean => written.push(text) > 0;
    const progress = progressLine({ isTTY: false, columns: 80, write });
    progress.step(0, 2, 'a');
    progress.show('b', true);
    progress.clear();
    expect(written).toEqual([]);
  });
});
