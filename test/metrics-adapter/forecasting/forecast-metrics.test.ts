import { beforeEach, describe, expect, it } from 'vitest';

import type { Forecast } from '#core/forecast/index.ts';
import { ForecastMetrics } from '#core/metrics-adapter/forecasting/forecast-metrics.ts';
import { KeptForecasts } from '#core/metrics-adapter/forecasting/kept-forecasts.ts';
import { loadRules } from '#core/metrics-adapter/index.ts';
import { parseLabelSelector } from '#core/metrics-adapter/rules/label-requirements.ts';
import { MetricsService } from '#core/metrics-adapter/serving/metrics-service.ts';
import type { LabelledObject } from '#core/metrics-adapter/serving/object-names.ts';
import type { InstantSample } from '#core/ports/index.ts';
import { type ManualClock, manualClock } from '#core/testing/index.ts';

const config = `
rules:
- seriesQuery: 'hits{pod!=""}'
  resources: {template: "<<.Resource>>"}
  metricsQuery: 'sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)'
- seriesQuery: 'forecast_own{pod!=""}'
  resources: {template: "<<.Resource>>"}
  metricsQuery: 'sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)'
- seriesQuery: 'own{pod!=""}'
  resources: {template: "<<.Resource>>"}
  metricsQuery: 'sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)'
externalRules:
- {seriesQuery: sqs, metricsQuery: 'max(<<.Series>>{<<.LabelMatchers>>}) by (queue, account)', resources: {namespaced: false}}
forecasts:
- {metric: hits, horizon: 15m}
- {metric: own, horizon: 15m}
- {metric: sqs, horizon: 15m}
- {metric: gone, horizon: 15m}
`;

const core = (kind: string, resource: string, namespaced = true): never =>
  ({ group: '', version: 'v1', kind, resource, singular: kind.toLowerCase(), namespaced }) as never;

function pod(name: string, app: string, replicaSet?: string): LabelledObject {
  const hash = replicaSet?.split('-').at(-1);
  return {
    name,
    labels: { app, ...(hash !== undefined && { 'pod-template-hash': hash }) },
    ...(replicaSet !== undefined && { owner: { kind: 'ReplicaSet', name: replicaSet } }),
  };
}

const pods = [
  pod('chat-5d9c-bbbbb', 'chat', 'chat-5d9c'),
  pod('chat-5d9c-ccccc', 'chat', 'chat-5d9c'),
  // Of the revision before, and not asked for by every selector.
  pod('chat-7f4b-ddddd', 'chat-old', 'chat-7f4b'),
  pod('other-66bb-fffff', 'other', 'other-66bb'),
  pod('alone', 'chat'),
];

/** A forecast that demand reaches so much. */
const trusted = (value: number): Forecast => ({
  kind: 'forecast',
  model: 'theta',
  pattern: 'increasing',
  points: [],
  maximum: { value: value / 2, upper: value },
  coverage: 0.8,
  backtest: { wape: 0.1, coverage: 0.8, origins: 20, spanMs: 86_400_000 },
  trusted: true,
  notices: [],
  raisedBy: [],
  candidates: [],
});

const rangeOf =
  (value: number) =>
  ({ startMs, endMs, stepMs }: { startMs: number; endMs: number; stepMs: number }) => {
    const count = (endMs - startMs) / stepMs + 1;
    const timestampsMs = Array.from({ length: count }, (_, index) => startMs + index * stepMs);
    return [{ labels: {}, timestampsMs, values: timestampsMs.map(() => value) }];
  };

describe('forecast metrics', () => {
  let clock: ManualClock;
  let present: Record<string, number>;
  let future: number | Error;
  let asked: string[];
  let fellBack: string[];
  let metrics: ForecastMetrics;
  let kept: KeptForecasts;
  beforeEach(async () => {
    clock = manualClock(1_790_000_000_000);
    present = Object.fromEntries(pods.map(({ name }) => [name, 10]));
    future = 90;
    asked = [];
    fellBack = [];
    const observer = { loaded: () => undefined, failed: () => undefined };
    const rules = loadRules(config).rules;
    const service = new MetricsService(
      rules,
      {
        series: {
          description: 'a scripted Prometheus',
          series: (query) =>
            Promise.resolve([{ __name__: query.split('{')[0]!, namespace: 'shop', pod: 'x' }]),
          instant: (promql) => {
            const samples: InstantSample[] = promql.startsWith('max(sqs')
              ? ['a', 'b'].map((queue) => ({
                  labels: { queue, account: '1' },
                  value: 30,
                  timestampMs: clock.now(),
                }))
              : Object.entries(present).map(([name, value]) => ({
                  labels: { namespace: 'shop', pod: name },
                  value,
                  timestampMs: clock.now(),
                }));
            return Promise.resolve({ type: 'vector', samples });
          },
        },
        objects: {
          servedResources: () =>
            Promise.resolve([core('Pod', 'pods'), core('Namespace', 'namespaces', false)]),
          list: () => Promise.resolve(pods),
        },
        clock,
      },
      {
        refreshMs: 10_000,
        staleMs: 60_000,
        idleMs: 60_000,
        maximumEntries: 100,
        seriesMaxAgeMs: 600_000,
        maximumSeries: 10,
      },
      { prometheus: observer, objects: observer, dropped: () => undefined },
    );
    await service.relist();
    kept = new KeptForecasts({
      history: {
        readRange: (promql, range) => {
          asked.push(promql);
          return future instanceof Error ? Promise.reject(future) : Promise.resolve(rangeOf(future)(range));
        },
      },
      forecaster: { forecast: () => Promise.resolve(trusted(future as number)) },
      clock,
      maximum: 10,
      observer: {
        historyRead: () => undefined,
        historyFailed: () => undefined,
        fitted: () => undefined,
        fitFailed: () => undefined,
      },
    });
    metrics = new ForecastMetrics(service, kept, rules.forecasts, (metric, reason) =>
      fellBack.push(`${metric} ${reason}`),
    );
  });

  const read = async (selector: string, metric = 'forecast_hits'): Promise<Record<string, string>> => {
    const choice = { selector: parseLabelSelector(selector) };
    if (!choice.selector.ok) throw new Error(selector);
    const readings = await metrics.readCustom({
      resource: 'pods',
      namespace: 'shop',
      metric,
      choice: { selector: choice.selector.value },
      metricSelector: [],
    });
    expect(readings.every((reading) => reading.metric === metric)).toBe(true);
    return Object.fromEntries(readings.map(({ name, quantity }) => [name, quantity]));
  };
  const readExternal = async (): Promise<unknown> =>
    (await metrics.readExternal({ namespace: 'shop', metric: 'forecast_sqs', selector: [] })).map(
      ({ metric, labels, quantity }) => [metric, labels, quantity],
    );

  it('are listed beside those that they are of, where there are any', () => {
    const { custom, external } = metrics.listed();
    const names = custom.filter(({ resource }) => resource.resource === 'pods').map(({ metric }) => metric);
    expect(names.sort()).toEqual(['forecast_hits', 'forecast_own', 'hits', 'own']);
    expect(external.map(({ metric }) => metric)).toEqual(['sqs', 'forecast_sqs']);
  });

  it('are the present values until there is a forecast, and say so', async () => {
    expect(await read('app=chat')).toEqual({ 'chat-5d9c-bbbbb': '10', 'chat-5d9c-ccccc': '10', alone: '10' });
    expect(new Set(fellBack)).toEqual(new Set(['hits no-history']));
  });

  it('share the demand of each workload out over all its pods, whatever the selector picks of them', async () => {
    await read('app=chat');
    await kept.work();
    // 90 of the Deployment, over three pods of two revisions; 90 of the pod that stands alone.
    expect(await read('app=chat')).toEqual({ 'chat-5d9c-bbbbb': '30', 'chat-5d9c-ccccc': '30', alone: '90' });
    expect(new Set(asked)).toEqual(
      new Set([
        'sum(sum(hits{namespace="shop",pod=~"chat-[bcdfghjklmnpqrstvwxz2456789]{1,10}-[bcdfghjklmnpqrstvwxz2456789]{5}"}) by (pod))',
        'sum(sum(hits{namespace="shop",pod=~"alone"}) by (pod))',
      ]),
    );
    expect(kept.statuses().map(({ object }) => object)).toEqual(['Deployment/chat', 'Pod/alone']);
  });

  it('round shares up, so that they add up to no less than the whole', async () => {
    future = 100;
    await read('app=chat');
    await kept.work();
    expect(await read('app=chat')).toMatchObject({ 'chat-5d9c-bbbbb': '33334m' });
  });

  it('never say less than what is', async () => {
    future = 5;
    await read('app=chat');
    await kept.work();
    expect(await read('app=chat')).toEqual({ 'chat-5d9c-bbbbb': '10', 'chat-5d9c-ccccc': '10', alone: '10' });
    present['chat-7f4b-ddddd'] = 40;
    clock.advance(61_000);
    // The HPA adds shares up: the whole is what counts.
    expect(await read('app=chat')).toMatchObject({ 'chat-5d9c-bbbbb': '20', 'chat-5d9c-ccccc': '20' });
  });

  it('are absent exactly where the metric is', async () => {
    await read('app=chat');
    await kept.work();
    delete present['chat-5d9c-ccccc'];
    clock.advance(61_000);
    expect(await read('app=chat')).toEqual({ 'chat-5d9c-bbbbb': '45', alone: '90' });
    await expect(read('app=chat', 'forecast_gone')).rejects.toMatchObject({
      code: 404,
      message: 'the server could not find the metric forecast_gone for pods',
    });
    await expect(read('app=chat', 'forecast_other')).rejects.toMatchObject({ code: 404 });
  });

  it('leave a metric of their name alone that a rule makes', async () => {
    await read('app=chat', 'forecast_own');
    expect(kept.statuses()).toEqual([]);
  });

  it('of an external metric are of the sum', async () => {
    expect(await readExternal()).toEqual([
      ['forecast_sqs', { queue: 'a', account: '1' }, '30'],
      ['forecast_sqs', { queue: 'b', account: '1' }, '30'],
    ]);
    await kept.work();
    expect(asked[0]).toBe('sum(max(sqs{}) by (queue, account))');
    expect(await readExternal()).toEqual([['forecast_sqs', { account: '1' }, '90']]);
    future = 50;
    clock.advance(300_000);
    await kept.work();
    clock.advance(150_000);
    expect(await readExternal()).toEqual([['forecast_sqs', { account: '1' }, '60']]);
  });

  it('are served while the past cannot be read', async () => {
    future = new Error('down');
    await read('app=chat');
    await kept.work();
    expect(await read('app=chat')).toMatchObject({ 'chat-5d9c-bbbbb': '10' });
  });
});
