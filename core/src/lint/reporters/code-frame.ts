import type { SourceFile } from '../../manifest/source-file.ts';
import type { Finding } from '../finding.ts';

/** A line of a code frame: source with its number, or the marks under the line before. */
export type FrameLine =
  | { readonly kind: 'source'; readonly number: number; readonly text: string }
  | { readonly kind: 'marks'; readonly indent: string; readonly marks: string };

/** What is left of a line before the marks, where the line is too long to show its beginning. */
const leadIn = 20;

/**
 * The marked line with the one before it, control characters made printable. Only the first line of a range is marked. A line
 * longer than `columns` is cut on the right; where the marks would be cut off, both lines are shown from shortly before them.
 */
export function codeFrame(
  file: SourceFile,
  place: Pick<Finding, 'start' | 'end'>,
  columns: number,
): readonly FrameLine[] {
  const lines = file.text.split('\n', place.start.line).map((line) => line.replace(/\r$/, ''));
  const marked = lines[place.start.line - 1] ?? '';
  const before = place.start.line > 1 ? lines[place.start.line - 2] : undefined;
  const from = place.start.column - 1;
  const to = place.end.line === place.start.line ? place.end.column - 1 : marked.trimEnd().length;
  const skipped = Math.min(to, from + leadIn) <= columns ? 0 : from - leadIn;
  const cut = (line: string): string => printable(line.slice(skipped), columns);
  const frame: FrameLine[] = [];
  if (before !== undefined && before.trim() !== '') {
    frame.push({ kind: 'source', number: place.start.line - 1, text: cut(before) });
  }
  frame.push({ kind: 'source', number: place.start.line, text: cut(marked) });
  frame.push({
    kind: 'marks',
    indent: ' '.repeat(from - skipped),
    marks: '^'.repeat(Math.max(1, Math.min(to - skipped, columns) - (from - skipped))),
  });
  return frame;
}

/** Control characters could rewrite the terminal; each becomes one visible character, so that columns hold. */
export function withoutControls(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  return text.replace(/\t/g, ' ').replace(/[\u0000-\u001f\u007f-\u009f\ufeff]/g, '\ufffd');
}

function printable(line: string, columns: number): string {
  const visible = withoutControls(line);
  return visible.length > columns ? `${visible.slice(0, columns - 1)}…` : visible;
}
