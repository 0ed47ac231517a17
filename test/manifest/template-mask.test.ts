import { describe, expect, it } from 'vitest';

import { isMasked, maskTemplate } from '#core/manifest/template-mask.ts';

/** Masked places as `~`, so that expectations can be read. */
function masked(...lines: readonly string[]): readonly string[] | undefined {
  const text = lines.join('\n');
  const result = maskTemplate(text);
  expect(result?.length ?? text.length).toBe(text.length);
  return result?.replace(/[^\t\n\r\x20-\x7e]/g, '~').split('\n');
}

describe('a masked template', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['a value', ['a: {{ .b }} # c'], ['a: ~~~~~~~~ # c']],
    ['a part of a value', ['a: x-{{ .b }}-y'], ['a: x-~~~~~~~~-y']],
    ['a key', ['{{ .k }}: v'], ['~~~~~~~~: v']],
    ['an item', ['- {{ . }}'], ['- ~~~~~~~']],
    ['a line of its own', ['a:', '  {{ toYaml .b }}'], ['a:', '  #~~~~~~~~~~~~~~']],
    ['a line with a remark', ['{{ .b }}  # see: c'], ['#~~~~~~~  # see: c']],
    ['what is on the line of a condition', ['{{ if .a }}b: 1{{ end }}'], ['#~~~~~~~~~~b: 1~~~~~~~~~']],
    ['several lines', ['{{ include "a"', '  . }}', 'b: 1'], ['#~~~~~~~~~~~~~~~~~~~~', 'b: 1']],
    ['braces in strings', ['a: {{ printf "}}" `}}` }}!'], ['a: ~~~~~~~~~~~~~~~~~~~~~~!']],
    ['braces in a comment', ['{{/* }} */}}', 'a: 1'], ['#~~~~~~~~~~~', 'a: 1']],
    [
      'all branches but the first',
      ['{{ if .a }}', 'b: 1', '{{ else if .c }}', 'b: 2', '{{ else }}', 'b: 3', '{{ end }}'],
      ['#~~~~~~~~~~', 'b: 1', '#~~~~~~~~~~~~~~~', '    ', ' '.repeat(10), '    ', '#~~~~~~~~'],
    ],
    [
      'branches by version',
      ['{{ if .Capabilities.x }}', 'b: 1', '{{ else }}', 'b: 2', '{{ end }}'],
      ['#~~~~~~~~~~~~~~~~~~~~~~~', '    ', ' '.repeat(10), '    ', '#~~~~~~~~'],
    ],
    [
      'a definition with a condition in it',
      ['{{ define "x" }}', '{{ if .a }}b: 1{{ end }}', '{{ end }}', 'c: 1'],
      ['#~~~~~~~~~~~~~~~', ' '.repeat(24), '#~~~~~~~~', 'c: 1'],
    ],
    ['CRLF', ['a: {{ .b }}\r', 'c: 1\r'], ['a: ~~~~~~~~\r', 'c: 1\r']],
  ])('keeps the length: %s', (_what, lines, expected) => {
    expect(masked(...lines)).toEqual(expected);
  });

  it.each([
    ['an action without an end', 'a: {{ .b'],
    ['a comment without an end', '{{/* a }}\nb: {{ .c }}'],
    ['a block without an end', '{{ if .a }}\nb: 1'],
    ['an end without a block', 'b: 1\n{{ end }}'],
    ['an else without a block', '{{ else }}'],
    ['no action', 'a: 1'],
  ])('is not made of %s', (_what, text) => {
    expect(maskTemplate(text)).toBeUndefined();
  });

  it('is made in time that grows with the text, whatever is nested', () => {
    const text = '{{ if .a }}\nb: "{{ .c }}\n{{ else }}\n'.repeat(20_000) + '{{ end }}\n'.repeat(20_000);
    expect(isMasked(maskTemplate(text) ?? '')).toBe(true);
  });
});
