import { isMap, type ParsedNode } from 'yaml';

import type { Holder, Place } from '../document-tree.ts';
import type { TextEdit } from '../text-edit.ts';
import { type Collection, colonEnd, type EditSite, hasProperties, memberRange } from './edit-site.ts';
import { removeFromFlow } from './flow-edits.ts';
import { lineEndOf, lineStartOf, nextLineOf, startsLine } from './text-lines.ts';

/**
 * Removes the entry or item at a place with the comment on its last line. Comments above it stay. The last member gone
 * leaves `{}` or `[]`: `parent` is the place of the collection.
 */
export function removeEntryEdits(
  site: EditSite,
  place: Place,
  parent: Place,
): readonly TextEdit[] | undefined {
  const member = memberOf(place.holder);
  if (!member) return undefined;
  const { collection, index } = member;
  if (collection.flow) return removeFromFlow(site, collection, index);
  if (collection.items.length === 1) return emptyBlock(site, collection, parent.holder);
  return [removeMember(site, collection, index)];
}

function memberOf(holder: Holder): { readonly collection: Collection; readonly index: number } | undefined {
  if (holder.type === 'root') return undefined;
  if (holder.type === 'item') return { collection: holder.sequence, index: holder.index };
  return { collection: holder.map, index: holder.map.items.indexOf(holder.pair) };
}

/** Removes one of several members of a block collection. */
export function removeMember(site: EditSite, collection: Collection, index: number): TextEdit {
  const { text } = site;
  const { start, end } = memberRange(collection, index);
  if (startsLine(text, start)) return removeLines(site, start, fullEnd(collection, index, end));
  // The first member behind a `- `: the next one takes its place.
  const next = memberRange(collection, index + 1).start;
  const lineEnd = lineEndOf(text, end);
  if (text.slice(lineEnd, next).trim() === '') return site.edit(start, next, '');
  const blanks = /[ \t]*$/.exec(text.slice(0, start))?.[0].length ?? 0;
  return site.edit(start - blanks, lineEnd, '');
}

/** The lines from `start` to `end` with one line end: the one behind them, or on the last line the one before. */
function removeLines(site: EditSite, start: number, end: number): TextEdit {
  const { text } = site;
  const first = lineStartOf(text, start);
  const next = text[end - 1] === '\n' ? end : nextLineOf(text, end);
  if (next < text.length || text.endsWith('\n') || first === 0) return site.edit(first, next, '');
  const previous = lineStartOf(text, first - 1);
  // Above a blank line both line ends may belong to a block scalar.
  const isBlankAbove = text.slice(previous, first).trim() === '';
  return site.edit(isBlankAbove ? first : lineEndOf(text, previous), next, '');
}

/** With the blank lines that belong to a block scalar with `+`. */
function fullEnd(collection: Collection, index: number, end: number): number {
  const member: unknown = collection.items[index];
  const node = isMap(collection) ? (member as { value: ParsedNode | null }).value : (member as ParsedNode);
  const token = node?.srcToken;
  if (token?.type !== 'block-scalar' || !node) return end;
  const keeps = token.props.some((prop) => prop.type === 'block-scalar-header' && prop.source.includes('+'));
  return keeps ? node.range[1] : end;
}

function emptyBlock(site: EditSite, collection: Collection, holder: Holder): readonly TextEdit[] {
  const { start, end } = memberRange(collection, 0);
  const empty = isMap(collection) ? '{}' : '[]';
  const colon = holder.type === 'pair' && !hasProperties(holder) ? colonEnd(holder.pair) : undefined;
  if (colon !== undefined && startsLine(site.text, start)) {
    return [site.insert(colon, ` ${empty}`), removeLines(site, start, fullEnd(collection, 0, end))];
  }
  return [site.edit(start, end, empty)];
}
