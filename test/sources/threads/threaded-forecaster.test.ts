import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { ForecastRequest } from '#core/forecast/index.ts';
import { type Forecaster, type ForecastJob, forecastMany, localForecaster } from '#core/ports/index.ts';
import { threadedForecaster } from '#core/sources/threads/index.ts';
import { seededRandom } from '#core/stats/index.ts';

import { forecastThreadScript } from './thread-script.ts';

const STEP = 600_000;
const START = Date.UTC(2026, 0, 5);

function request(seed: number, length = 400): ForecastRequest {
  const random = seededRandom(seed);
  const values = Array.from({ length }, (_, i) =>
    Math.max(0, 100 + 40 * Math.sin((2 * Math.PI * i) / 144) + (seed % 7) * random.normal()),
  );
  const timestampsMs = values.map((_, i) => START + i * STEP);
  return {
    history: { labels: {}, timestampsMs, values },
    nowMs: START + (length - 1) * STEP,
    horizonMs: 3 * STEP,
    stepMs: STEP,
    coverage: 0.9,
    profile: 'fast',
  };
}

const jobs = (count: number): ForecastJob[] =>
  Array.from({ length: count }, (_, i) => ({ key: `series-${i}`, request: () => request(i) }));

async function textOf(forecaster: Forecaster, count: number, atOnce: number): Promise<string> {
  const lines: string[] = [];
  for await (const answer of forecastMany(forecaster, jobs(count), { atOnce })) {
    lines.push(JSON.stringify(answer));
  }
  return lines.join('\n');
}

let script: Awaited<ReturnType<typeof forecastThreadScript>>;
beforeAll(async () => {
  script = await forecastThreadScript();
});
afterAll(() => script.remove());

describe('forecasts in threads', () => {
  it('are the same bytes, in the same order, on one thread, on several and in place', async () => {
    const expected = await textOf(localForecaster(), 12, 1);
    expect(expected.split('\n')).toHaveLength(12);
    for (const [threads, atOnce] of [
      [1, 1],
      [1, 5],
      [3, 7],
    ] as const) {
      const forecaster = threadedForecaster({ script: script.url, threads });
      expect(await textOf(forecaster, 12, atOnce)).toBe(expected);
      await forecaster.close();
    }
  });

  it('follow their metric as one in place does, and are let go when told', async () => {
    const threaded = threadedForecaster({ script: script.url, threads: 2 });
    const local = localForecaster();
    const more = {
      labels: {},
      timestampsMs: [START + 400 * STEP, START + 401 * STEP],
      values: [120, 130],
    };
    for (const forecaster of [threaded, local]) await forecaster.fit('a', request(3));
    const nowMs = START + 401 * STEP;
    const answer = await threaded.advance('a', more, nowMs);
    expect(answer?.points.map(({ timestampMs }) => timestampMs)).toEqual(
      [402, 403, 404].map((step) => START + step * STEP),
    );
    expect(answer).toEqual(await local.advance('a', more, nowMs));
    expect(await threaded.advance('b', more, nowMs)).toBeUndefined();
    threaded.forget('a');
    expect(await threaded.advance('a', more, nowMs)).toBeUndefined();
    await threaded.close();
  });

  it('reject what cannot be meant with its RangeError, and go on', async () => {
    const forecaster = threadedForecaster({ script: script.url, threads: 1 });
    await expect(forecaster.forecast({ ...request(1), stepMs: 0 })).rejects.toThrow(RangeError);
    await expect(forecaster.forecast({ ...request(1), model: 'oracle' })).rejects.toThrow(
      /no forecast model 'oracle'/,
    );
    expect((await forecaster.forecast(request(1))).kind).toBe('forecast');
    await forecaster.close();
  });

  it('fail when their thread ends, and the next question finds a new one', async () => {
    const fatal = new URL('fatal-thread.mjs', script.url);
    writeFileSync(
      fileURLToPath(fatal),
      `import { parentPort } from 'node:worker_threads';
       parentPort.on('message', ({ id, key }) => key === 'die' ? process.exit(1) : parentPort.postMessage({ id, answer: { kind: 'insufficient-data' } }));`,
    );
    const forecaster = threadedForecaster({ script: fatal, threads: 1 });
    await expect(forecaster.fit('die', request(1))).rejects.toThrow(/thread that was fitting has ended/);
    expect(await forecaster.fit('live', request(1))).toEqual({ kind: 'insufficient-data' });
    await forecaster.close();
  });

  it('fail when their thread is stuck, and the next question finds a new one', async () => {
    const stuck = new URL('stuck-thread.mjs', script.url);
    writeFileSync(
      fileURLToPath(stuck),
      `import { parentPort } from 'node:worker_threads';
       parentPort.on('message', ({ id, key }) => {
         if (key === 'stuck') for (;;);
         parentPort.postMessage({ id, answer: { kind: 'insufficient-data' } });
       });`,
    );
    const forecaster = threadedForecaster({ script: stuck, threads: 1, patienceMs: 1500 });
    const both = await Promise.allSettled(['stuck', 'behind'].map((key) => forecaster.fit(key, request(1))));
    expect(both.map((each) => (each.status === 'rejected' ? String(each.reason) : each.value))).toEqual(
      Array(2).fill('Error: a forecast was not made within 1.5 s'),
    );
    expect(await forecaster.fit('live', request(1))).toEqual({ kind: 'insufficient-data' });
    await forecaster.close();
  });

  it('reject after the end, and what was under way', async () => {
    const forecaster = threadedForecaster({ script: script.url, threads: 1 });
    const underWay = forecaster.forecast(request(1, 4000));
    const rejected = expect(underWay).rejects.toThrow('the forecaster was closed');
    await forecaster.close();
    await rejected;
    await expect(forecaster.forecast(request(1))).rejects.toThrow('the forecaster was closed');
  });
});

describe('many forecasts', () => {
  it('read no more histories ahead than they may, and tell how far they are', async () => {
    const local = localForecaster();
    let read = 0;
    let consumed = 0;
    let most = 0;
    const counted = jobs(10).map(({ key, request: make }) => ({
      key,
      request: () => {
        read++;
        most = Math.max(most, read - consumed);
        return make();
      },
    }));
    const progress: number[] = [];
    const options = { atOnce: 3, onProgress: (done: number) => progress.push(done) };
    for await (const { outcome } of forecastMany(local, counted, options)) {
      expect(outcome.kind).toBe('forecast');
      consumed++;
    }
    expect(most).toBe(3);
    expect(progress).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('keep what they fitted where asked to, end with the first error, and stop when aborted', async () => {
    const local = localForecaster();
    for await (const { key } of forecastMany(local, jobs(2), { atOnce: 1, keep: true })) {
      const answer = await local.advance(
        key,
        { labels: {}, timestampsMs: [], values: [] },
        START + 400 * STEP,
      );
      expect(answer?.points[0]?.timestampMs).toBe(START + 401 * STEP);
    }
    const broken = [
      ...jobs(1),
      { key: 'broken', request: () => Promise.reject(new Error('no history')) },
      ...jobs(3),
    ];
    const seen: string[] = [];
    const all = async (signal?: AbortSignal): Promise<void> => {
      for await (const { key } of forecastMany(local, broken, { atOnce: 2, ...(signal && { signal }) })) {
        seen.push(key);
      }
    };
    await expect(all()).rejects.toThrow('no history');
    expect(seen).toEqual(['series-0']);
    await expect(all(AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
  });
});
