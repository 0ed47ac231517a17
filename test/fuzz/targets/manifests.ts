import { isDeepStrictEqual } from 'node:util';

import {
  applyEdits,
  parseSourceFile,
  removeEntry,
  renameKey,
  replaceScalar,
  setValue,
} from '#core/manifest/index.ts';
import { toPlainData } from '#core/manifest/plain-data.ts';
import type { Path, Range } from '#core/manifest/ranges.ts';
import { readSimpleDocument } from '#core/manifest/simple-document.ts';
import type { Resource, SourceFile } from '#core/manifest/source-file.ts';
import { parseYamlDocument } from '#core/manifest/yaml-document.ts';

import { textsOf } from '../seed-files.ts';
import { type FuzzTarget, hold } from '../target.ts';

/** YAML, Helm templates and JSON: any text becomes objects with places inside it, and edits that do what they say. */
export const manifests: FuzzTarget = {
  name: 'manifests',
  longest: 6000,
  seeds: () => [
    ...textsOf('examples/recipes', 4000),
    ...textsOf('test/fixtures/rerank-chart/templates', 4000),
    'apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Pod, metadata: {name: a}}\n',
    '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"},"spec":{"containers":[]}}',
    'apiVersion: v1\nkind: ConfigMap\nmetadata: &m {name: a}\ndata:\n  <<: *m\n  b: |-\n    two\n    lines\n  c: >\n    folded\n',
    '# c\r\napiVersion: v1\r\nkind: Pod\r\n---\r\n? a\r\n: !!str 1\r\n...\r\n',
  ],
  check: (text) => {
    const file = parseSourceFile('a.yaml', text);
    checkPlaces(file);
    checkIncremental(text, file);
    checkReadersAgree(text);
    const [resource] = file.documents.flatMap(({ resources }) => resources);
    if (resource && file.kind === 'kubernetes' && file.problems.length === 0) checkEdits(resource);
  },
};

function checkPlaces(file: SourceFile): void {
  const inside = ({ start, end }: Range): void =>
    hold(
      start >= 0 && start <= end && end <= file.text.length,
      `the place ${start}–${end} of ${file.text.length}`,
    );
  for (const { range } of file.problems) {
    inside(range);
    const { line, column } = file.positionAt(range.start);
    hold(line >= 0 && column >= 0, 'a position below zero');
  }
  for (const { range, resources } of file.documents) {
    inside(range);
    for (const resource of resources) {
      hold(
        typeof resource.kind === 'string' && typeof resource.name === 'string',
        'an object without a kind',
      );
      for (const path of pathsOf(resource.object, 30)) {
        hold(resource.has(path), `no ${path.join('.')}`);
        inside(resource.rangeOf(path));
        inside(resource.rangeOf(path, 'key'));
        inside(resource.rangeOf(path, 'entry'));
        resource.isAliased(path);
      }
    }
  }
}

/** A file that was parsed beside its last version is the file that is parsed afresh. */
function checkIncremental(text: string, file: SourceFile): void {
  const before = parseSourceFile('a.yaml', text.slice(0, text.length / 2) + text.slice(text.length / 2 + 3));
  hold(
    isDeepStrictEqual(outline(parseSourceFile('a.yaml', text, before)), outline(file)),
    'the next version is read otherwise',
  );
}

function outline(file: SourceFile): unknown {
  return [
    file.kind,
    file.problems,
    file.documents.map(({ range, resources }) => [
      range,
      resources.map(({ object, name }) => [object, name]),
    ]),
  ];
}

/** What the reader of plain YAML says, the library says. */
function checkReadersAgree(text: string): void {
  const simple = readSimpleDocument(text);
  if (!simple) return;
  const { contents, errors } = parseYamlDocument(text);
  hold(errors.length === 0, `the library refuses it: ${errors[0]?.message}`);
  const { value, problems } = toPlainData(contents);
  hold(problems.length === 0, 'the library finds problems');
  hold(isDeepStrictEqual(value, simple.value), 'the two readers differ');
}

function checkEdits(resource: Resource): void {
  const text = resource.file.text;
  for (const path of pathsOf(resource.object, 8).slice(-4)) {
    const value = valueAt(resource.object, path);
    const isScalar = typeof value !== 'object' || value === null;
    const edits = [
      isScalar ? replaceScalar(resource, path, 'a: b # c') : removeEntry(resource, path),
      setValue(resource, [...path.slice(0, -1), 'added'], { cpu: '1' }),
      typeof path.at(-1) === 'string' ? renameKey(resource, path, 'renamed') : removeEntry(resource, path),
    ];
    for (const [index, edit] of edits.entries()) {
      if (!edit.ok) {
        hold(edit.error.message !== '', 'a refusal without a reason');
        continue;
      }
      const after = parseSourceFile('a.yaml', applyEdits(text, edit.value));
      hold(after.problems.length === 0, `an edit of ${path.join('.')} breaks the file`);
      if (index > 0 || !isScalar) continue;
      const same = after.documents.flatMap(({ resources }) => resources)[0];
      // What an object is known by may have been what changed.
      if (same && path[0] !== 'apiVersion' && path[0] !== 'kind') {
        hold(valueAt(same.object, path) === 'a: b # c', `an edit of ${path.join('.')} does not arrive`);
      }
    }
  }
}

/** Up to `most` paths into plain data, outer ones first. */
function pathsOf(root: unknown, most: number): readonly Path[] {
  const found: Path[] = [];
  const open: (readonly [unknown, Path])[] = [[root, []]];
  for (let at = 0; at < open.length && found.length < most; at++) {
    const [value, path] = open[at]!;
    if (path.length > 0) found.push(path);
    if (typeof value !== 'object' || value === null) continue;
    const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
    for (const [key, child] of entries.slice(0, 20)) open.push([child, [...path, key]]);
  }
  return found;
}

function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) => (value as Record<string | number, unknown> | undefined)?.[key],
    root,
  );
}
