import { describe, expect, it } from 'vitest';

import { compileGoRegexp, expandTemplate } from '#core/metrics-adapter/rules/go-regexp.ts';
import { parseGoTemplate } from '#core/metrics-adapter/rules/go-template.ts';

function renamed(pattern: string, template: string, text: string): string | undefined {
  const compiled = compileGoRegexp(pattern);
  if (!compiled.ok) throw new Error(compiled.error);
  const match = compiled.value.exec(text);
  return match ? expandTemplate(template, match) : undefined;
}

describe('Go regular expressions', () => {
  it.each([
    ['^container_(.*)_seconds_total$', '$1', 'container_cpu_usage_seconds_total', 'cpu_usage'],
    ['^(.*)_total$', '${1}_per_second', 'http_requests_total', 'http_requests_per_second'],
    // Go reads the longest name: there is no group "1_per_second".
    ['^(.*)_total$', '$1_per_second', 'http_requests_total', ''],
    ['(?P<what>http)_(\\w+)', '$what-$2-${what}$$', 'http_requests', 'http-requests-http$'],
    ['(?i)^HTTP_(.*)', '$1', 'http_requests', 'requests'],
    ['^http\\_requests\\-x$', '$0', 'http_requests-x', 'http_requests-x'],
    ['\\Ahttp_[[:alpha:]]+\\z', '$0', 'http_requests', 'http_requests'],
    ['\\Qa.b\\E', '$0', 'a.b', 'a.b'],
    ['\\Qa.b\\E', '$0', 'axb', undefined],
    ['a', '$7', 'a', ''],
  ])('%s with %s makes of %3$s what Go makes', (pattern, template, text, expected) => {
    expect(renamed(pattern, template, text)).toBe(expected);
  });

  it('refuses what RE2 does not have', () => {
    for (const pattern of ['(?=a)b', '(?!a)b', '(?<=a)b', '(a)\\1', 'a(', 'a\\', '[[:nope:]]']) {
      expect(compileGoRegexp(pattern), pattern).toMatchObject({ ok: false });
    }
  });
});

const data = {
  Series: 'http_requests_total',
  LabelMatchers: 'namespace="prod",pod=~"a|b"',
  LabelValuesByName: { namespace: 'prod', pod: 'a|b' },
  GroupBy: 'pod',
  GroupBySlice: ['pod', 'container'],
};

function rendered(text: string): string {
  const template = parseGoTemplate(text, Object.keys(data));
  if (!template.ok) throw new Error(`${template.error.message} at ${template.error.offset}`);
  return template.value.render(data);
}

describe('Go templates', () => {
  it.each([
    [
      'sum(rate(<<.Series>>{<<.LabelMatchers>>}[2m])) by (<<.GroupBy>>)',
      'sum(rate(http_requests_total{namespace="prod",pod=~"a|b"}[2m])) by (pod)',
    ],
    ['<< .Series >>', 'http_requests_total'],
    ['<<index .LabelValuesByName "pod">>', 'a|b'],
    ['<<index .LabelValuesByName `pod` >>', 'a|b'],
    ['<<.LabelValuesByName.namespace>>', 'prod'],
    ['<<index .LabelValuesByName "none">>|<<.LabelValuesByName.none>>', '|<no value>'],
    ['<<.GroupBySlice>>', '[pod container]'],
    ['<<.LabelValuesByName>>', 'map[namespace:prod pod:a|b]'],
    ['<<index .GroupBySlice 1>>', 'container'],
    ['a <<- .GroupBy ->> b', 'apodb'],
    ['a<</* why */>>b', 'ab'],
    ['<<if eq (index .LabelValuesByName "namespace") "prod">>P<<else if .GroupBy>>G<<else>>-<<end>>', 'P'],
    ['<<if not .LabelValuesByName.none>>no<<end>>', 'no'],
    ['<<if and .Series (ne .GroupBy "x")>>yes<<end>>', 'yes'],
    ['<<.GroupBy | eq "pod">>', 'true'],
    ['<<"a>>b">>', 'a>>b'],
    ['x < y << .GroupBy >> z', 'x < y pod z'],
    ['', ''],
  ])('%s', (text, expected) => {
    expect(rendered(text)).toBe(expected);
  });

  it.each([
    ['<<.Serie>>', 'there is no .Serie', 0],
    ['sum(<<.Series', '<< is not closed by >>', 4],
    ['<<printf "%s" .Series>>', '"printf" is not supported', 0],
    ['ab<<if .Series>>x', 'if without an end', 2],
    ['x<<end>>', 'end without an if', 1],
    ['<<>>', 'an empty action', 0],
    ['<<range .GroupBySlice>>x<<end>>', '"range" is not supported', 0],
  ])('refuses %s', (text, message, offset) => {
    const template = parseGoTemplate(text, Object.keys(data));
    expect(template).toMatchObject({ ok: false, error: { offset } });
    if (!template.ok) expect(template.error.message).toContain(message);
  });
});
