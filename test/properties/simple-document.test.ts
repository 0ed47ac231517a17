import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { toPlainData } from '#core/manifest/plain-data.ts';
import { readSimpleDocument } from '#core/manifest/simple-document.ts';
import { parseYamlDocument } from '#core/manifest/yaml-document.ts';

import { manifests } from './manifest-texts.ts';

/** What the full parser says: the data, or that something is wrong. */
function fullReading(text: string): unknown {
  const { contents, errors } = parseYamlDocument(text);
  if (errors.length > 0) return errors;
  const { value, problems } = toPlainData(contents);
  return problems.length > 0 ? problems : { value };
}

const starts = fc.constantFrom('', '  ', '    ', '- ', '  - ', '- - ', '  -', ' ', '      ', '\t');
const middles = fc.constantFrom(
  'a: ',
  'b:',
  '"c": ',
  "'d' : ",
  'on: ',
  'x',
  '',
  'a: b: ',
  '? ',
  'http://x',
  'e:f',
  '1: ',
);
const ends = fc.constantFrom(
  '',
  '1',
  'text',
  'two words',
  '"quoted \\" \\u00e9"',
  "'it''s'",
  '|',
  '|-',
  '| # c',
  '>',
  '{}',
  '[]',
  '[a, "b", 1]',
  '{a: 1, b: [c, d e]}',
  '{a: {b: x:y}}',
  '[a, ]',
  '{a}',
  '{"a":1}',
  '# c',
  'v # c',
  'v#c',
  '&x v',
  '*x',
  '!!str 1',
  '- v',
  'k: v',
  '"open',
  '"open\\n more',
  '"open\\',
  'more\\"',
  'more\\ "',
  "'open",
  "it''s'",
  'close" # c',
  "'a' b",
  '~',
  '0644',
  'ü　',
  'a\tb',
  '%x',
  '@x',
);
const lines = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(starts, middles, ends).map((parts) => parts.join('')) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '',
      '   ',
      '# c',
      '  # c',
      '---',
      '...',
      '--- # c',
      '--- a',
      '%YAML 1.2',
      '\uFEFF',
    ),
  },
);
const texts = fc
  .tuple(fc.array(lines, { maxLength: 6 }), fc.constantFrom('\n', '\r\n'), fc.boolean())
  .map(([all, lineEnd, last]) => all.join(lineEnd) + (last ? lineEnd : ''));

describe('the reader of simple documents', () => {
  it('says what the full parser says, or nothing', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const simple = readSimpleDocument(text);
        if (simple) expect(fullReading(text)).toEqual(simple);
      }),
      { numRuns: 20_000 },
    );
  });

  it('says it of manifests, and of most of them something', () => {
    let read = 0;
    let total = 0;
    fc.assert(
      fc.property(manifests, ({ text, object }) => {
        const simple = readSimpleDocument(text);
        total++;
        if (!simple) return;
        read++;
        expect(simple.value).toEqual(object);
      }),
      { numRuns: 1000 },
    );
    expect(read / total).toBeGreaterThan(0.2);
  });

  it('leaves to the full parser what has to be reported', () => {
    for (const text of [
      'a: 1\na: 2',
      'a: *b',
      'a: &b 1',
      '__proto__: 1',
      '{a: 1, a: 2}',
      'a: "open',
      '\ta: 1',
      'a:\n  b: 1\n c: 2',
    ]) {
      expect(readSimpleDocument(text), text).toBeUndefined();
    }
  });
});
