import { describe, expect, it } from 'vitest';

import { compileRules } from '#core/metrics-adapter/rules/compile-rules.ts';
import { labelSelectorText, parseLabelSelector } from '#core/metrics-adapter/rules/label-requirements.ts';
import { externalQuery, queryForAll, queryForNames } from '#core/metrics-adapter/rules/metric-query.ts';
import { buildRegistry, type MetricRegistry } from '#core/metrics-adapter/rules/metric-registry.ts';
import { objectQuantity, sampleQuantity } from '#core/metrics-adapter/rules/metric-value.ts';
import { parseAdapterConfig } from '#core/metrics-adapter/rules/parse-adapter-config.ts';
import { createResourceMapper, type ServedResource } from '#core/metrics-adapter/rules/resource-mapper.ts';

function served(group: string, kind: string, resource: string, namespaced = true): ServedResource {
  return { group, kind, resource, singular: kind.toLowerCase(), version: 'v1', namespaced };
}

const mapper = createResourceMapper([
  served('', 'Pod', 'pods'),
  served('', 'Namespace', 'namespaces', false),
  served('', 'Node', 'nodes', false),
  served('', 'Service', 'services'),
  served('apps', 'Deployment', 'deployments'),
  served('batch', 'Job', 'jobs'),
  served('networking.k8s.io', 'Ingress', 'ingresses'),
]);

function rulesOf(yaml: string): ReturnType<typeof compileRules> {
  const { config, problems } = parseAdapterConfig(yaml);
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  return compileRules(config, () => ({ line: 1, column: 1 }));
}

function registryOf(yaml: string, series: Readonly<Record<string, object[]>>): MetricRegistry {
  const { rules, problems } = rulesOf(yaml);
  expect(problems).toEqual([]);
  return buildRegistry(rules, new Map(Object.entries(series)) as never, mapper);
}

const httpRule = (metricsQuery: string, more = ''): string => `
rules:
- seriesQuery: '{__name__=~"^http_.*"}'
  resources: {template: "<<.Resource>>"}
  name: {matches: "^(.*)_total$"}
  metricsQuery: '${metricsQuery.replaceAll("'", "''")}'
${more}`;

const httpSeries = {
  '{__name__=~"^http_.*"}': [
    { __name__: 'http_requests_total', namespace: 'prod', pod: 'web-1', job: 'web', code: '200' },
    { __name__: 'http_errors', namespace: 'prod', pod: 'web-1' },
  ],
};

function selector(text: string): Parameters<typeof queryForNames>[3] {
  const parsed = parseLabelSelector(text);
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
}

describe('discovery', () => {
  it('makes a metric for each resource that the labels of a series name', () => {
    const registry = registryOf(
      httpRule('sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)'),
      httpSeries,
    );
    const names = registry.custom.map(({ metric, resource, namespaced }) => [
      resource.resource,
      metric,
      namespaced,
    ]);
    expect(names).toEqual([
      ['namespaces', 'http_requests', false],
      ['pods', 'http_requests', true],
      ['jobs', 'http_requests', true],
    ]);
  });

  it('finds resources by overrides, singular or plural, and by labels with a group', () => {
    const yaml = `
rules:
- seriesQuery: 'a'
  resources:
    template: "kube_<<.Group>>_<<.Resource>>"
    overrides: {ns: {resource: namespace}, svc: {resource: services}, gone: {resource: brand}}
  metricsQuery: 'x'
`;
    const labels = {
      __name__: 'a',
      ns: 'p',
      svc: 's',
      gone: 'g',
      kube_apps_deployment: 'd',
      kube_apps_nothing: 'n',
    };
    const registry = registryOf(yaml, { a: [labels] });
    expect(registry.custom.map(({ resource }) => resource.resource)).toEqual([
      'namespaces',
      'services',
      'deployments',
    ]);
    expect(registry.unknownResources).toEqual(['rules[0]: brand']);
  });

  it('lets the later rule win, filters by name, and takes the one capture as the name', () => {
    const yaml = `
rules:
- {seriesQuery: s, metricsQuery: first, name: {as: m}, resources: {overrides: {pod: {resource: pod}}}}
- {seriesQuery: s, metricsQuery: second, name: {matches: ".*_b$", as: m}, resources: {overrides: {pod: {resource: pod}}}}
- seriesQuery: s
  seriesFilters: [{isNot: "_b$"}, {is: "^x"}]
  metricsQuery: third
  resources: {overrides: {pod: {resource: pod}}}
`;
    const series = ['x_a', 'x_b', 'y'].map((name) => ({ __name__: name, pod: 'p' }));
    const registry = registryOf(yaml, { s: series });
    const rules = registry.custom.map(({ metric, seriesName, rule }) => [
      metric,
      seriesName,
      rule.rule.metricsQuery,
    ]);
    expect(rules).toEqual([
      ['m', 'x_b', 'second'],
      ['x_a', 'x_a', 'third'],
    ]);
  });
});

describe('queries', () => {
  const one = (metricsQuery: string): MetricRegistry['custom'][number] =>
    registryOf(httpRule(metricsQuery), httpSeries).custom[1]!;

  it('have the conditions in the order of prometheus-adapter', () => {
    const metric = one('sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)');
    expect(queryForNames(metric, 'prod', ['web-1', 'web.2'], selector('code=200,path in (b,a)'))).toEqual({
      ok: true,
      value: {
        promql:
          'sum(http_requests_total{code="200",path=~"a|b",namespace="prod",pod=~"web-1|web\\\\.2"}) by (pod)',
        objectLabel: 'pod',
      },
    });
  });

  it.each([
    ['a=1', 'a="1"'],
    ['a!=1', 'a!="1"'],
    ['a in (x)', 'a=~"x"'],
    ['a notin (x,y)', 'a!~"x|y"'],
    ['a', 'a!=""'],
    ['!a', 'a=""'],
    ['app.kubernetes.io/name=x', 'app_kubernetes_io_name="x"'],
    ['b=1,a=2', 'a="2",b="1"'],
  ])('write the selector %s as %s', (text, expected) => {
    const query = queryForNames(one('<<.LabelMatchers>>'), 'prod', ['web-1'], selector(text));
    expect(query).toMatchObject({ value: { promql: `${expected},namespace="prod",pod="web-1"` } });
  });

  it('refuse operators that PromQL does not have', () => {
    expect(queryForNames(one('x'), 'prod', ['a'], selector('a>1'))).toMatchObject({ ok: false });
  });

  it('of all objects are asked for with the namespaces in the grouping', () => {
    const metric = one('sum(rate(<<.Series>>{<<.LabelMatchers>>}[2m])) by (<<.GroupBy>>)');
    expect(metric.rule.separable).toBe(true);
    expect(queryForAll(metric, ['prod', 'stage'], [])).toMatchObject({
      value: {
        promql: 'sum(rate(http_requests_total{namespace=~"prod|stage",pod!=""}[2m])) by (namespace,pod)',
        objectLabel: 'pod',
        namespaceLabel: 'namespace',
      },
    });
  });

  it.each([
    ['sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)', true],
    ['sum by (<<.GroupBy>>) (<<.Series>>{<<.LabelMatchers>>,container!="POD"})', true],
    ['<<.Series>>{<<.LabelMatchers>>}', true],
    ['avg_over_time(<<.Series>>{<<.LabelMatchers>>}[5m])', true],
    // Operators compare labels: said of aggregated sides only.
    ['avg_over_time(<<.Series>>{<<.LabelMatchers>>}[5m]) * 100', false],
    ['histogram_quantile(0.95, sum(rate(<<.Series>>{<<.LabelMatchers>>}[5m])) by (le, <<.GroupBy>>))', true],
    ['sum(a{<<.LabelMatchers>>}) by (<<.GroupBy>>) / sum(b{<<.LabelMatchers>>}) by (<<.GroupBy>>)', true],
    ['a{<<.LabelMatchers>>} / b{<<.LabelMatchers>>}', false],
    ['sum(a{<<.LabelMatchers>>}) by (<<.GroupBy>>) or vector(0)', false],
    [
      'sum(a{<<.LabelMatchers>>}) by (<<.GroupBy>>) / on(x) sum(b{<<.LabelMatchers>>}) by (<<.GroupBy>>)',
      false,
    ],
    ['sum(a{<<.LabelMatchers>>}) by (<<.GroupBy>>) / sum(b) by (<<.GroupBy>>)', false],
    ['sum(a{<<.LabelMatchers>>})', false],
    ['sum(a{<<.LabelMatchers>>}) by (x)', false],
    ['sum(a{<<.LabelMatchers>>}) without (x)', false],
    ['topk(1, a{<<.LabelMatchers>>}) by (<<.GroupBy>>)', false],
    ['scalar(sum(a{<<.LabelMatchers>>}) by (<<.GroupBy>>))', false],
    ['absent(a{<<.LabelMatchers>>})', false],
    ['count(cheddar{sharp="true"})', false],
    ['sum(a{pod="<<index .LabelValuesByName "pod">>",<<.LabelMatchers>>}) by (<<.GroupBy>>)', false],
    ['sum(label_replace(a{<<.LabelMatchers>>}, "pod", "x", "", "")) by (<<.GroupBy>>)', false],
  ])('%s is separable: %s', (metricsQuery, expected) => {
    expect(one(metricsQuery).rule.separable).toBe(expected);
  });

  it('of external metrics have the namespace unless the rule says otherwise', () => {
    const yaml = `
externalRules:
- {seriesQuery: q, metricsQuery: 'sum(<<.Series>>{<<.LabelMatchers>>})', resources: {overrides: {namespace: {resource: namespace}}}}
- {seriesQuery: r, metricsQuery: 'sum(<<.Series>>{<<.LabelMatchers>>})', resources: {namespaced: false}}
- {seriesQuery: t, metricsQuery: 'sum(<<.Series>>{<<.LabelMatchers>>})'}
`;
    const series = ['q', 'r', 't'].map((name): [string, object[]] => [name, [{ __name__: name }]]);
    const registry = registryOf(yaml, Object.fromEntries(series));
    const query = (name: string): unknown =>
      externalQuery(registry.findExternal(name)!, 'prod', selector('queue=jobs'));
    expect(query('q')).toEqual({ ok: true, value: 'sum(q{queue="jobs",namespace="prod"})' });
    expect(query('r')).toEqual({ ok: true, value: 'sum(r{queue="jobs"})' });
    expect(query('t')).toMatchObject({ ok: false });
  });
});

describe('values', () => {
  it.each([
    [1.5, '1500m'],
    [2, '2'],
    [1000, '1k'],
    [0, '0'],
    [-0.25, '-250m'],
    [0.0009, '0'],
    [0.1, '100m'],
    [1e15, '1P'],
  ])('%s is %s', (value, expected) => expect(sampleQuantity(value)).toBe(expected));

  it('are left out where there is no number', () => {
    for (const value of [Infinity, -Infinity, Number.NaN, 1e300]) {
      expect(sampleQuantity(value)).toBeUndefined();
    }
    expect(objectQuantity(Number.NaN)).toBe('0');
    expect(objectQuantity(Infinity)).toBeUndefined();
  });
});

describe('label selectors', () => {
  it.each([
    ['', ''],
    ['app=web', 'app=web'],
    ['app == web', 'app=web'],
    ['z,a', 'a,z'],
    ['a in (c, b,b)', 'a in (b,c)'],
    ['a in ()', 'a in ()'],
    ['a=', 'a='],
    ['!a,b notin (x)', '!a,b notin (x)'],
    ['example.com/a>3', 'example.com/a>3'],
  ])('%s', (text, expected) => {
    expect(labelSelectorText(selector(text))).toBe(expected);
  });

  it.each(['a=b=c', 'a in b', 'a in (b', '=', 'a b', '-a', 'a="x"', 'a=b c', ',', 'a>x'])(
    'refuse %s',
    (text) => {
      expect(parseLabelSelector(text)).toMatchObject({ ok: false });
    },
  );
});

describe('a configuration', () => {
  it('tells all mistakes with line and column', () => {
    const { problems } = parseAdapterConfig(`rules:
- seriesQuery: 7
  resources: [a]
  seriesFilters:
  - {is: a, isNot: b}
  metricQuery: x
externalRules: no
`);
    expect(
      problems.map(({ severity, path, position, message }) => [severity, path.join('.'), position, message]),
    ).toEqual([
      ['warning', 'rules.0.metricQuery', { line: 6, column: 16 }, expect.stringContaining('is not known')],
      ['error', 'rules.0.seriesFilters.0', { line: 5, column: 5 }, 'cannot have both is and isNot'],
      ['error', 'rules.0.resources', { line: 3, column: 14 }, 'must be a mapping, not a list'],
      ['error', 'rules.0', { line: 2, column: 3 }, 'metricsQuery is missing'],
      ['error', 'externalRules', { line: 7, column: 16 }, 'must be a list, not "no"'],
    ]);
  });

  it('is read from a ConfigMap, with the lines of the manifest', () => {
    const { config, problems } = parseAdapterConfig(`kind: ConfigMap
data:
  config.yaml: |
    rules:
    - seriesQuery: a
`);
    expect(config.rules).toHaveLength(1);
    expect(problems).toMatchObject([{ position: { line: 5 }, message: 'metricsQuery is missing' }]);
  });

  it('says where YAML is broken', () => {
    expect(parseAdapterConfig('rules: [\n').problems).toMatchObject([{ position: { line: 2 } }]);
  });

  it.each([
    ['{name: {matches: "(a)(b)"}}', 'rules.0.name', 'as is missing'],
    ['{name: {matches: "(?=a)"}}', 'rules.0.name.matches', 'no Go regular expression'],
    ['{resources: {template: "label"}}', 'rules.0.resources.template', 'must contain <<.Resource>>'],
    ['{seriesFilters: [{is: "("}]}', 'rules.0.seriesFilters.0.is', 'no Go regular expression'],
    ['{metricsQuery: "<<.Nope>>"}', 'rules.0.metricsQuery', 'there is no .Nope'],
    [
      '{metricsQuery: "max(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>"}',
      'rules.0.metricsQuery',
      '( is never closed',
    ],
    ['{name: {as: "${1"}}', 'rules.0.name.as', 'has ${ without'],
  ])('with %s is refused', (yaml, path, message) => {
    const inner = yaml.slice(1, -1);
    const query = inner.startsWith('metricsQuery') ? '' : 'metricsQuery: x, ';
    const { problems } = rulesOf(`rules: [{seriesQuery: a, ${query}${inner}}]`);
    expect(problems.map((problem) => problem.path.join('.'))).toEqual([path]);
    expect(problems[0]?.message).toContain(message);
  });
});
