import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { toPlainData } from '#core/manifest/plain-data.ts';
import { readSimpleDocument } from '#core/manifest/simple-document.ts';
import { parseYamlDocument } from '#core/manifest/yaml-document.ts';

import { manifests } from './manifest-texts.ts';
import { simpleTexts } from './simple-texts.ts';

/** What the full parser says: the data, or that something is wrong. */
function fullReading(text: string): unknown {
  const { contents, errors } = parseYamlDocument(text);
  if (errors.length > 0) return errors;
  const { value, problems } = toPlainData(contents);
  return problems.length > 0 ? problems : { value };
}

describe('the reader of simple documents', () => {
  it('says what the full parser says, or nothing', () => {
    fc.assert(
      fc.property(simpleTexts, (text) => {
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
