import { describe, expect, it } from 'vitest';

import { parseSeriesText } from '#core/forecast/index.ts';

function read(text: string): { timestampsMs: readonly number[]; values: readonly number[] } {
  const series = parseSeriesText(text);
  if (!series.ok) throw new Error(JSON.stringify(series.error));
  return series.value;
}

describe('samples in a text', () => {
  const at = Date.UTC(2026, 0, 5, 10);

  it.each([
    ['ISO with a zone', '2026-01-05T11:00:00+01:00,7'],
    ['without a zone: UTC', 'timestamp,value\n2026-01-05 10:00:00,7\n'],
    ['quoted, with Windows line ends', '"time","requests"\r\n"2026-01-05T10:00:00Z","7"\r\n'],
    ['epoch seconds', `${at / 1000},7`],
    ['epoch milliseconds', `${at},7`],
    ['more columns', `${at},7,ignored`],
  ])('%s', (_what, text) => {
    expect(read(text)).toMatchObject({ timestampsMs: [at], values: [7] });
  });

  it('takes empty values and NaN for gaps', () => {
    expect(read(`${at},\n${at + 60_000},NaN\n${at + 120_000},3`).values).toEqual([Number.NaN, Number.NaN, 3]);
  });

  it('names every row that is wrong, with its line and column', () => {
    expect(parseSeriesText(`time,value\n${at},7\nyesterday,8\n${at},many\nalone`)).toEqual({
      ok: false,
      error: [
        {
          line: 3,
          column: 1,
          message: '"yesterday" is no time: ISO 8601, or epoch seconds or milliseconds',
        },
        { line: 4, column: 15, message: 'the value is no number' },
        { line: 5, column: 1, message: 'no comma: a row is timestamp,value' },
      ],
    });
    expect(parseSeriesText('time,value\n')).toMatchObject({ ok: false, error: [{ line: 1 }] });
  });
});
