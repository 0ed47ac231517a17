import { loadRules } from '#core/metrics-adapter/index.ts';
import { matchersText } from '#core/metrics-adapter/rules/metrics-query.ts';

import { matchersOf } from '../promql-reader.ts';
import { textsOf } from '../seed-files.ts';
import { type FuzzTarget, hold } from '../target.ts';

const hostile = { label: 'pod', operator: '=', value: 'a"} or b{c="\\\n' } as const;

/** prometheus-adapter's file of rules, with its Go templates and regular expressions: rules that answer, or problems with their places. */
export const adapterConfiguration: FuzzTarget = {
  name: 'adapter-configuration',
  longest: 4000,
  seeds: () => [
    ...textsOf('deploy/kubernetes/metrics-adapter', 4000),
    `rules:
- seriesQuery: '{__name__=~"^http_.*",pod!=""}'
  seriesFilters: [{is: ^http_(.*)$}, {isNot: "_seconds$"}]
  resources: {overrides: {namespace: {resource: namespace}, pod: {group: "", resource: pod}}, template: "kube_<<.Resource>>"}
  name: {matches: "^(.*)_total$", as: "\${1}_per_second"}
  metricsQuery: 'sum(rate(<<.Series>>{<<.LabelMatchers>>}[2m])) by (<<.GroupBy>>)'
externalRules:
- seriesQuery: queue_depth
  resources: {namespaced: false}
  name: {as: queue}
  metricsQuery: '<<if .GroupBySlice>><<index .GroupBySlice 0 | printf "%s">><<else>>max(<<.Series>>{<<index .LabelValuesByName "a">>})<<end>>'
resourceRules:
  window: 5m
  cpu:
    containerLabel: container
    containerQuery: sum(rate(c{<<.LabelMatchers>>}[3m])) by (<<.GroupBy>>)
    nodeQuery: sum(rate(n{<<.LabelMatchers>>}[3m])) by (<<.GroupBy>>)
    resources: {template: "<<.Resource>>"}
`,
    `forecasts:
- metric: queue
  horizon: 5m
`,
  ],
  check: (text) => {
    const { rules, problems } = loadRules(text);
    for (const { message, position } of problems) {
      hold(
        message !== '' && position.line >= 1 && position.column >= 1,
        `a problem without a place: ${message}`,
      );
    }
    for (const rule of [...rules.custom, ...rules.external]) {
      for (const series of ['http_requests_total', 'queue_depth', '', 'a'.repeat(200), 'http_ü"}']) {
        rule.metricName(series);
      }
      const query = rule.query.build({
        series: 'queue',
        matchers: [{ matcher: hostile, values: 'a' }],
        groupBy: ['pod'],
      });
      if (query.ok) hold(query.value !== '', 'an empty query');
    }
    hold(matchersOf(matchersText([hostile]))[0]?.value === hostile.value, 'PromQL that says something else');
  },
};
