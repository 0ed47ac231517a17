import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { connectPrometheus } from '#core/sources/prometheus/index.ts';
import { joinPieces, maxPointsPerQuery, splitRange } from '#core/sources/prometheus/range-chunks.ts';
import type { TimeSeries } from '#core/stats/time-series.ts';

import { caught } from './caught.ts';
import { json, withServer } from './local-server.ts';

const grid = (startMs: number, endMs: number, stepMs: number): readonly number[] => {
  const points: number[] = [];
  for (let at = startMs; at <= endMs; at += stepMs) points.push(at);
  return points;
};

describe('a long range', () => {
  it('is split into pieces that together are its grid, each point once', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 40 }),
        fc.integer({ min: 0, max: 10_000 }),
        fc.integer({ min: 1, max: 5_000 }),
        fc.integer({ min: 1, max: 50 }),
        (startMs, length, stepMs, maxPoints) => {
          const range = { startMs, endMs: startMs + length, stepMs };
          const pieces = splitRange(range, maxPoints);
          const points = pieces.flatMap((piece) => grid(piece.startMs, piece.endMs, piece.stepMs));
          expect(points).toEqual(grid(range.startMs, range.endMs, stepMs));
          for (const piece of pieces) {
            expect((piece.endMs - piece.startMs) / stepMs + 1).toBeLessThanOrEqual(maxPoints);
          }
        },
      ),
    );
  });

  it('has no pieces when it ends before it starts, and no step of zero', () => {
    expect(splitRange({ startMs: 10, endMs: 9, stepMs: 1 })).toEqual([]);
    expect(splitRange({ startMs: 10, endMs: 10, stepMs: 1 })).toEqual([
      { startMs: 10, endMs: 10, stepMs: 1 },
    ]);
    expect(() => splitRange({ startMs: 0, endMs: 1, stepMs: 0 })).toThrow(RangeError);
  });

  it('is put together series by series, whatever the order of labels', () => {
    const piece = (labels: Record<string, string>, at: number): TimeSeries => ({
      labels,
      timestampsMs: [at],
      values: [at],
    });
    expect(
      joinPieces([
        [piece({ a: '1', b: '2' }, 1), piece({ a: '2' }, 1)],
        [],
        [piece({ b: '2', a: '1' }, 3), piece({ a: '3' }, 3)],
      ]),
    ).toEqual([
      { labels: { a: '1', b: '2' }, timestampsMs: [1, 3], values: [1, 3] },
      { labels: { a: '2' }, timestampsMs: [1], values: [1] },
      { labels: { a: '3' }, timestampsMs: [3], values: [3] },
    ]);
  });

  it('is asked for below the server’s limit, and one failing piece fails it', async () => {
    const points = maxPointsPerQuery * 3 + 5;
    const range = { startMs: 0, endMs: (points - 1) * 1_000, stepMs: 1_000 };
    const query = { id: 'up', promql: 'up', unit: '' };
    let broken = false;
    await withServer(
      ({ body }, response) => {
        const { start, end, step } = Object.fromEntries(new URLSearchParams(body)) as Record<string, string>;
        const times = grid(Number(start), Number(end), Number(step));
        if (times.length > 11_000 || (broken && Number(start) > 20_000)) {
          json(
            response,
            { status: 'error', errorType: 'bad_data', error: 'exceeded maximum resolution' },
            400,
          );
          return;
        }
        const result = [{ metric: {}, values: times.map((time) => [time, String(time)]) }];
        json(response, { status: 'success', data: { resultType: 'matrix', result } });
      },
      async ({ url, requests }) => {
        const source = connectPrometheus({ url, attempts: 1 });
        const [series] = await source.queryRange(query, range);
        expect(requests).toHaveLength(4);
        expect(series?.timestampsMs).toEqual(grid(0, range.endMs, 1_000));
        expect(series?.values[20_000]).toBe(20_000);
        broken = true;
        expect((await caught(source.queryRange(query, range))).code).toBe('bad-query');
      },
    );
  });
});
