import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { applyEdits } from '#core/manifest/apply-edits.ts';
import {
  appendItem,
  type EditResult,
  insertEntry,
  removeEntry,
  renameKey,
  replaceScalar,
  setValue,
} from '#core/manifest/edit.ts';
import { parseSourceFile } from '#core/manifest/parse.ts';
import type { Path } from '#core/manifest/ranges.ts';
import type { Resource } from '#core/manifest/source-file.ts';

import { commentsIn, type Manifest, manifests, pathsTo } from './manifest-texts.ts';

const scalars = fc.oneof(
  fc.constantFrom(
    '100m',
    'Off',
    'no',
    '0644',
    '',
    ' x ',
    "it's",
    'a: b',
    '# c',
    '- d',
    '{e}',
    '*f',
    '--g=h',
    'ü',
    'two\nlines\n',
  ),
  // What looks like a template is refused, rightly.
  fc.string().filter((text) => !/\{\{|\{%|<%|\$\{/.test(text)),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
  fc.boolean(),
  fc.constant(null),
);

const values = fc.oneof(
  scalars,
  fc.array(scalars, { maxLength: 3 }),
  fc.dictionary(
    fc.constantFrom('cpu', 'memory', 'a.b/c', 'with space'),
    fc.oneof(scalars, fc.array(scalars, { maxLength: 2 })),
    {
      maxKeys: 3,
      noNullPrototype: true,
    },
  ),
);

function read(text: string): Resource {
  const file = parseSourceFile('a.yaml', text);
  const [resource] = file.documents.flatMap(({ resources }) => resources);
  if (!resource || file.problems.length > 0) throw new Error(`cannot read ${JSON.stringify(text)}`);
  return resource;
}

function apply({ text }: Manifest, result: EditResult): string {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}\n${text}`);
  return applyEdits(text, result.value);
}

function at(object: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, segment) => (value as Record<string | number, unknown>)[segment],
    object,
  );
}

/** A copy with one change, made without any code of the engine. */
function changed(
  object: unknown,
  path: Path,
  change: (holder: Record<string | number, unknown>) => void,
): unknown {
  const copy: unknown = structuredClone(object);
  change(at(copy, path) as Record<string | number, unknown>);
  return copy;
}

const linesOf = (text: string) => text.split('\n');

/** Whether `part` is what is left of `whole` when some lines are taken out. */
function isSubsequence(part: readonly string[], whole: readonly string[]): boolean {
  let next = 0;
  for (const line of whole) if (line === part[next]) next++;
  return next === part.length;
}

/** The lines that two texts do not share at their start and end. */
function difference(before: string, after: string): { readonly removed: string[]; readonly added: string[] } {
  const [old, now] = [linesOf(before), linesOf(after)];
  while (old.length > 0 && now.length > 0 && old[0] === now[0]) {
    old.shift();
    now.shift();
  }
  while (old.length > 0 && now.length > 0 && old.at(-1) === now.at(-1)) {
    old.pop();
    now.pop();
  }
  return { removed: old, added: now };
}

const runs = { numRuns: 400 };

/** A manifest with one of its paths of the given kind; manifests without any are passed over. */
function withPath(kind: Parameters<typeof pathsTo>[1]) {
  return manifests
    .map((manifest) => ({ manifest, paths: pathsTo(manifest, kind) }))
    .filter(({ paths }) => paths.length > 0)
    .chain(({ manifest, paths }) =>
      fc.record({ manifest: fc.constant(manifest), path: fc.constantFrom(...paths) }),
    );
}

describe('the manifests of this test', () => {
  it('say what they were made to say', () => {
    fc.assert(
      fc.property(manifests, ({ text, object }) => {
        expect(read(text).object).toEqual(object);
      }),
      runs,
    );
  });
});

describe('replacing a scalar', () => {
  it('changes its own lines only, keeps every comment, and does it once', () => {
    fc.assert(
      fc.property(withPath('scalar'), scalars, ({ manifest, path }, value) => {
        const after = apply(manifest, replaceScalar(read(manifest.text), path, value));
        const expected = changed(
          manifest.object,
          path.slice(0, -1),
          (holder) => (holder[path.at(-1)!] = value),
        );
        expect(read(after).object).toEqual(expected);
        expect(commentsIn(after)).toEqual(commentsIn(manifest.text));
        expect(linesOf(after).at(-1) === '').toBe(linesOf(manifest.text).at(-1) === '');
        expect(setValue(read(after), path, value)).toEqual({ ok: true, value: [] });
      }),
      runs,
    );
  });
});

describe('inserting an entry', () => {
  it('adds lines or extends one, and keeps everything else', () => {
    fc.assert(
      fc.property(withPath('mapping'), values, fc.nat(), ({ manifest, path }, value, choice) => {
        const siblings = Object.keys(at(manifest.object, path) as object);
        const sibling = siblings[choice % Math.max(siblings.length, 1)] ?? 'none';
        const position = (['end', { before: sibling }, { after: sibling }] as const)[choice % 3]!;
        const after = apply(manifest, insertEntry(read(manifest.text), path, 'added', value, position));
        const expected = changed(manifest.object, path, (holder) => (holder.added = value));
        expect(read(after).object).toEqual(expected);
        expect(commentsIn(after).filter((comment) => !JSON.stringify(value).includes(comment))).toEqual(
          commentsIn(manifest.text),
        );
        const { removed } = difference(manifest.text, after);
        expect(removed.length).toBeLessThanOrEqual(2);
        const again = insertEntry(read(after), path, 'added', value, position);
        expect(again).toMatchObject({ ok: false, error: { code: 'exists' } });
      }),
      runs,
    );
  });

  it('and removing it again gives the same data and comments', () => {
    fc.assert(
      fc.property(withPath('mapping'), scalars, ({ manifest, path }, value) => {
        const after = apply(manifest, insertEntry(read(manifest.text), path, 'added', value));
        const back = applyEdits(after, resultOf(removeEntry(read(after), [...path, 'added'])));
        expect(read(back).object).toEqual(manifest.object);
        expect(commentsIn(back)).toEqual(commentsIn(manifest.text));
      }),
      runs,
    );
  });
});

describe('appending an item', () => {
  it('adds one and keeps everything else', () => {
    fc.assert(
      fc.property(withPath('sequence'), values, ({ manifest, path }, value) => {
        const after = apply(manifest, appendItem(read(manifest.text), path, value));
        const expected = changed(manifest.object, path, (holder) =>
          (holder as unknown as unknown[]).push(value),
        );
        expect(read(after).object).toEqual(expected);
        expect(difference(manifest.text, after).removed.length).toBeLessThanOrEqual(2);
      }),
      runs,
    );
  });
});

describe('removing an entry', () => {
  it('takes lines away, and no comment of another entry', () => {
    fc.assert(
      fc.property(withPath('member'), ({ manifest, path }) => {
        const resource = read(manifest.text);
        const { start, end } = resource.rangeOf(path, 'entry');
        const after = apply(manifest, removeEntry(resource, path));
        const expected = changed(manifest.object, path.slice(0, -1), (holder) => {
          const last = path.at(-1)!;
          if (Array.isArray(holder)) holder.splice(Number(last), 1);
          else Reflect.deleteProperty(holder, last);
        });
        expect(read(after).object).toEqual(expected);
        const lineEnd = manifest.text.indexOf('\n', end);
        const own = commentsIn(manifest.text.slice(start, lineEnd < 0 ? undefined : lineEnd));
        const others = commentsIn(manifest.text).filter((comment) => !own.includes(comment));
        expect(isSubsequence(others, commentsIn(after))).toBe(true);
      }),
      runs,
    );
  });
});

describe('renaming a key', () => {
  it('changes nothing else, and renames back to the same text', () => {
    fc.assert(
      fc.property(withPath('entry'), ({ manifest, path }) => {
        const after = apply(manifest, renameKey(read(manifest.text), path, 'renamed'));
        const renamed = [...path.slice(0, -1), 'renamed'];
        expect(at(read(after).object, renamed)).toEqual(at(manifest.object, path));
        const back = applyEdits(after, resultOf(renameKey(read(after), renamed, String(path.at(-1)))));
        expect(back).toBe(manifest.text);
      }),
      runs,
    );
  });
});

function resultOf(result: EditResult) {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}
