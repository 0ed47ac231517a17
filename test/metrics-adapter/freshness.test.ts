import { describe, expect, it } from 'vitest';

import { loadRules } from '#core/metrics-adapter/index.ts';
import { MetricsService } from '#core/metrics-adapter/serving/metrics-service.ts';
import type { InstantAnswer, SeriesSource } from '#core/ports/index.ts';

const config = `
rules:
- seriesQuery: queue
  resources: {template: "<<.Resource>>"}
  metricsQuery: 'sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)'
externalRules:
- {seriesQuery: sqs, metricsQuery: 'sum(<<.Series>>{<<.LabelMatchers>>})', resources: {namespaced: false}}
`;

const core = (kind: string, resource: string, namespaced = true): never =>
  ({ group: '', version: 'v1', kind, resource, singular: kind.toLowerCase(), namespaced }) as never;

/** A Prometheus whose answers the test decides, and a clock that it turns. */
class World {
  nowMs = 1_000_000;
  value: number | Error = 7;
  readonly queries: string[] = [];
  dropped = 0;
  readonly service: MetricsService;

  constructor() {
    const series: SeriesSource = {
      description: 'a scripted Prometheus',
      instant: (promql) => this.#answer(promql),
      series: (query) => Promise.resolve([{ __name__: query, namespace: 'a', pod: 'p1' }]),
    };
    const objects = {
      servedResources: () => Promise.resolve([core('Pod', 'pods'), core('Namespace', 'namespaces', false)]),
      list: () => Promise.resolve([{ name: 'p1', labels: { app: 'x' } }]),
    };
    const observer = { loaded: () => undefined, failed: () => undefined };
    this.service = new MetricsService(
      loadRules(config).rules,
      { series, objects, clock: { now: () => this.nowMs } },
      {
        refreshMs: 10_000,
        staleMs: 60_000,
        idleMs: 60_000,
        maximumEntries: 100,
        seriesMaxAgeMs: 600_000,
        maximumSeries: 10,
      },
      { prometheus: observer, objects: observer, dropped: () => (this.dropped += 1) },
    );
  }

  async #answer(promql: string): Promise<InstantAnswer> {
    this.queries.push(promql);
    await Promise.resolve();
    if (this.value instanceof Error) throw this.value;
    const sample = (namespace: string): InstantAnswer['samples'][number] => ({
      labels: { namespace, pod: 'p1' },
      value: this.value as number,
      timestampMs: this.nowMs,
    });
    return { type: 'vector', samples: ['a', 'b', 'c'].map(sample) };
  }

  read(namespace: string, metric = 'queue'): Promise<string | undefined> {
    const choice = { selector: [] };
    return this.service
      .readCustom({ resource: 'pods', namespace, choice, metric, metricSelector: [] })
      .then(([reading]) => reading?.quantity);
  }
}

async function started(): Promise<World> {
  const world = new World();
  await world.service.relist();
  return world;
}

describe('answers out of memory', () => {
  it('come from one query, however many ask', async () => {
    const world = await started();
    expect(await Promise.all(Array.from({ length: 200 }, () => world.read('a')))).toEqual(
      Array(200).fill('7'),
    );
    expect(world.queries).toHaveLength(1);
    world.nowMs += 9_999;
    await world.read('a');
    expect(world.queries).toHaveLength(1);
  });

  it('come from one query for all namespaces that are in use', async () => {
    const world = await started();
    await Promise.all(['a', 'b', 'c'].map((namespace) => world.read(namespace)));
    expect(world.queries.length).toBeLessThanOrEqual(2);
    expect(world.queries.at(-1)).toContain('namespace=~"a|b|c"');
    world.queries.length = 0;
    for (let second = 0; second < 60; second += 1) {
      world.nowMs += 1000;
      await world.service.refresh();
      await Promise.all(['a', 'b', 'c'].map((namespace) => world.read(namespace)));
    }
    expect(world.queries).toHaveLength(6);
  });

  it('are asked for anew when the clock was set back or forth, and never given for as long as it jumped', async () => {
    for (const jumpMs of [-3_600_000, 3_600_000]) {
      const world = await started();
      await world.read('a');
      world.value = 8;
      world.nowMs += jumpMs;
      expect(await world.read('a')).toBe('8');
      world.value = new Error('gone');
      world.nowMs += jumpMs;
      await expect(world.read('a')).rejects.toThrow('gone');
    }
  });

  it('of a namespace that comes into use later are asked for by themselves, until the next query for all', async () => {
    const world = await started();
    await world.read('a');
    world.queries.length = 0;
    expect(await Promise.all([world.read('b'), world.read('b'), world.read('c')])).toEqual(['7', '7', '7']);
    expect(world.queries).toEqual([
      'sum(queue{namespace=~"b",pod!=""}) by (namespace,pod)',
      'sum(queue{namespace=~"c",pod!=""}) by (namespace,pod)',
    ]);
    world.queries.length = 0;
    world.nowMs += 10_000;
    world.value = 8;
    await world.service.refresh();
    expect(await Promise.all(['a', 'b', 'c'].map((namespace) => world.read(namespace)))).toEqual([
      '8',
      '8',
      '8',
    ]);
    expect(world.queries).toEqual(['sum(queue{namespace=~"a|b|c",pod!=""}) by (namespace,pod)']);
  });

  it("of a namespace that comes into use while Prometheus fails are missing, and no other's with them", async () => {
    const world = await started();
    await world.read('a');
    world.value = new Error('down');
    await expect(world.read('b')).rejects.toThrow('down');
    expect(await world.read('a')).toBe('7');
    world.value = 9;
    expect(await world.read('b')).toBe('9');
  });

  it('are no longer asked for when nobody wants them', async () => {
    const world = await started();
    await world.read('a');
    for (let minute = 0; minute < 10; minute += 1) {
      world.nowMs += 60_001;
      await world.service.refresh();
    }
    expect(world.queries.length).toBeLessThanOrEqual(2);
  });

  it('are stale within the bound while Prometheus fails, then absent, then back', async () => {
    const world = await started();
    await world.read('a');
    world.value = new Error('down');
    world.nowMs += 59_999;
    expect(await world.read('a')).toBe('7');
    world.nowMs += 1;
    await expect(world.read('a')).rejects.toThrow('down');
    world.value = 9;
    expect(await world.read('a')).toBe('9');
  });

  it('hold NaN for nothing and leave infinities out', async () => {
    const world = await started();
    world.value = Number.NaN;
    expect(await world.read('a')).toBe('0');
    world.value = Infinity;
    world.nowMs += 61_000;
    expect(await world.read('a')).toBeUndefined();
    expect(world.dropped).toBe(1);
    await expect(
      world.service.readExternal({ namespace: 'a', metric: 'sqs', selector: [] }),
    ).resolves.toEqual([]);
  });

  it('are not found for a metric that no rule makes', async () => {
    const world = await started();
    await expect(world.read('a', 'other')).rejects.toMatchObject({
      code: 404,
      message: 'the server could not find the metric other for pods',
    });
  });
});
