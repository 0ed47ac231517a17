import type { TextEdit } from '../text-edit.ts';
import { type Collection, type EditSite, memberRange } from './edit-site.ts';
import { columnOf, lineEndOf, lineStartOf, startsLine } from './text-lines.ts';

/** Writes a member before that with the given index, after the last one where it is their number. */
export function insertIntoFlow(
  site: EditSite,
  collection: Collection,
  index: number,
  text: string,
): readonly TextEdit[] {
  if (index < collection.items.length) {
    const { start } = memberRange(collection, index);
    const ownLine = startsLine(site.text, start);
    return [site.insert(start, ownLine ? site.joinLines(site.column(start), [`${text},`, '']) : `${text}, `)];
  }
  const { start, end } = memberRange(collection, index - 1);
  const comma = commaBehind(site.text, end);
  const close = collection.range[1] - 1;
  const closesOnOwnLine = startsLine(site.text, start) && lineEndOf(site.text, comma ?? end) < close;
  if (!closesOnOwnLine) return [site.insert(end, `, ${text}`)];
  const line = site.insertLines(comma ?? end, columnOf(site.text, start), [
    comma === undefined ? text : `${text},`,
  ]);
  return comma === undefined ? [site.insert(end, ','), line] : [line];
}

/** Removes a member with the comma that parts it from its neighbour and with its own line comment. */
export function removeFromFlow(site: EditSite, collection: Collection, index: number): readonly TextEdit[] {
  const { text } = site;
  const { start, end } = memberRange(collection, index);
  const last = collection.items.length - 1;
  if (last === 0) return removeOnly(site, collection, start, end);
  if (index < last) {
    const next = memberRange(collection, index + 1).start;
    if (isBlank(withoutOwnComment(text, end, next).replace(',', ''))) return [site.edit(start, next, '')];
    return [site.edit(start, (commaBehind(text, end) ?? end - 1) + 1, '')];
  }
  const previousEnd = memberRange(collection, index - 1).end;
  const between = text.slice(previousEnd, start);
  if (isBlank(between.replace(',', ''))) return [site.edit(previousEnd, endWithOwnComment(text, end), '')];
  const comma = commaBehind(text, previousEnd);
  const hasTrailingComma = commaBehind(text, end) !== undefined;
  return [
    ...(comma === undefined || hasTrailingComma ? [] : [site.edit(comma, comma + 1, '')]),
    site.edit(
      start,
      endWithOwnComment(text, hasTrailingComma ? (commaBehind(text, end) ?? end) + 1 : end),
      '',
    ),
  ];
}

function removeOnly(site: EditSite, collection: Collection, start: number, end: number): readonly TextEdit[] {
  const [open, close] = [collection.range[0] + 1, collection.range[1] - 1];
  const rest = site.text.slice(open, start) + site.text.slice(end, close).replace(',', '');
  if (isBlank(rest)) return [site.edit(open, close, '')];
  const comma = commaBehind(site.text, end);
  return [site.edit(start, comma === undefined ? end : comma + 1, '')];
}

/** The offset of the comma that follows, behind blanks and comments. */
function commaBehind(text: string, offset: number): number | undefined {
  const match = /^(?:\s|(?<=\s)#[^\n]*)*/.exec(text.slice(offset));
  const at = offset + (match?.[0].length ?? 0);
  return text[at] === ',' ? at : undefined;
}

/** What stands between two members, but for a comment on the line on which the first one ends. */
function withoutOwnComment(text: string, end: number, next: number): string {
  const lineEnd = Math.min(lineEndOf(text, end), next);
  return text.slice(end, lineEnd).replace(/(?<=[\s,])#.*$/, '') + text.slice(lineEnd, next);
}

function endWithOwnComment(text: string, end: number): number {
  const line = text.slice(end, lineEndOf(text, end));
  return /^\s+#/.test(line) && lineStartOf(text, end) <= end ? end + line.length : end;
}

function isBlank(text: string): boolean {
  return text.trim() === '';
}
