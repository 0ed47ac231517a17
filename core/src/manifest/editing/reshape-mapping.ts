import { isMap, type YAMLMap } from 'yaml';

import { keyText, type Place } from '../document-tree.ts';
import { nodeRange, pairEnd } from '../node-ranges.ts';
import type { Path } from '../ranges.ts';
import type { TextEdit } from '../text-edit.ts';
import type { ParsedPair } from '../yaml-document.ts';
import { type EditSite, flowQuoting, isFlowCollection, quotingOf } from './edit-site.ts';
import { valueAt, withoutEntry, withValue } from './edited-data.ts';
import { removeMember } from './remove-entry.ts';
import { lineEndOf } from './text-lines.ts';
import { entryLines, flowEntry, scalarText, type YamlValue } from './yaml-text.ts';

/** Another arrangement of a mapping's entries: some get another key, some go below a new key. */
export interface Reshaping {
  readonly renames?: readonly KeyChange[];
  readonly nestings: readonly Nesting[];
}

interface KeyChange {
  readonly from: string;
  readonly to: string;
}

export interface Nesting {
  readonly key: string;
  /** What else stands below the new key, before the moved entries. */
  readonly extra?: Readonly<Record<string, YamlValue>>;
  readonly entries: readonly KeyChange[];
}

interface Moved {
  readonly pair: ParsedPair;
  readonly to: string;
}

/** A new key takes the place of the first entry below it; values keep their text and the comments on their lines. */
export function reshapingEdits(
  site: EditSite,
  { node }: Place,
  { renames = [], nestings }: Reshaping,
): readonly TextEdit[] | undefined {
  if (!isMap(node)) return undefined;
  const map = node;
  const renamed = entriesOf(map, renames).map(({ pair, to }) => {
    const { start, end } = nodeRange(pair.key);
    return site.edit(start, end, scalarText(to, quotingOf(pair.key), isFlowCollection(map)));
  });
  return [...renamed, ...nestings.flatMap((nesting) => nestingEdits(site, map, nesting))];
}

/** In the order of the changes. */
function entriesOf(map: YAMLMap.Parsed, changes: readonly KeyChange[]): readonly Moved[] {
  return changes.flatMap(({ from, to }) => {
    const pair = map.items.find(({ key }) => keyText(key) === from);
    return pair ? [{ pair, to }] : [];
  });
}

function nestingEdits(site: EditSite, map: YAMLMap.Parsed, nesting: Nesting): readonly TextEdit[] {
  const moved = entriesOf(map, nesting.entries);
  const [first, ...others] = map.items.filter((pair) => moved.some((each) => each.pair === pair));
  if (!first) return [];
  const nested = map.flow
    ? flowNesting(site, map, nesting, first, moved)
    : blockNesting(site, nesting, first, moved);
  const removed = others.map((pair) =>
    map.flow ? removeWithComma(site, pair) : removeMember(site, map, map.items.indexOf(pair)),
  );
  return [nested, ...removed];
}

/** The data after a reshaping of the mapping at `path`. */
export function reshaped(root: unknown, path: Path, { renames = [], nestings }: Reshaping): unknown {
  const keysGone = [...renames, ...nestings.flatMap(({ entries }) => entries)].map(({ from }) => from);
  const rest = keysGone.reduce((left, key) => withoutEntry(left, [...path, key]), root);
  const take = (changes: readonly KeyChange[]) =>
    changes.map(({ from, to }) => [to, valueAt(root, [...path, from])] as const);
  const added = [
    ...take(renames),
    ...nestings.map(
      ({ key, extra, entries }) => [key, { ...extra, ...Object.fromEntries(take(entries)) }] as const,
    ),
  ];
  return added.reduce((left, [key, value]) => withValue(left, [...path, key], value), rest);
}

function blockNesting(
  site: EditSite,
  { key, extra = {} }: Nesting,
  first: ParsedPair,
  moved: readonly Moved[],
): TextEdit {
  const { start } = nodeRange(first.key);
  const column = site.column(start);
  const layout = site.layout();
  const below = [
    ...Object.entries(extra).flatMap(([name, value]) => entryLines(name, value, layout)),
    ...moved.flatMap((each) => linesOf(site, each, column)),
  ];
  const lines = [`${key}:`, ...below.map((line) => (line === '' ? '' : ' '.repeat(layout.step) + line))];
  return site.edit(start, lineEndOf(site.text, pairEnd(first)), site.joinLines(column, lines));
}

/** An entry under its new key with the rest of its last line, without the indentation of its mapping. */
function linesOf(site: EditSite, { pair, to }: Moved, column: number): readonly string[] {
  const end = lineEndOf(site.text, pairEnd(pair));
  const [first = '', ...others] = site.text.slice(nodeRange(pair.key).end, end).split(/\r?\n/);
  const outer = new RegExp(`^ {0,${column}}`);
  return [scalarText(to, 'plain', false) + first, ...others.map((line) => line.replace(outer, ''))];
}

function flowNesting(
  site: EditSite,
  map: YAMLMap.Parsed,
  { key, extra = {} }: Nesting,
  first: ParsedPair,
  moved: readonly Moved[],
): TextEdit {
  const style = flowQuoting(map);
  const below = [
    ...Object.entries(extra).map(([name, value]) => flowEntry(name, value, style)),
    ...moved.map(
      (each) =>
        scalarText(each.to, style, true) + site.text.slice(nodeRange(each.pair.key).end, pairEnd(each.pair)),
    ),
  ];
  const text = `${scalarText(key, style, true)}: {${below.join(', ')}}`;
  return site.edit(nodeRange(first.key).start, pairEnd(first), text);
}

/** Never the first of its mapping, so that a comma stands before it. */
function removeWithComma(site: EditSite, pair: ParsedPair): TextEdit {
  const { start } = nodeRange(pair.key);
  const comma = /,\s*$/.exec(site.text.slice(0, start));
  return site.edit(comma?.index ?? start, pairEnd(pair), '');
}
