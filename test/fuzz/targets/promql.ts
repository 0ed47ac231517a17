import { demandOfExpression, escapeRegex, labelName, matching, oneOf, selector } from '#core/promql/index.ts';

import { matchersOf } from '../promql-reader.ts';
import { type FuzzTarget, hold } from '../target.ts';

/** Names and values of anybody in the PromQL that is sent, and PromQL of anybody that is read. */
export const promql: FuzzTarget = {
  name: 'promql',
  longest: 1500,
  seeds: () => [
    'http_requests_total\napp.kubernetes.io/name\nweb-1',
    'x"} or vector(1) or y{a="\n"\n\\',
    'sum(rate(http_requests_total{job="web"}[5m])) / count(up{job="web"})',
    'avg by (pod) (DCGM_FI_DEV_GPU_UTIL{namespace="a"})',
    'histogram_quantile(0.95, sum by (le) (rate({__name__="a:b"}[2m])))',
    'max_over_time(sum(x)[1h:1m] offset 5m)',
  ],
  check: (text) => {
    const [metric = '', key = '', ...values] = text.split('\n');
    const label = labelName(key);
    const matchers = [
      oneOf(label, values),
      { label, operator: '!=' as const, value: text },
      matching(label, escapeRegex(text)),
    ];
    const written = selector(metric, matchers);
    const brace = written.indexOf('{');
    const name = written.slice(0, brace);
    const read = matchersOf(written.slice(brace + 1, -1));
    hold(written.endsWith('}') && /^[a-zA-Z0-9_:]*$/.test(name), `a name of ${name}`);
    const expected =
      name === '' ? [{ label: '__name__', operator: '=', value: metric }, ...matchers] : matchers;
    hold(JSON.stringify(read) === JSON.stringify(expected), `it says something else: ${written}`);
    hold(new RegExp(`^(?:${escapeRegex(text)})$`, 's').test(text), 'the pattern does not match its text');
    const demand = demandOfExpression(text);
    hold(typeof demand === 'object', 'no answer');
  },
};
