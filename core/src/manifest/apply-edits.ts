import type { TextEdit } from './text-edit.ts';

/**
 * The text with all edits applied; ranges count in the given text. Edits at one offset keep their order. Throws
 * `RangeError` for edits that overlap or lie outside the text: those would corrupt it.
 */
export function applyEdits(text: string, edits: readonly Pick<TextEdit, 'range' | 'newText'>[]): string {
  const ordered = edits
    .map((edit, order) => ({ ...edit, order }))
    .sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end || a.order - b.order);
  let result = '';
  let at = 0;
  for (const { range, newText } of ordered) {
    if (range.start < at || range.end < range.start || range.end > text.length) {
      throw new RangeError(`edit at ${range.start}–${range.end} overlaps another or lies outside the text`);
    }
    result += text.slice(at, range.start) + newText;
    at = range.end;
  }
  return result + text.slice(at);
}
