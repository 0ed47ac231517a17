import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, it } from 'vitest';

import {
  type ForecastScope,
  type HistoryStore,
  KeptForecasts,
} from '#core/metrics-adapter/forecasting/kept-forecasts.ts';
import { createHistoryFiles } from '#core/metrics-adapter/server/history-files.ts';
import { localForecaster, type TimeRange } from '#core/ports/index.ts';
import { type ManualClock, manualClock } from '#core/testing/index.ts';

const minuteMs = 60_000;
const dayMs = 1440 * minuteMs;
/** Noon, on the grid of five minutes. */
const noonMs = Math.floor(1_790_000_000_000 / dayMs) * dayMs + 12 * 60 * minuteMs;

const rule = {
  metric: 'requests_per_second',
  horizonMs: 15 * minuteMs,
  quantile: 0.9,
  historyMs: 7 * dayMs,
  stepMs: 5 * minuteMs,
};
const scope: ForecastScope = { rule, promql: 'sum(x)', namespace: 'shop', object: 'Deployment/chat' };

/** Demand with a daily wave, and a jump to 400 at a quarter past each hour for five minutes. */
function demandAt(timeMs: number): number {
  const day = (timeMs % dayMs) / dayMs;
  const noise = Math.sin(timeMs / 7_000_003) * 2;
  return 100 + 50 * Math.sin(2 * Math.PI * day) + noise + ((timeMs / minuteMs) % 60 === 15 ? 250 : 0);
}

/** A replica of the adapter, on a Prometheus that the test decides about. */
class Replica {
  readonly clock: ManualClock;
  readonly reads: TimeRange[] = [];
  readonly failures: unknown[] = [];
  answers = (timeMs: number): number => demandAt(timeMs);
  isDown = false;
  areFitsDown = false;
  readonly forecasts: KeptForecasts;

  constructor(startMs: number, { store, maximum = 10 }: { store?: HistoryStore; maximum?: number } = {}) {
    this.clock = manualClock(startMs);
    this.forecasts = new KeptForecasts({
      history: { readRange: (_, range) => this.#read(range) },
      forecaster: {
        forecast: (request) =>
          this.areFitsDown ? Promise.reject(new Error('no thread')) : localForecaster().forecast(request),
      },
      ...(store && { store }),
      clock: this.clock,
      maximum,
      observer: {
        historyRead: () => undefined,
        historyFailed: (error) => void this.failures.push(error),
        fitted: () => undefined,
        fitFailed: (error) => void this.failures.push(error),
      },
    });
  }

  #read(
    range: TimeRange,
  ): ReturnType<ConstructorParameters<typeof KeptForecasts>[0]['history']['readRange']> {
    if (this.isDown) return Promise.reject(new Error('down'));
    this.reads.push(range);
    const count = (range.endMs - range.startMs) / range.stepMs + 1;
    const timestampsMs = Array.from({ length: count }, (_, index) => range.startMs + index * range.stepMs);
    return Promise.resolve([{ labels: {}, timestampsMs, values: timestampsMs.map(this.answers) }]);
  }

  /** Works once each half minute until then, asking as an HPA does. */
  async runUntil(timeMs: number): Promise<void> {
    while (this.clock.now() < timeMs) {
      this.forecasts.ask(scope);
      await this.forecasts.work();
      this.clock.advance(Math.min(30_000, timeMs - this.clock.now()));
    }
  }
}

describe('kept forecasts', () => {
  it('are there once the past has been read in pieces, and look a horizon ahead', async () => {
    const replica = new Replica(noonMs);
    expect(replica.forecasts.ask(scope)).toEqual({ kind: 'fallback', reason: 'no-history' });
    await replica.forecasts.work();
    expect(replica.reads).toHaveLength(4);
    expect(replica.reads[0]!.startMs).toBe(noonMs - 5 * minuteMs - 7 * dayMs);
    expect(replica.reads.at(-1)!.endMs).toBe(noonMs - 5 * minuteMs);
    const kept = replica.forecasts.ask(scope);
    expect(kept.kind).toBe('forecast');
    // Demand is 100 now, and jumps at 12:15.
    expect(kept.kind === 'forecast' ? kept.value : 0).toBeGreaterThan(300);
    expect(replica.forecasts.statuses()).toMatchObject([
      { metric: 'requests_per_second', namespace: 'shop', object: 'Deployment/chat', kept },
    ]);
  });

  it('are raised by what is known to come, from a horizon before it', async () => {
    const fromMs = noonMs + 40 * minuteMs;
    const event = { fromMs, toMs: fromMs + 5 * minuteMs, floor: 900, factor: 1 };
    const saidOf = async (events: readonly object[]): Promise<readonly number[]> => {
      const replica = new Replica(noonMs + 9 * minuteMs);
      const raised = { ...scope, rule: { ...rule, events: events.map((each) => ({ ...event, ...each })) } };
      const said: number[] = [];
      for (const minute of [10, 32, 52]) {
        while (replica.clock.now() < noonMs + minute * minuteMs) {
          replica.forecasts.ask(raised);
          await replica.forecasts.work();
          replica.clock.advance(30_000);
        }
        const kept = replica.forecasts.ask(raised);
        said.push(kept.kind === 'forecast' ? kept.value : NaN);
      }
      return said;
    };
    const plain = await saidOf([]);
    expect(plain.every((value) => value < 900)).toBe(true);
    expect(await saidOf([{ object: 'Deployment/chat' }])).toEqual([plain[0], 900, plain[2]]);
    expect(await saidOf([{ object: 'Deployment/web' }, { namespace: 'lab' }])).toEqual(plain);
  });

  it('read one point a step from then on, and nothing later than now', async () => {
    const replica = new Replica(noonMs);
    await replica.runUntil(noonMs + 30_000);
    replica.reads.length = 0;
    await replica.runUntil(noonMs + 30 * minuteMs);
    expect(replica.reads.map(({ startMs, endMs }) => [startMs - noonMs, endMs - noonMs])).toEqual(
      [0, 5, 10, 15, 20, 25].map((minute) => [minute * minuteMs, minute * minuteMs]),
    );
  });

  it('are the same in two replicas at any moment, however long each has run', async () => {
    const [first, second] = [new Replica(noonMs - 50 * minuteMs), new Replica(noonMs - 7 * minuteMs)];
    const said: unknown[][] = [[], []];
    for (let minute = 0; minute < 20; minute += 1) {
      for (const [index, replica] of [first, second].entries()) {
        await replica.runUntil(noonMs + minute * minuteMs);
        said[index]!.push(replica.forecasts.ask(scope));
      }
    }
    expect(said[0]).toEqual(said[1]);
    expect(new Set(said[0]!.map((kept) => JSON.stringify(kept))).size).toBeGreaterThan(2);
  });

  it('are stale when three renewals were missed, and back with the next one', async () => {
    const replica = new Replica(noonMs);
    await replica.runUntil(noonMs + minuteMs);
    replica.isDown = true;
    await replica.runUntil(noonMs + 15 * minuteMs);
    expect(replica.forecasts.ask(scope)).toMatchObject({ kind: 'forecast' });
    await replica.runUntil(noonMs + 16 * minuteMs);
    expect(replica.forecasts.ask(scope)).toEqual({ kind: 'fallback', reason: 'stale' });
    expect(replica.failures[0]).toMatchObject({ message: 'down' });
    replica.isDown = false;
    await replica.runUntil(noonMs + 17 * minuteMs + 30_000);
    expect(replica.forecasts.ask(scope)).toMatchObject({ kind: 'forecast' });
  });

  it('go on from the last piece that was read when reading fails in between', async () => {
    const replica = new Replica(noonMs);
    const { answers } = replica;
    let pieces = 0;
    replica.answers = (timeMs) => {
      if (timeMs === replica.reads.at(-1)?.startMs) pieces += 1;
      if (pieces === 3) replica.isDown = true;
      return answers(timeMs);
    };
    replica.forecasts.ask(scope);
    await replica.forecasts.work();
    expect(replica.reads).toHaveLength(3);
    replica.isDown = false;
    replica.answers = answers;
    replica.clock.advance(20_000);
    await replica.forecasts.work();
    const covered = replica.reads.map(({ startMs, endMs }) => [startMs, endMs]);
    expect(covered).toHaveLength(4);
    covered.slice(1).forEach(([startMs], index) => {
      expect(startMs).toBe(covered[index]![1]! + rule.stepMs);
    });
  });

  it('fall back when nobody fits, while what was fitted is still good for a while', async () => {
    const replica = new Replica(noonMs);
    await replica.runUntil(noonMs + minuteMs);
    replica.areFitsDown = true;
    await replica.runUntil(noonMs + 10 * minuteMs);
    expect(replica.forecasts.ask(scope)).toMatchObject({ kind: 'forecast' });
    await replica.runUntil(noonMs + 20 * minuteMs);
    expect(replica.forecasts.ask(scope)).toEqual({ kind: 'fallback', reason: 'stale' });
  });

  it.each([
    ['a metric that never changes', () => 5, 'untrusted'],
    ['a counter that was restarted', (timeMs: number) => (timeMs % (3 * dayMs)) / 1000, 'untrusted'],
    [
      'a metric that began half an hour ago',
      (timeMs: number) => (timeMs < noonMs - 30 * minuteMs ? Number.NaN : 5),
      'short-history',
    ],
    ['no samples at all', () => Number.NaN, 'short-history'],
  ])('are not given of %s', async (_, answers, reason) => {
    const replica = new Replica(noonMs);
    replica.answers = answers;
    await replica.runUntil(noonMs + minuteMs);
    expect(replica.forecasts.ask(scope)).toEqual({ kind: 'fallback', reason });
  });

  it('are held to a number, and forgotten when nobody asks for an hour', async () => {
    const replica = new Replica(noonMs, { maximum: 1 });
    const other = { ...scope, promql: 'sum(y)' };
    await replica.runUntil(noonMs + minuteMs);
    expect(replica.forecasts.ask(other)).toEqual({ kind: 'fallback', reason: 'limit' });
    replica.clock.advance(61 * minuteMs);
    await replica.forecasts.work();
    expect(replica.forecasts.statuses()).toEqual([]);
    expect(replica.forecasts.ask(other)).toEqual({ kind: 'fallback', reason: 'no-history' });
  });
});

describe('histories on disk', () => {
  const directory = mkdtempSync(join(tmpdir(), 'histories-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  const store = createHistoryFiles(directory, (error) => {
    throw error;
  });

  it('spare a restarted adapter the reading, and change nothing', async () => {
    const before = new Replica(noonMs, { store });
    await before.runUntil(noonMs + 10 * minuteMs);
    await before.forecasts.stop();
    const after = new Replica(noonMs + 20 * minuteMs, { store });
    await after.runUntil(noonMs + 21 * minuteMs);
    expect(after.reads.map(({ startMs, endMs }) => [startMs - noonMs, endMs - noonMs])).toEqual([
      [10 * minuteMs, 15 * minuteMs],
      [20 * minuteMs, 20 * minuteMs],
    ]);
    const fresh = new Replica(noonMs + 20 * minuteMs);
    await fresh.runUntil(noonMs + 21 * minuteMs);
    expect(after.forecasts.ask(scope)).toEqual(fresh.forecasts.ask(scope));
  });

  it('are read from Prometheus anew when they are damaged or of something else', async () => {
    const [name = ''] = readdirSync(directory);
    for (const text of [
      '{"version":1,',
      '[]',
      '{"version":1,"key":"other","startMs":0,"stepMs":1,"values":[1]}',
    ]) {
      writeFileSync(join(directory, name), text);
      const replica = new Replica(noonMs, { store });
      await replica.runUntil(noonMs + 30_000);
      expect(replica.reads).toHaveLength(4);
    }
  });
});
