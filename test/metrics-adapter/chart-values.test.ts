import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import {
  describeRules,
  loadCatalogue,
  type LoadedRules,
  loadRules,
  pathText,
} from '#core/metrics-adapter/index.ts';

const ours = readFileSync(
  new URL('../../deploy/helm/custom-metrics-adapter/values.yaml', import.meta.url),
  'utf8',
);
const problemsOf = ({ problems }: LoadedRules): readonly string[] =>
  problems.map(
    ({ severity, position: { line, column }, message }) => `${line}:${column} ${severity}: ${message}`,
  );
const placesOf = ({ problems }: LoadedRules): readonly string[] => problems.map(({ path }) => pathText(path));
const namesOf = ({ rules }: LoadedRules): readonly unknown[] =>
  describeRules(rules).map(({ api, rule, metric }) => [api, rule, metric]);

describe('the values of our chart', () => {
  it('as they are mean the catalogue', () => {
    const loaded = loadRules(ours);
    expect(problemsOf(loaded)).toEqual([]);
    expect(loaded.readAs).toContain('the catalogue is served');
    expect(describeRules(loaded.rules)).toEqual(describeRules(loadCatalogue()));
  });

  it('have their rules under config', () => {
    const text = ours.replace(
      'config: {}',
      "config:\n  rules:\n    - {seriesQuery: hits, metricsQuery: 'sum(hits)'}\n    - {seriesQuery: visits}",
    );
    const loaded = loadRules(text);
    expect(namesOf(loaded)).toEqual([
      ['custom', 'rules[0]', 'hits'],
      ['custom', 'rules[1]', 'visits'],
    ]);
    expect(loaded.readAs).toContain('rules of config');
    const line = text.split('\n').findIndex((each) => each.includes('visits')) + 1;
    expect(problemsOf(loaded)).toContain(`${line}:7 error: metricsQuery is missing`);
    expect(placesOf(loaded)).toContain('config.rules[1]');
    const unclosed = loadRules("config: {rules: [{seriesQuery: hits, metricsQuery: 'sum(hits'}]}");
    expect(placesOf(unclosed)).toEqual([expect.stringMatching(/^config\.rules\[0\]/)]);
  });

  it('with forecasts alone mean those of the catalogue', () => {
    const loaded = loadRules('image: {tag: a}\nconfig: {forecasts: [{metric: requests_per_second}]}\n');
    expect(problemsOf(loaded)).toEqual([]);
    expect(loaded.rules.custom).toHaveLength(loadCatalogue().custom.length);
    expect(loaded.rules.forecasts).toHaveLength(1);
  });

  it.each([
    ['config: {rules: []}', '1:9 warning: has no rules: nothing is served'],
    ['config: [a]', '1:9 error: must be a mapping, not a list'],
  ])('%s: %s', (text, expected) => {
    expect(problemsOf(loadRules(text))).toContain(expected);
  });
});

describe("the values of prometheus-adapter's chart", () => {
  it('have rules of three kinds', () => {
    const usage =
      '{containerLabel: c, containerQuery: x, nodeQuery: y, resources: {template: "<<.Resource>>"}}';
    const loaded = loadRules(`
prometheus: {url: http://prometheus.default.svc}
rules:
  default: false
  custom:
  - {seriesQuery: hits, metricsQuery: 'sum(hits)'}
  existing:
  external:
  - {seriesQuery: sqs, metricsQuery: 'max(sqs)'}
  resource: {cpu: ${usage}, memory: ${usage}, window: 3m}
`);
    expect(problemsOf(loaded)).toEqual([]);
    expect(loaded.readAs).toContain("prometheus-adapter's chart");
    expect(namesOf(loaded)).toEqual([
      ['custom', 'rules[0]', 'hits'],
      ['external', 'externalRules[0]', 'sqs'],
      ...['cpu', 'cpu', 'memory', 'memory'].map((what) => ['resource', `resourceRules.${what}`, what]),
    ]);
  });

  it('tell what the chart adds or takes in their place, and mistakes where they stand', () => {
    const loaded = loadRules(`rules:
  default: true
  existing: mine
  custom:
  - {seriesQuery: hits}
  resource: {}
`);
    expect(problemsOf(loaded)).toEqual([
      expect.stringMatching(/^2:12 warning: the chart adds default rules/),
      expect.stringMatching(/^3:13 warning: the chart takes the ConfigMap mine/),
      '5:5 error: metricsQuery is missing',
    ]);
    expect(placesOf(loaded)).toEqual(['rules.default', 'rules.existing', 'rules.custom[0]']);
  });
});
