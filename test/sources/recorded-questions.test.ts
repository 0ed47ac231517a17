import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { KubernetesObject } from '#core/manifest/kubernetes-object.ts';
import type { MetricQuery, MetricsSource, TimeRange } from '#core/ports/index.ts';
import { chooseQuestion } from '#core/sources/recording/choose-question.ts';
import { openRecording, recorder, writeRecording } from '#core/sources/recording/index.ts';
import type { RecordedQuestion } from '#core/sources/recording/recording-format.ts';
import { memoryCluster } from '#core/testing/index.ts';

import { caught } from './caught.ts';

const minute = 60_000;
const question = (startMs: number, endMs: number, stepMs: number): RecordedQuestion => ({
  id: 'q',
  promql: 'q',
  unit: '',
  startMs,
  endMs,
  stepMs,
  file: '',
});
const range = (startMs: number, endMs: number, stepMs: number): TimeRange => ({ startMs, endMs, stepMs });

describe('the recorded question that answers', () => {
  const day = question(0, 1_440 * minute, 10 * minute);
  const hour = question(1_380 * minute, 1_440 * minute, minute);
  const now = question(1_440 * minute, 1_440 * minute, 0);
  const all = [now, hour, day];

  it.each([
    ['the same one', range(0, 1_440 * minute, 10 * minute), day],
    ['a part on its grid', range(10 * minute, 20 * minute, 10 * minute), day],
    ['the one that holds most', range(1_200 * minute, 1_440 * minute, 5 * minute), day],
    ['of equals the finer one', range(1_400 * minute, 1_430 * minute, 7 * minute), hour],
    ['the moment itself', range(1_440 * minute, 1_440 * minute, 1), now],
    ['a moment inside a range', range(100 * minute, 100 * minute, 1), day],
    ['a moment within a step after the end', range(1_445 * minute, 1_445 * minute, 1), day],
    ['nothing before', range(-20 * minute, -minute, minute), undefined],
    ['nothing after', range(1_460 * minute, 1_470 * minute, minute), undefined],
  ])('is %s', (_, asked, expected) => {
    expect(chooseQuestion(all, asked)).toBe(expected);
    expect(chooseQuestion([...all].reverse(), asked)).toBe(expected);
  });
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'recording-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const noObjects = memoryCluster([]);

/** A live metric: a sample every minute whose value is a function of its time, with gaps. */
const liveMetrics: MetricsSource = {
  description: 'Prometheus http://prometheus.test',
  query: (query, timeMs) => Promise.resolve(samples(query, range(timeMs, timeMs, 1))),
  queryRange: (query, asked) => Promise.resolve(samples(query, asked)),
};
function samples({ id }: MetricQuery, { startMs, endMs, stepMs }: TimeRange) {
  const timestampsMs: number[] = [];
  for (let at = startMs; at <= endMs; at += stepMs) if (at % 7 !== 3) timestampsMs.push(at);
  const values = timestampsMs.map((at) => Math.sin(at) * (id.length + 1));
  return timestampsMs.length === 0 ? [] : [{ labels: { id }, timestampsMs, values }];
}

describe('a recording', () => {
  it('answers every question of a live run with the same values, whatever else was asked', async () => {
    const step = fc.integer({ min: 1, max: 90 });
    const asked = fc.record({
      id: fc.constantFrom('a', 'b', 'container-cpu-usage{name="x"}'),
      startMs: fc.integer({ min: 0, max: 100_000 }),
      points: fc.integer({ min: 1, max: 30 }),
      stepMs: fc.option(step, { nil: undefined }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(asked, { minLength: 1, maxLength: 8 }), async (questions) => {
        const ask = (source: MetricsSource): Promise<unknown> =>
          Promise.all(
            questions.map(({ id, startMs, points, stepMs }) => {
              const query = { id, promql: id, unit: '' };
              return stepMs === undefined
                ? source.query(query, startMs)
                : source.queryRange(query, range(startMs, startMs + points * stepMs, stepMs));
            }),
          );
        const live = recorder(noObjects, liveMetrics);
        const answers = await ask(live.metrics);
        await writeRecording(join(folder, 'r'), await live.session(), 0);
        const { metrics } = await openRecording(join(folder, 'r'));
        expect(await ask(metrics)).toEqual(answers);
      }),
      { numRuns: 40 },
    );
  });

  it('says for which time a question was asked when it was another', async () => {
    const live = recorder(noObjects, liveMetrics);
    const query = { id: 'a', promql: 'sum(a)', unit: '' };
    await live.metrics.queryRange(query, range(0, minute, 1_000));
    await writeRecording(join(folder, 'r'), await live.session(), 0);
    const { metrics } = await openRecording(join(folder, 'r'));
    const error = await caught(metrics.queryRange(query, range(10 * minute, 20 * minute, 1_000)));
    expect(error.code).toBe('bad-query');
    expect(error.message).toMatch(
      /sum\(a\) was asked for 1970-01-01T00:00:00.000Z to 1970-01-01T00:01:00.000Z only/,
    );
  });

  it('selects by labels as an API server does', async () => {
    const pods = ['chat', 'code', 'embed'].map((name): KubernetesObject => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: 'prod', labels: { app: name, ...(name !== 'embed' && { tier: 'llm' }) } },
    }));
    const live = recorder(memoryCluster(pods), liveMetrics);
    await live.cluster.list({ group: '', kind: 'Pod' });
    await writeRecording(join(folder, 'r'), await live.session(), 0);
    const { cluster } = await openRecording(join(folder, 'r'));
    const names = async (labelSelector: string): Promise<unknown> =>
      (await cluster.list({ group: '', kind: 'Pod', labelSelector })).map(({ metadata }) => metadata.name);
    expect(await names('app=chat')).toEqual(['chat']);
    expect(await names('app in (chat, embed)')).toEqual(['chat', 'embed']);
    expect(await names('app notin (chat),tier')).toEqual(['code']);
    expect(await names('!tier')).toEqual(['embed']);
    expect(await names('tier!=llm')).toEqual(['embed']);
    expect(await names('')).toEqual(['chat', 'code', 'embed']);
    expect(await caught(names('app in ('))).toMatchObject({ code: 'bad-query' });
  });
});
