import type { Range } from '../manifest/ranges.ts';

export function lineStartOf(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Where the line of `offset` ends, before its `\n` or `\r\n`. */
export function lineEndOf(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  if (newline < 0) return text.length;
  return text[newline - 1] === '\r' ? newline - 1 : newline;
}

/** The column of `offset` as blanks: what stands before a key counts as its indentation, a `- ` too. */
export function indentOf(text: string, offset: number): string {
  return ' '.repeat(offset - lineStartOf(text, offset));
}

/** A range widened to whole lines with their line end; on the last line, with the line end before it. */
export function wholeLines(text: string, range: Range): Range {
  const end = lineEndOf(text, range.end);
  const start = lineStartOf(text, range.start);
  if (end < text.length) return { start, end: text.indexOf('\n', end) + 1 };
  return { start: Math.max(0, text[start - 2] === '\r' ? start - 2 : start - 1), end };
}
