import { readFileSync } from 'node:fs';

import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';

import { fromYaml } from '#core/manifest/plain-yaml.ts';
import { loadRules } from '#core/metrics-adapter/index.ts';

const path = new URL('../../docs/schemas/adapter-config.schema.json', import.meta.url);
const schema = JSON.parse(readFileSync(path, 'utf8')) as {
  definitions: { forecast: { properties: Record<string, { default?: unknown }> } };
};
const validate = new Ajv({ allErrors: true }).compile(schema);

/** Whether the schema takes it, and whether the program does without a remark. */
function judged(text: string): readonly [schema: boolean, program: boolean] {
  const read = fromYaml(text);
  if (!read.ok) throw new Error(text);
  return [validate(read.value), loadRules(text).problems.length === 0];
}

const rule = `{seriesQuery: x, metricsQuery: 'sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)'}`;
const usage = `{containerLabel: c, containerQuery: x, nodeQuery: y, resources: {template: "<<.Resource>>"}}`;

describe('the published schema of the configuration', () => {
  it.each([
    `rules: [${rule}]`,
    `externalRules: [${rule}]\nforecasts: [{metric: x, horizon: 10m, quantile: 0.5, history: 2w, step: 10m}]`,
    'forecasts: [{metric: requests_per_second, events: [{name: sale, from: "2026-11-27T08:00:00Z", to: "2026-11-27T20:00:00+01:00", factor: 2, namespace: shop, object: Deployment/chat}]}]',
    `resourceRules: {cpu: ${usage}, memory: ${usage}, window: 5m}`,
    'rules: [{seriesQuery: x, seriesFilters: [{is: a}, {isNot: b}], name: {matches: a, as: b}, metricsQuery: y, resources: {overrides: {ns: {resource: namespace}}}}]',
  ])('takes what the program takes: %s', (text) => {
    expect(judged(text)).toEqual([true, true]);
  });

  it.each([
    'rules: [{metricsQuery: x}]',
    'rules: {a: b}',
    'rules: [{seriesQuery: x, metricsQuery: y, seriesFilters: [{is: a, isNot: b}]}]',
    'forecasts: [{}]',
    'forecasts: [{metric: x, quantile: 1}]',
    'forecasts: [{metric: x, quantile: "0.9"}]',
    'forecasts: [{metric: x, horizon: 15 minutes}]',
    'forecasts: [{metric: x, ahead: 5m}]',
    'forecasts: [{metric: x, events: [{from: "2026-11-27T08:00:00Z", to: "2026-11-27T20:00:00Z"}]}]',
    'forecasts: [{metric: x, events: [{from: "2026-11-27T08:00", to: "2026-11-27T20:00:00Z", floor: 1}]}]',
    'forecasts: [{metric: x, events: [{from: "2026-11-27T08:00:00Z", to: "2026-11-27T20:00:00Z", factor: 0.5}]}]',
    `resourceRules: {cpu: ${usage}}`,
  ])('refuses what the program refuses or remarks upon: %s', (text) => {
    expect(judged(text)).toEqual([false, false]);
  });

  it('says the defaults that hold', () => {
    const properties = Object.entries(schema.definitions.forecast.properties);
    const written = Object.fromEntries(properties.map(([key, { default: value }]) => [key, value]));
    const defaults = (text: string): unknown => loadRules(`forecasts: [${text}]`).rules.forecasts;
    const { horizon, quantile, history, step } = written as Record<string, string>;
    expect(defaults('{metric: x}')).toEqual(
      defaults(`{metric: x, horizon: ${horizon}, quantile: ${quantile}, history: ${history}, step: ${step}}`),
    );
  });
});
