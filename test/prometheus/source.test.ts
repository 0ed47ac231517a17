import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { escapeRegex, type MetricQuery, quoteString, selector, userQuery } from '#core/promql/index.ts';
import { connectPrometheus, type PrometheusSource } from '#core/sources/prometheus/index.ts';

import { describeWith } from '../controlplane/describe-with.ts';
import { type PrometheusServer, startPrometheus } from '../controlplane/prometheus.ts';
import { caught } from '../sources/caught.ts';

const endSeconds = Date.parse('2026-11-19T10:00:00Z') / 1000;
/** No divisor of Prometheus' lookback of 300 s, whose end counts in 2.x and no longer does in 3.x. */
const stepSeconds = 14;
const count = 30_000;
/** A gap of ten minutes: longer than the five for which Prometheus keeps showing the last sample. */
const gap = { from: 12_000, to: 12_040 };

describeWith(['prometheus', 'promtool'], 'a source on a real Prometheus', () => {
  let server: PrometheusServer;
  let source: PrometheusSource;

  beforeAll(async () => {
    const samples = Array.from({ length: count }, (_, index) => index)
      .filter((index) => index < gap.from || index >= gap.to)
      .map((index) => [endSeconds - (count - 1 - index) * stepSeconds, index] as const);
    server = await startPrometheus({ series: [{ name: 'ticks', labels: { pod: 'a' }, samples }] });
    source = connectPrometheus({ url: server.url });
  });
  afterAll(() => server.stop());

  const ticks: MetricQuery = { id: 'ticks', promql: 'ticks', unit: '' };
  const at = (index: number): number => (endSeconds - (count - 1 - index) * stepSeconds) * 1000;

  it('reads more points than one query may have, each sample once and in its place', async () => {
    const range = { startMs: at(0), endMs: at(count - 1), stepMs: stepSeconds * 1000 };
    const [series, ...others] = await source.queryRange(ticks, range);
    expect(others).toEqual([]);
    expect(series?.labels).toEqual({ __name__: 'ticks', pod: 'a' });
    const expected = Array.from({ length: count }, (_, index) => index).filter(
      // After the last sample before the gap, Prometheus shows it for another five minutes (21 steps).
      (index) => index < gap.from + 21 || index >= gap.to,
    );
    expect(series?.timestampsMs).toEqual(expected.map(at));
    expect(series?.values).toEqual(
      expected.map((index) => (index < gap.to ? Math.min(index, gap.from - 1) : index)),
    );
  });

  it('is refused what we split for', async () => {
    const parameters = new URLSearchParams({
      query: 'ticks',
      start: String(at(0) / 1000),
      end: String(at(count - 1) / 1000),
      step: String(stepSeconds),
    });
    const response = await fetch(`${server.url}/api/v1/query_range?${parameters.toString()}`);
    expect(await response.json()).toMatchObject({ errorType: 'bad_data' });
  });

  it('answers at one moment, to the millisecond', async () => {
    const [series] = await source.query(ticks, at(100) + 1);
    expect(series).toMatchObject({ timestampsMs: [at(100) + 1], values: [100] });
    expect(await source.query(ticks, at(0) - 1)).toEqual([]);
    expect(await source.query(userQuery('vector(0) / 0'), at(0))).toEqual([]);
    expect(await source.query(userQuery('scalar(vector(7))'), at(0))).toMatchObject([
      { labels: {}, values: [7] },
    ]);
  });

  it('tells its version', async () => {
    expect((await source.buildInfo())?.version).toMatch(/^\d+\.\d+\.\d+/);
  });

  it.each([
    ['sum(ticks', 'bad-query', /bad_data: .*unclosed/],
    ['ticks[5m]', 'bad-query', /gave a matrix where a vector was expected|must be/],
    ['"text"', 'bad-query', /gave a string where a vector was expected/],
    ['ticks * on () group_left () {__name__=~".+"}[5m]', 'bad-query', /bad_data/],
    ['label_replace(ticks, "pod", "$1", "pod", "(")', 'bad-query', /execution|bad_data/],
  ])('says what is wrong with %s', async (promql, code, says) => {
    const error = await caught(source.query(userQuery(promql), at(100)));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(says);
  });

  it('reads every string literal as what it was made from, and every pattern too', async () => {
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: 'grapheme' }),
      fc.string({
        unit: fc.constantFrom('"', '\\', '\n', '\t', '\u0001', '{', '}', '(', '|', '.', '*', '$', '^', 'é'),
      }),
    );
    await fc.assert(
      fc.asyncProperty(text, async (value) => {
        // The separator of two absent labels is the only text left: the value as Prometheus read it.
        const joined = `label_join(vector(1), "read", ${quoteString(value)}, "a", "b")`;
        const pattern = quoteString(escapeRegex(value));
        const [series] = await source.query(
          userQuery(`label_replace(${joined}, "matched", "yes", "read", ${pattern})`),
          at(0),
        );
        expect(series?.labels.read ?? '').toBe(value);
        expect(series?.labels.matched).toBe('yes');
      }),
      { numRuns: 150 },
    );
  });

  it('takes a metric name of any letters', async () => {
    expect(await source.query(userQuery(selector('s0-aws"sqs\n{}')), at(0))).toEqual([]);
  });
});
