import { describe, expect, it } from 'vitest';

import { applyEdits } from '#core/manifest/apply-edits.ts';
import {
  appendItem,
  type EditResult,
  insertEntry,
  removeEntry,
  renameKey,
  replaceEntry,
  replaceScalar,
  setValue,
} from '#core/manifest/edit.ts';
import { parseSourceFile } from '#core/manifest/parse.ts';
import type { Resource } from '#core/manifest/source-file.ts';

const head = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n';

function read(text: string): Resource {
  const file = parseSourceFile('a.yaml', text);
  const [resource] = file.documents.flatMap(({ resources }) => resources);
  if (!resource) throw new Error(`no resource in ${text}: ${file.problems[0]?.message ?? file.kind}`);
  return resource;
}

/** The text below the head after an edit, or the refusal's code. */
function edited(body: string, change: (resource: Resource) => EditResult): string {
  const top = body.includes('\r\n') ? head.replaceAll('\n', '\r\n') : head;
  const text = top + body;
  const result = change(read(text));
  if (!result.ok) return result.error.code;
  const after = applyEdits(text, result.value);
  expect(after.startsWith(top)).toBe(true);
  return after.slice(top.length);
}

describe('replaceScalar', () => {
  it.each<[string, string, string | number | boolean | null, string]>([
    ['plain', 'x: 1 # c\n', 2, 'x: 2 # c\n'],
    ['double quotes', 'x: "500m"\n', '600m', 'x: "600m"\n'],
    ['single quotes', "x: '500m' # c\n", "it's", "x: 'it''s' # c\n"],
    ['quoted to a number', 'x: "5"\n', 6, 'x: 6\n'],
    ['plain to a text that needs quotes', 'x: Auto\n', 'Off', 'x: "Off"\n'],
    ['a text like a number', 'x: a\n', '0644', 'x: "0644"\n'],
    ['a text like a time', 'x: a\n', '12:30', 'x: "12:30"\n'],
    ['no value', 'x: # c\nw: 1\n', 3, 'x: 3 # c\nw: 1\n'],
    ['no value, no line end', 'x:', true, 'x: true'],
    ['in flow', '{}: 0\nx: {a: 1, b: 2}\n', 'skip', 'unsupported'],
    ['with an anchor nobody refers to', 'x: &a 1\n', 2, 'x: &a 2\n'],
    ['a literal block', 'x: |- # c\n  one\n  two\nw: 1\n', 'a\n\nb', 'x: |- # c\n  a\n\n  b\nw: 1\n'],
    ['a literal block by a line', 'x: |-\n  one\n', 'one\n', 'x: |\n  one\n'],
    ['a block by what no block can hold', 'x: |\n  one\nw: 1\n', ' a', 'x: " a"\nw: 1\n'],
    ['over several lines', 'x: one\n  two\nw: 1\n', 'three', 'x: three\nw: 1\n'],
    ['null', 'x: 1\n', null, 'x: null\n'],
    ['CRLF', 'x: 1 # c\r\nw: 2\r\n', 5, 'x: 5 # c\r\nw: 2\r\n'],
  ])('%s', (_what, body, value, expected) => {
    expect(edited(body, (resource) => replaceScalar(resource, ['x'], value))).toBe(expected);
  });

  it('keeps JSON valid', () => {
    const text = '{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "x": {"k": 1, "s": "t"}}';
    const result = replaceScalar(read(text), ['x', 'k'], '500m');
    const after = applyEdits(text, result.ok ? result.value : []);
    expect(JSON.parse(after)).toMatchObject({ x: { k: '500m', s: 't' } });
  });

  it('writes in flow what flow allows', () => {
    const change = (resource: Resource) => replaceScalar(resource, ['x', 'a'], 'b, c');
    expect(edited('x: {a: 1, b: 2}\n', change)).toBe('x: {a: "b, c", b: 2}\n');
  });
});

describe('insertEntry', () => {
  it.each<[string, string, Parameters<typeof insertEntry>[4], string]>([
    ['at the end', 'x:\n  a: 1 # c\n  # d\nw: 2\n', 'end', 'x:\n  a: 1 # c\n  k: 5\n  # d\nw: 2\n'],
    ['at the end of the file', 'x:\n    a: 1', 'end', 'x:\n    a: 1\n    k: 5'],
    ['behind a nested value', 'x:\n  a:\n    b: 1\nw: 2\n', 'end', 'x:\n  a:\n    b: 1\n  k: 5\nw: 2\n'],
    ['behind a block scalar', 'x:\n  a: |\n    b\n\nw: 2\n', 'end', 'x:\n  a: |\n    b\n  k: 5\n\nw: 2\n'],
    [
      'behind blank lines that count',
      'x:\n  a: |+\n    b\n\nw: 2\n',
      'end',
      'x:\n  a: |+\n    b\n\n  k: 5\nw: 2\n',
    ],
    ['after a sibling', 'x:\n  a: 1\n  b: 2\n', { after: 'a' }, 'x:\n  a: 1\n  k: 5\n  b: 2\n'],
    [
      'before a sibling',
      'x:\n  a: 1\n  # of b\n  b: 2\n',
      { before: 'b' },
      'x:\n  a: 1\n  k: 5\n  # of b\n  b: 2\n',
    ],
    ['before the first', 'x:\n  # of a\n  a: 1\n', { before: 'a' }, 'x:\n  k: 5\n  # of a\n  a: 1\n'],
    ['before nobody', 'x:\n  a: 1\n', { before: 'z' }, 'x:\n  a: 1\n  k: 5\n'],
    ['CRLF', 'x:\r\n  a: 1\r\nw: 2\r\n', 'end', 'x:\r\n  a: 1\r\n  k: 5\r\nw: 2\r\n'],
    ['flow', 'x: {a: 1} # c\n', 'end', 'x: {a: 1, k: 5} # c\n'],
    ['padded flow', 'x: { a: 1 }\n', 'end', 'x: { a: 1, k: 5 }\n'],
    ['flow with a trailing comma', 'x: {a: 1,}\n', 'end', 'x: {a: 1, k: 5,}\n'],
    ['flow, before', 'x: {a: 1, b: 2}\n', { before: 'a' }, 'x: {k: 5, a: 1, b: 2}\n'],
    [
      'flow over lines',
      'x: {\n  a: 1, # c\n  b: 2 # d\n}\n',
      'end',
      'x: {\n  a: 1, # c\n  b: 2, # d\n  k: 5\n}\n',
    ],
    [
      'flow over lines, after',
      'x: {\n  a: 1,\n  b: 2\n}\n',
      { after: 'a' },
      'x: {\n  a: 1,\n  k: 5,\n  b: 2\n}\n',
    ],
    ['quoted flow', 'x: {"a": 1}\n', 'end', 'x: {"a": 1, "k": 5}\n'],
    ['nothing', 'x: # c\nw: 2\n', 'end', 'x: # c\n  k: 5\nw: 2\n'],
    ['null', 'x: ~ # c\n', 'end', 'x: # c\n  k: 5\n'],
    ['an empty mapping', 'x: {} # c\n', 'end', 'x: # c\n  k: 5\n'],
    ['an empty mapping with a comment in it', 'x: { # c\n }\n', 'end', 'unsupported'],
    ['nothing at the end of the file', 'x:', 'end', 'x:\n  k: 5'],
    ['an anchor before nothing', 'x: &a\nw: 1\n', 'end', 'unsupported'],
    ['a scalar', 'x: 5\n', 'end', 'unsupported'],
    ['the key that is there', 'x: {k: 1}\n', 'end', 'exists'],
  ])('%s', (_what, body, position, expected) => {
    expect(edited(body, (resource) => insertEntry(resource, ['x'], 'k', 5, position))).toBe(expected);
  });

  it('goes into items', () => {
    const change = (resource: Resource) => insertEntry(resource, ['x', 0], 'k', { o: [1, { p: 'q: r' }] });
    expect(edited('x:\n- a: 1 # c\n- b: 2\n', change)).toBe(
      'x:\n- a: 1 # c\n  k:\n    o:\n    - 1\n    - p: "q: r"\n- b: 2\n',
    );
    const first = (resource: Resource) => insertEntry(resource, ['x', 0], 'k', 5, { before: 'a' });
    expect(edited('x:\n  -   a: 1 # c\n      b: 2\n', first)).toBe(
      'x:\n  -   k: 5\n      a: 1 # c\n      b: 2\n',
    );
    expect(edited('x:\n  -\n  - 1\n', (r) => insertEntry(r, ['x', 0], 'k', 5))).toBe('x:\n  - k: 5\n  - 1\n');
    expect(edited('x:\n  - {}\n', (r) => insertEntry(r, ['x', 0], 'k', 5))).toBe('x:\n  - k: 5\n');
  });

  it('indents as the document does', () => {
    const change = (resource: Resource) => insertEntry(resource, ['x'], 'k', { o: { p: ['q'] } });
    expect(edited('x:\n    a:\n        - 1\n', change)).toBe(
      'x:\n    a:\n        - 1\n    k:\n        o:\n            p:\n                - q\n',
    );
  });

  it('reaches only the item of a list that is meant', () => {
    const text =
      'apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Pod, metadata: {name: a}}\n' +
      '- apiVersion: v1\n  kind: Pod\n  metadata:\n    name: b\n';
    const second = parseSourceFile('a.yaml', text).documents[0]!.resources[1]!;
    const result = insertEntry(second, ['metadata'], 'namespace', 'prod');
    expect(result.ok && applyEdits(text, result.value)).toBe(`${text}    namespace: prod\n`);
  });

  it('counts from the start of the file in a later document', () => {
    const text = `${head}---\n${head.replace('name: a', 'name: b')}x:\n  a: 1\n`;
    const second = parseSourceFile('a.yaml', text).documents[1]!.resources[0]!;
    const result = insertEntry(second, ['x'], 'k', 5);
    expect(result.ok && applyEdits(text, result.value)).toBe(`${text}  k: 5\n`);
  });
});

describe('appendItem', () => {
  it.each<[string, string, string]>([
    ['block', 'x:\n  - a # c\nw: 1\n', 'x:\n  - a # c\n  - k: 5\n    m: t\nw: 1\n'],
    ['at the column of the key', 'x:\n- a', 'x:\n- a\n- k: 5\n  m: t'],
    ['flow', 'x: [a]\n', 'x: [a, {k: 5, m: t}]\n'],
    ['quoted flow', 'x: ["a"]\n', 'x: ["a", {"k": 5, "m": "t"}]\n'],
    ['empty', 'x: [] # c\nz:\n- 1\n', 'x: # c\n- k: 5\n  m: t\nz:\n- 1\n'],
    ['nothing', 'x:\n', 'x:\n  - k: 5\n    m: t\n'],
    ['a mapping', 'x: {a: 1}\n', 'unsupported'],
  ])('%s', (_what, body, expected) => {
    expect(edited(body, (resource) => appendItem(resource, ['x'], { k: 5, m: 't' }))).toBe(expected);
  });
});

describe('setValue', () => {
  it.each<[string, string, string]>([
    ['makes all parents', 'z: 1\n', 'z: 1\nx:\n  w:\n    k: 5\n'],
    ['makes missing parents', 'x:\n  a: 1\n', 'x:\n  a: 1\n  w:\n    k: 5\n'],
    ['makes missing parents in flow', 'x: {a: 1}\n', 'x: {a: 1, w: {k: 5}}\n'],
    ['fills an empty parent', 'x:\n  w:\nz: 1\n', 'x:\n  w:\n    k: 5\nz: 1\n'],
    ['replaces', 'x: {w: {k: 4}}\n', 'x: {w: {k: 5}}\n'],
    ['leaves what is as wanted', 'x: {w: {k: 5}} # c\n', 'x: {w: {k: 5}} # c\n'],
    ['does not replace a scalar parent', 'x: 1\n', 'unsupported'],
  ])('%s', (_what, body, expected) => {
    expect(edited(body, (resource) => setValue(resource, ['x', 'w', 'k'], 5))).toBe(expected);
  });

  it('replaces a scalar by a mapping', () => {
    const change = (resource: Resource) => setValue(resource, ['x', 'a'], { b: 1 });
    expect(edited('x:\n  a: 1 # c\n  z: 2\n', change)).toBe('x:\n  a:\n    b: 1 # c\n  z: 2\n');
  });

  it('places the first new key among its siblings', () => {
    const change = (resource: Resource) =>
      setValue(resource, ['x', 'requests', 'cpu'], '100m', { before: 'limits' });
    expect(edited('x:\n  limits:\n    cpu: 1\n', change)).toBe(
      'x:\n  requests:\n    cpu: 100m\n  limits:\n    cpu: 1\n',
    );
  });
});

describe('removeEntry', () => {
  it.each<[string, string, (string | number)[], string]>([
    ['a line', 'x:\n  a: 1 # c\n  # d\n  b: 2\n', ['x', 'a'], 'x:\n  # d\n  b: 2\n'],
    ['the last line', 'x:\n  a: 1\n  b: 2', ['x', 'b'], 'x:\n  a: 1'],
    ['the last line, CRLF', 'x:\r\n  a: 1\r\n  b: 2', ['x', 'b'], 'x:\r\n  a: 1'],
    ['a nested value', 'x:\n  a:\n    - 1\n    - 2 # c\n  b: 2\n', ['x', 'a'], 'x:\n  b: 2\n'],
    ['a block scalar', 'x:\n  a: |+\n    t\n\n  b: 2\n', ['x', 'a'], 'x:\n  b: 2\n'],
    ['the only entry', 'x: # c\n  a: 1\nw: 2\n', ['x', 'a'], 'x: {} # c\nw: 2\n'],
    ['an item', 'x:\n- a # c\n- b\n', ['x', 0], 'x:\n- b\n'],
    ['the only item', 'x:\n- a\nw: 2\n', ['x', 0], 'x: []\nw: 2\n'],
    ['the first entry of an item', 'x:\n- a: 1 # c\n  b: 2\n', ['x', 0, 'a'], 'x:\n- b: 2\n'],
    [
      'the first entry above a comment',
      'x:\n- a: 1\n  # d\n  b: 2\n',
      ['x', 0, 'a'],
      'x:\n-\n  # d\n  b: 2\n',
    ],
    ['the only entry of an item', 'x:\n- a: 1\n- b\n', ['x', 0, 'a'], 'x:\n- {}\n- b\n'],
    ['in flow, first', 'x: {a: 1, b: 2}\n', ['x', 'a'], 'x: {b: 2}\n'],
    ['in flow, last', 'x: { a: 1, b: 2 }\n', ['x', 'b'], 'x: { a: 1 }\n'],
    ['in flow, only', 'x: { a: 1, }\n', ['x', 'a'], 'x: {}\n'],
    ['in flow over lines', 'x: {\n  a: 1, # c\n  b: 2\n}\n', ['x', 'a'], 'x: {\n  b: 2\n}\n'],
    ['in flow over lines, last', 'x: {\n  "a": 1,\n  "b": 2\n}\n', ['x', 'b'], 'x: {\n  "a": 1\n}\n'],
    ['what is not there', 'x: 1\n', ['w'], 'missing'],
  ])('%s', (_what, body, path, expected) => {
    expect(edited(body, (resource) => removeEntry(resource, path))).toBe(expected);
  });

  it('keeps the comments of others in flow', () => {
    const change = (resource: Resource) => removeEntry(resource, ['x', 'b']);
    expect(edited('x: {\n  a: 1, # c\n  b: 2 # own\n}\n', change)).toMatch(/^x: \{\n {2}a: 1 # c\n\s*\}\n$/);
  });
});

describe('renameKey and replaceEntry', () => {
  it('keep the value and the comment', () => {
    expect(edited('x:\n  "a": 1 # c\n', (r) => renameKey(r, ['x', 'a'], 'b'))).toBe('x:\n  "b": 1 # c\n');
    expect(edited('x: {a: [1, 2]}\n', (r) => renameKey(r, ['x', 'a'], 'on'))).toBe('x: {"on": [1, 2]}\n');
    expect(edited('x: {a: 1, b: 2}\n', (r) => renameKey(r, ['x', 'a'], 'b'))).toBe('exists');
    const target = { type: 'Utilization', averageUtilization: 80 };
    const change = (resource: Resource) => replaceEntry(resource, ['x', 'old'], 'target', target);
    expect(edited('x:\n  old: 80 # c\n  z: 1\n', change)).toBe(
      'x:\n  target:\n    type: Utilization\n    averageUtilization: 80 # c\n  z: 1\n',
    );
    expect(edited('x: {old: 80, z: 1}\n', change)).toBe(
      'x: {target: {type: Utilization, averageUtilization: 80}, z: 1}\n',
    );
    expect(edited('x:\n  old:\n    # why\n    a: 1\n', change)).toBe('unsupported');
  });
});

describe('what is refused', () => {
  const shared = 'b: &b\n  cpu: 1\nc: *b\nm:\n  <<: *b\n  own: 2\n';

  it.each<[string, (string | number)[], string]>([
    ['the anchor that others refer to', ['b', 'cpu'], 'aliased'],
    ['an alias', ['c', 'cpu'], 'aliased'],
    ['a merged key', ['m', 'cpu'], 'aliased'],
  ])('%s', (_what, path, code) => {
    expect(edited(shared, (resource) => replaceScalar(resource, path, 5))).toBe(code);
  });

  it('not what stands beside a merge key', () => {
    expect(edited(shared, (resource) => replaceScalar(resource, ['m', 'own'], 5))).toContain('own: 5');
    expect(edited(shared, (resource) => insertEntry(resource, ['m'], 'k', 1))).toContain('own: 2\n  k: 1\n');
  });

  it('substitutions', () => {
    expect(edited('x: ${REPLICAS}\n', (resource) => replaceScalar(resource, ['x'], 5))).toBe('templated');
    expect(edited('x: "{{ replicas }}"\n', (resource) => removeEntry(resource, ['x']))).toBe('templated');
    expect(edited('x: $(POD_NAME)\n', (resource) => replaceScalar(resource, ['x'], 'a'))).toBe('x: a\n');
  });

  it('with a reason that names the path', () => {
    const result = replaceScalar(read(`${head}x: [{w: {}}]\n`), ['x', 0, 'w'], 5);
    expect(result).toMatchObject({ ok: false, error: { message: expect.stringContaining('x[0].w') } });
  });
});

describe('applyEdits', () => {
  const insert = (at: number, newText: string) => ({ range: { start: at, end: at }, newText });

  it('applies edits in any order, those at one place in theirs', () => {
    const edits = [{ range: { start: 4, end: 5 }, newText: 'E' }, insert(1, 'x'), insert(1, 'y')];
    expect(applyEdits('abcde', edits)).toBe('axybcdE');
  });

  it('refuses edits that overlap or lie outside', () => {
    const wide = { range: { start: 0, end: 3 }, newText: '' };
    expect(() => applyEdits('abcde', [wide, insert(2, 'x')])).toThrow(RangeError);
    expect(() => applyEdits('abc', [insert(4, 'x')])).toThrow(RangeError);
  });
});
