import { describe, expect, it } from 'vitest';

import { bracketMistake, selectorMistake } from '#core/promql/index.ts';

describe('brackets and quotation marks of PromQL', () => {
  it.each([
    'sum(rate(a{b="c"}[5m])) by (d)',
    `a{b="(\\"[",c='{"',d=\`\\\`} # ( never closed`,
    'a # "\n + b',
    '',
  ])('are in order in %s', (promql) => expect(bracketMistake(promql)).toBeUndefined());

  it.each([
    ['max(a) by (b', '( is never closed'],
    ['max(a)) by (b)', ') closes nothing'],
    ['rate(a[5m)]', '[ is closed by )'],
    ['a{b="c}', 'a text begins with " and has no end'],
    ["a{b='c}", "a text begins with ' and has no end"],
    ['a{b="c\n"}', 'a text begins with " and has no end'],
  ])('are not in %s: %s', (promql, expected) => expect(bracketMistake(promql)).toBe(expected));
});

describe('a selector of series', () => {
  it.each([
    'up',
    'a:b{}',
    'a{b="#"} # {',
    ' a { b = "c" , d!~\'e\', } ',
    '{__name__=~"^container_.*",container!="POD"}',
    '{"my.metric","a b"=`c`}',
  ])('%s', (selector) => expect(selectorMistake(selector)).toBeUndefined());

  it.each([
    ['a{b="c"', '{ is never closed'],
    ['a{b=c}', 'a selector is'],
    ['a{b="c" d="e"}', 'a selector is'],
    ['a{b=="c"}', 'a selector is'],
    ['sum(a)', 'a selector is'],
    ['a b', 'a selector is'],
    ['a[5m]', 'a selector is'],
    ['9a', 'a selector is'],
  ])('%s is none: %s', (selector, expected) => expect(selectorMistake(selector)).toContain(expected));
});
