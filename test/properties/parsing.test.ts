import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';

import { parseSourceFile } from '#core/manifest/parse.ts';
import type { SourceFile } from '#core/manifest/source-file.ts';
import { splitDocuments } from '#core/manifest/split-documents.ts';

import { manifests } from './manifest-texts.ts';

/** Lines that a stream may be made of, many of them near what parts documents. */
const lines = fc.constantFrom(
  '---',
  '--- # c',
  '---  ',
  '...',
  '... # c',
  '---x',
  '----',
  ' ---',
  '  --- a',
  '# c',
  '',
  '  ',
  'a: 1',
  'b: |',
  'c: "x"',
  '  ---',
  '  text',
);

const streams = fc
  .tuple(fc.constantFrom('', '\uFEFF'), fc.array(lines, { maxLength: 12 }), fc.constantFrom('\n', '\r\n'))
  .map(([mark, parts, lineEnd]) => mark + parts.join(lineEnd));

const contentsOf = (texts: readonly string[]) =>
  texts.flatMap(
    (text) => parseAllDocuments(text, { uniqueKeys: false }) as { toJS(): unknown; errors: unknown[] }[],
  );

function outcome(file: SourceFile): unknown {
  return {
    kind: file.kind,
    problems: file.problems,
    documents: file.documents.map(({ index, range, resources }) => ({
      index,
      range,
      resources: resources.map((resource) => ({
        object: resource.object,
        name: resource.name,
        root: resource.rangeOf([]),
        spec: resource.rangeOf(['spec'], 'entry'),
      })),
    })),
  };
}

describe('splitting a stream', () => {
  it('finds the documents that a parser of the whole finds', () => {
    fc.assert(
      fc.property(streams, (text) => {
        const whole = contentsOf([text]);
        fc.pre(whole.every(({ errors }) => errors.length === 0));
        const values = whole.map((document) => document.toJS()).filter((value) => value !== null);
        const parts = splitDocuments(text);
        const split = contentsOf(parts.map(({ start, end }) => text.slice(start, end)));
        expect(split.map((document) => document.toJS()).filter((value) => value !== null)).toEqual(values);
        expect(contentsOf(parts.map(({ start, end }) => text.slice(start, end))).length).toBe(parts.length);
      }),
      { numRuns: 2000 },
    );
  });

  it('leaves out nothing but blanks and comments', () => {
    fc.assert(
      fc.property(streams, (text) => {
        let at = 0;
        for (const { start, end } of splitDocuments(text)) {
          expect(start).toBeGreaterThanOrEqual(at);
          expect(text.slice(at, start)).toMatch(/^\uFEFF?(\s|#.*|\.\.\.(?=\s|$))*$/);
          at = end;
        }
        expect(text.slice(at)).toMatch(/^\uFEFF?(\s|#.*|\.\.\.(?=\s|$))*$/);
      }),
    );
  });
});

describe('parsing the next version of a file', () => {
  const files = fc
    .array(manifests, { minLength: 1, maxLength: 4 })
    .map((parts) => parts.map(({ text }) => text).join('\n---\n'));

  it('gives what a fresh parse gives, whatever was changed', () => {
    fc.assert(
      fc.property(
        files,
        fc.nat(),
        fc.nat(12),
        fc.constantFrom('', ' ', '\n', '---\n', 'x: 1\n', '# c\n', '{', '"'),
        (text, at, cut, put) => {
          const start = at % (text.length + 1);
          const next = text.slice(0, start) + put + text.slice(start + cut);
          const before = parseSourceFile('a.yaml', text);
          expect(outcome(parseSourceFile('a.yaml', next, before))).toEqual(
            outcome(parseSourceFile('a.yaml', next)),
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(parseSourceFile('a.yaml', `apiVersion: v1\nkind: Pod\n${text}`).path).toBe('a.yaml');
      }),
      { numRuns: 1000 },
    );
  });
});
