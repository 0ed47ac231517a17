import { describe, expect, it } from 'vitest';

import { loadRules } from '#core/metrics-adapter/index.ts';

const dayMs = 86_400_000;

const problemsOf = (text: string): readonly string[] =>
  loadRules(text).problems.map(
    ({ severity, position, message }) => `${position.line}:${position.column} ${severity}: ${message}`,
  );

describe('forecasts of a configuration', () => {
  it('are read beside the rules, each with what it leaves out filled in', () => {
    const { rules, problems } = loadRules(`
rules:
- {seriesQuery: hits, metricsQuery: 'sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)'}
- {seriesQuery: visits, metricsQuery: 'sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)'}
forecasts:
- metric: hits
- {metric: visits, horizon: 10m, quantile: 0.75, history: 28d, step: 10m}
`);
    expect(problems).toEqual([]);
    expect(rules.custom).toHaveLength(2);
    expect(rules.forecasts).toEqual([
      { metric: 'hits', horizonMs: 900_000, quantile: 0.9, historyMs: 14 * dayMs, stepMs: 300_000 },
      { metric: 'visits', horizonMs: 600_000, quantile: 0.75, historyMs: 28 * dayMs, stepMs: 600_000 },
    ]);
  });

  it('alone are those of the catalogue’s metrics', () => {
    const { rules, problems } = loadRules('forecasts: [{metric: requests_per_second, horizon: 20m}]\n');
    expect(problems).toEqual([]);
    expect(rules.custom.length).toBeGreaterThan(3);
    expect(rules.forecasts).toMatchObject([{ metric: 'requests_per_second', horizonMs: 1_200_000 }]);
  });

  it('are not there in a configuration of prometheus-adapter', () => {
    const { rules } = loadRules("rules: [{seriesQuery: hits, metricsQuery: 'sum(hits)'}]\n");
    expect(rules.forecasts).toEqual([]);
  });

  it.each([
    ['metric: ""', '1:13 error: metric is missing'],
    ['metric: a, horizon: 1h30', '1:34 error: "1h30" is not a duration'],
    ['metric: a, horizon: 1m', '1:34 error: must be at least one step (5 min)'],
    ['metric: a, horizon: 2d', '1:34 error: is more than 300 steps of 5 min; make step longer'],
    ['metric: a, quantile: 90', '1:35 error: must lie from 0.5 to 0.99, not 90'],
    ['metric: a, quantile: high', '1:35 error: must be a number, not "high"'],
    ['metric: a, step: 1s', '1:31 error: must be at least 5 s'],
    ['metric: a, step: 15s', '1:13 error: is more than 20160 steps of 15 s'],
    ['metric: a, history: 30m', '1:34 error: must be at least four horizons (1 h)'],
    [
      'metric: a, history: 1d',
      '1:34 warning: shows no daily pattern: that takes two days, and a week better',
    ],
    ['metric: a, history: 100d', '1:34 error: is more than 20160 steps of 5 min'],
    [
      'metric: inference_queue_depth',
      '1:22 warning: inference_queue_depth looks like a queue, which empties',
    ],
    ['metric: model_latency_p95', '1:22 warning: model_latency_p95 looks like a latency, which falls'],
    ['metric: a, ahead: 5m', '1:32 warning: is not known and ignored; known are metric, horizon, quantile'],
  ])('%s: %s', (entry, expected) => {
    // Beside it the catalogue has no metric `a`.
    const told = problemsOf(`forecasts: [{${entry}}]\n`).filter((each) => !each.includes('no rule makes'));
    const [problem = ''] = told;
    expect(problem.slice(0, expected.length)).toBe(expected);
  });

  it('know what is to come, of every demand or of one', () => {
    const { rules, problems } = loadRules(`
forecasts:
- metric: requests_per_second
  events:
  - {name: sale, from: "2026-11-27T08:00:00Z", to: "2026-11-27T20:00:00+01:00", factor: 2.5}
  - {from: "2026-12-01T00:00:00Z", to: "2026-12-02T00:00:00Z", floor: 800, namespace: shop, object: Deployment/chat}
`);
    expect(problems).toEqual([]);
    expect(rules.forecasts[0]?.events).toEqual([
      {
        ...{ name: 'sale', fromMs: Date.UTC(2026, 10, 27, 8), toMs: Date.UTC(2026, 10, 27, 19) },
        ...{ floor: 0, factor: 2.5 },
      },
      {
        ...{ fromMs: Date.UTC(2026, 11, 1), toMs: Date.UTC(2026, 11, 2), floor: 800, factor: 1 },
        ...{ namespace: 'shop', object: 'Deployment/chat' },
      },
    ]);
  });

  it.each([
    ['from: tomorrow, to: "2026-11-27T20:00:00Z", floor: 1', 'is "tomorrow", not a time with its zone'],
    ['from: "2026-11-27T20:00:00", to: "2026-11-27T21:00:00Z", floor: 1', 'not a time with its zone'],
    ['from: "2026-11-27T20:00:00Z", floor: 1', 'is missing; it is a time'],
    ['from: "2026-11-27T20:00:00Z", to: "2026-11-27T08:00:00Z", floor: 1', 'must be later than from'],
    ['from: "2026-11-27T08:00:00Z", to: "2026-11-27T20:00:00Z"', 'needs floor'],
    ['from: "2026-11-27T08:00:00Z", to: "2026-11-27T20:00:00Z", factor: 0.5', 'must be at least 1, not 0.5'],
    ['from: "2026-11-27T08:00:00Z", to: "2026-11-27T20:00:00Z", floor: -1', 'must be at least 0, not -1'],
    ['from: "2026-11-27T08:00:00Z", to: "2026-11-27T20:00:00Z", floor: 1, flor: 1', 'is not known'],
  ])('event {%s}: %s', (event, expected) => {
    const [problem = ''] = problemsOf(`forecasts: [{metric: requests_per_second, events: [{${event}}]}]\n`);
    expect(problem).toMatch(/^1:\d\d/);
    expect(problem).toContain(expected);
  });

  it('name a metric once', () => {
    expect(problemsOf('forecasts: [{metric: a}, {metric: a}]\n')).toEqual([
      '1:35 error: a has a forecast already',
    ]);
  });

  it.each([
    ['{seriesQuery: hits_total, name: {matches: "^(.*)_total$", as: "${1}_per_second"}', true],
    ['{seriesQuery: \'{__name__=~"^hits.*"}\', name: {matches: "^(.*)_total$", as: "${1}_per_second"}', true],
    ['{seriesQuery: \'{__name__=~"^hits.*"}\'', true],
    ['{seriesQuery: \'{__name__=~"^hits.*"}\', name: {as: hits_per_second}', true],
    ['{seriesQuery: \'{__name__=~"^hits.*"}\', name: {as: hits_per_sec}', false],
    ['{seriesQuery: \'{__name__=~"^hits.*"}\', name: {matches: "^(.*)_total$", as: "${1}_rate"}', false],
    ['{seriesQuery: visits_total, name: {matches: "^(.*)_total$", as: "${1}_per_second"}', false],
  ])('of what %s} makes: %s', (rule, isMade) => {
    const told = problemsOf(`rules: [${rule}, metricsQuery: x}]\nforecasts: [{metric: hits_per_second}]\n`);
    const expected = [
      '2:22 warning: no rule makes a metric hits_per_second, whatever series there are: it has no forecast',
    ];
    expect(told).toEqual(isMade ? [] : expected);
  });
});
