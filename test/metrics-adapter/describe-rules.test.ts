import { expect, it } from 'vitest';

import { describeRules, loadRules } from '#core/metrics-adapter/index.ts';
import { describeMetrics } from '#core/metrics-adapter/rules/describe-rules.ts';
import type { ServedResource } from '#core/metrics-adapter/rules/resource-mapper.ts';

import { schemaErrors } from '../cli/schema-errors.ts';

const resource = (kind: string, plural: string, namespaced: boolean): ServedResource => ({
  ...{ group: '', version: 'v1', kind, resource: plural, singular: kind.toLowerCase(), namespaced },
});
const served = [
  resource('Pod', 'pods', true),
  resource('Namespace', 'namespaces', false),
  resource('Node', 'nodes', false),
];

it('tells what is asked for metrics, their forecasts and the usage of pods and nodes', () => {
  const { rules, problems } = loadRules(`
rules:
- seriesQuery: 'hits{pod!=""}'
  resources: {template: "<<.Resource>>"}
  metricsQuery: 'sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)'
externalRules:
- {seriesQuery: sqs, metricsQuery: 'max(<<.Series>>{<<.LabelMatchers>>}) by (queue)', resources: {namespaced: false}}
forecasts: [{metric: hits}, {metric: sqs, step: 10m, horizon: 20m}, {metric: none}]
resourceRules:
  window: 5m
  cpu: &usage
    containerLabel: container
    containerQuery: 'sum(used{<<.LabelMatchers>>}) by (<<.GroupBy>>)'
    nodeQuery: 'topk(9, used{<<.LabelMatchers>>})'
    resources: {template: "<<.Resource>>"}
  memory: *usage
`);
  expect(problems.map(({ severity, message }) => [severity, message])).toEqual([
    ['warning', 'no rule makes a metric none, whatever series there are: it has no forecast'],
  ]);
  const series = new Map([
    ['hits{pod!=""}', [{ __name__: 'hits', pod: 'a', namespace: 'b' }]],
    ['sqs', [{ __name__: 'sqs', queue: 'q' }]],
  ]);
  const metrics = describeMetrics(rules, series, served);
  expect(schemaErrors('adapter-metrics.schema.json')({ metrics })).toEqual([]);
  const told = metrics.map(({ api, name, rule, shared, renewedEveryMs, promql }) =>
    [api, name, rule, renewedEveryMs ?? (shared ? 'shared' : 'each'), promql].join(' | '),
  );
  expect(told).toEqual([
    'custom | namespaces/forecast_hits | forecasts[0] | 300000 | sum(sum(hits{namespace=~"NAMES"}) by (namespace))',
    'custom | namespaces/hits | rules[0] | shared | sum(hits{namespace!=""}) by (namespace)',
    'custom | pods/forecast_hits | forecasts[0] | 300000 | sum(sum(hits{namespace="NAMESPACE",pod=~"NAMES"}) by (pod))',
    'custom | pods/hits | rules[0] | shared | sum(hits{namespace=~"NAMESPACE",pod!=""}) by (namespace,pod)',
    'external | forecast_sqs | forecasts[1] | 600000 | sum(max(sqs{}) by (queue))',
    'external | sqs | externalRules[0] | each | max(sqs{}) by (queue)',
    'resource | nodes/cpu | resourceRules.cpu | each | topk(9, used{node="NAME"})',
    'resource | nodes/memory | resourceRules.memory | each | topk(9, used{node="NAME"})',
    'resource | pods/cpu | resourceRules.cpu | shared | sum(used{namespace!="",pod!=""}) by (namespace,pod,container)',
    'resource | pods/memory | resourceRules.memory | shared | sum(used{namespace!="",pod!=""}) by (namespace,pod,container)',
  ]);
});

it('tells where a query of resourceRules is no template', () => {
  const { problems } = loadRules(`
resourceRules:
  cpu: {containerLabel: c, containerQuery: '<<.Nothing>>', nodeQuery: x, resources: {template: "<<.Resource>>"}}
  memory: {containerLabel: c, containerQuery: x, nodeQuery: x, resources: {template: "<<.Resource>>"}}
`);
  expect(problems.map(({ position, message }) => `${position.line}:${position.column} ${message}`)).toEqual([
    expect.stringMatching(/^3:44 .*Nothing/),
  ]);
});

it('tells without a cluster which names the rules fix, of which resources, and the queries as they are written', () => {
  const { rules, problems } = loadRules(`
rules:
- {seriesQuery: '{__name__=~"hits|visits"}', name: {as: hits}, metricsQuery: 'sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)', resources: {template: "kube_<<.Resource>>", overrides: {ns: {resource: namespace}, d: {group: apps, resource: deployment}}}}
- {seriesQuery: 'http_requests_total{pod!=""}', name: {matches: "^(.*)_total$", as: "\${1}_per_second"}, metricsQuery: 'topk(1, <<.Series>>)', resources: {overrides: {pod: {resource: pod}}}}
- {seriesQuery: '{__name__=~"^queue_.*"}', metricsQuery: 'max(<<.Series>>)', resources: {overrides: {pod: {resource: pod}}}}
- {seriesQuery: errors_total, seriesFilters: [{isNot: _total}], metricsQuery: 'max(<<.Series>>)'}
externalRules:
- {seriesQuery: sqs, metricsQuery: 'max(<<.Series>>{<<.LabelMatchers>>}) by (queue)', resources: {namespaced: false}}
forecasts: [{metric: http_requests_per_second}, {metric: sqs}]
`);
  expect(problems).toEqual([]);
  const described = describeRules(rules);
  expect(schemaErrors('adapter-metrics.schema.json')({ rules: described })).toEqual([]);
  const told = described.map(({ api, rule, metric, resources, resourceTemplate, shared, promql }) =>
    [
      ...[api, rule, metric ?? '?', resources?.join(',') ?? '-', resourceTemplate ?? '-'],
      ...[shared ? 'shared' : 'each', promql],
    ].join(' | '),
  );
  expect(told).toEqual([
    'custom | rules[0] | hits | namespace,deployment.apps | kube_<<.Resource>> | shared | sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)',
    'custom | rules[1] | http_requests_per_second | pod | - | each | topk(1, <<.Series>>)',
    'custom | rules[2] | ? | pod | - | each | max(<<.Series>>)',
    'custom | rules[3] | ? |  | - | each | max(<<.Series>>)',
    'external | externalRules[0] | sqs | - | - | each | max(<<.Series>>{<<.LabelMatchers>>}) by (queue)',
    'custom | forecasts[0] | forecast_http_requests_per_second | pod | - | each | topk(1, <<.Series>>)',
    'external | forecasts[1] | forecast_sqs | - | - | each | max(<<.Series>>{<<.LabelMatchers>>}) by (queue)',
  ]);
});
