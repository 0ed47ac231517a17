import { isAlias, isMap, isScalar, isSeq, type ParsedNode, type YAMLMap } from 'yaml';

import { keyText, type Place } from '../document-tree.ts';
import { valueRange } from '../node-ranges.ts';
import type { TextEdit } from '../text-edit.ts';
import {
  type Collection,
  colonEnd,
  type EditSite,
  firstOffset,
  flowQuoting,
  hasProperties,
  isBlockCollection,
  memberRange,
} from './edit-site.ts';
import { insertIntoFlow } from './flow-edits.ts';
import { emptyValueEdits, isInFlow } from './set-scalar.ts';
import { lineStartOf, startsLine } from './text-lines.ts';
import {
  blockLines,
  entryLines,
  flowEntry,
  flowItem,
  flowText,
  itemLines,
  type YamlValue,
} from './yaml-text.ts';

/** Where a new entry goes; at the end where the named sibling does not exist. */
export type EntryPosition = 'end' | { readonly before: string } | { readonly after: string };

/** One member more for the mapping or sequence at a place. `undefined` where it cannot take one. */
export function insertEntryEdits(
  site: EditSite,
  place: Place,
  key: string,
  value: YamlValue,
  position: EntryPosition,
): readonly TextEdit[] | undefined {
  const { node } = place;
  if (isMap(node) && node.items.length > 0) {
    const map = node;
    const index = indexFor(map, position);
    if (map.flow) return insertIntoFlow(site, map, index, flowEntry(key, value, flowQuoting(map)));
    return insertIntoBlock(site, map, index, entryLines(key, value, site.layout()));
  }
  return isMap(node) || isNothing(node) ? fillEmpty(site, place, { [key]: value }) : undefined;
}

/** One item more at the end of the sequence at a place. */
export function appendItemEdits(
  site: EditSite,
  place: Place,
  value: YamlValue,
): readonly TextEdit[] | undefined {
  const { node } = place;
  if (isSeq(node) && node.items.length > 0) {
    const sequence = node;
    const index = sequence.items.length;
    if (sequence.flow) return insertIntoFlow(site, sequence, index, flowItem(value, flowQuoting(sequence)));
    return insertIntoBlock(site, sequence, index, itemLines(value, site.layout()));
  }
  return isSeq(node) || isNothing(node) ? fillEmpty(site, place, [value]) : undefined;
}

function isNothing(node: ParsedNode | null): boolean {
  return (
    node === null || (isScalar(node) && node.type === 'PLAIN' && /^(~|null|Null|NULL)?$/.test(node.source))
  );
}

/** Before which member the new one goes. */
function indexFor(map: YAMLMap.Parsed, position: EntryPosition): number {
  if (position === 'end') return map.items.length;
  const name = 'before' in position ? position.before : position.after;
  const index = map.items.findIndex(({ key }) => keyText(key) === name);
  if (index < 0) return map.items.length;
  return 'before' in position ? index : index + 1;
}

function insertIntoBlock(
  site: EditSite,
  collection: Collection,
  index: number,
  lines: readonly string[],
): readonly TextEdit[] {
  const column = site.column(firstOffset(collection));
  if (index === 0) return [insertBeforeFirst(site, collection, column, lines)];
  return [insertBehind(site, collection, index - 1, column, lines)];
}

/** Comments right above the first entry stay with it. */
function insertBeforeFirst(
  site: EditSite,
  collection: Collection,
  column: number,
  lines: readonly string[],
): TextEdit {
  const start = firstOffset(collection);
  const { lineEnd } = site.resource.file;
  if (!startsLine(site.text, start)) {
    return site.insert(start, site.joinLines(column, [...lines, '']));
  }
  const indent = ' '.repeat(column);
  const above = commentBlockAbove(site.text, lineStartOf(site.text, start), indent);
  return site.insert(above, lines.map((line) => indent + line + lineEnd).join(''));
}

/** The start of the comment lines of that indentation that end at `lineStart`. */
function commentBlockAbove(text: string, lineStart: number, indent: string): number {
  let start = lineStart;
  while (start > 0) {
    const previous = lineStartOf(text, start - 1);
    if (!text.startsWith(`${indent}#`, previous)) break;
    start = previous;
  }
  return start;
}

function insertBehind(
  site: EditSite,
  collection: Collection,
  index: number,
  column: number,
  lines: readonly string[],
): TextEdit {
  const kept = keptBlockScalarEnd(lastLeaf(collection, index));
  if (kept === undefined || site.text[kept - 1] !== '\n') {
    return site.insertLines(memberRange(collection, index).end, column, lines);
  }
  // The blank lines behind a scalar with `+` belong to it.
  const { lineEnd } = site.resource.file;
  return site.insert(kept, lines.map((line) => ' '.repeat(column) + line + lineEnd).join(''));
}

/** The last node of a member: what its last line belongs to. */
function lastLeaf(collection: Collection, index: number): ParsedNode | null {
  const member: unknown = collection.items[index];
  const node = isMap(collection) ? (member as YAMLMap.Parsed['items'][number]).value : (member as ParsedNode);
  if (isAlias(node) || !isBlockCollection(node) || node.items.length === 0) return node;
  return lastLeaf(node, node.items.length - 1);
}

function keptBlockScalarEnd(node: ParsedNode | null): number | undefined {
  const token = node?.srcToken;
  if (token?.type !== 'block-scalar') return undefined;
  const keeps = token.props.some((prop) => prop.type === 'block-scalar-header' && prop.source.includes('+'));
  return keeps ? node?.range[1] : undefined;
}

/** Writes the first member of a collection where nothing, `null`, `{}` or `[]` stands: in block style where it may. */
function fillEmpty(site: EditSite, place: Place, value: YamlValue): readonly TextEdit[] | undefined {
  const range = valueRange(place.node);
  const inFlow = isInFlow(place);
  const isPlainText =
    range === undefined || /^(\{\s*\}|\[\s*\]|[~\w]*)$/.test(site.text.slice(range.start, range.end));
  if (!isPlainText) return undefined;
  if (inFlow || hasProperties(place.holder)) {
    const style = inFlow && place.holder.type === 'pair' ? flowQuoting(place.holder.map) : 'plain';
    const text = flowText(value, style);
    return range ? [site.edit(range.start, range.end, text)] : emptyValueEdits(site, place, text);
  }
  return fillWithBlock(site, place, value);
}

function fillWithBlock(
  site: EditSite,
  { holder, node }: Place,
  value: YamlValue,
): readonly TextEdit[] | undefined {
  const layout = site.layout();
  const lines = blockLines(value, layout) ?? [];
  const range = valueRange(node);
  if (holder.type === 'item') {
    const { start, end } = memberRange(holder.sequence, holder.index);
    const column = site.column(start) + 2;
    return [site.edit(start + 1, end, ` ${site.joinLines(column, lines)}`)];
  }
  const colon = holder.type === 'pair' ? colonEnd(holder.pair) : undefined;
  if (holder.type !== 'pair' || colon === undefined) return undefined;
  const step = Array.isArray(value) ? layout.sequenceStep : layout.step;
  const column = site.column(holder.pair.key.range[0]) + step;
  const removed = range ? [site.edit(colon, range.end, '')] : [];
  return [...removed, site.insertLines(range?.end ?? colon, column, lines)];
}
