import type { SourceFile } from '../../manifest/source-file.ts';
import type { Finding } from '../finding.ts';

/** A line of a code frame: source with its number, or the marks under the line before. */
export type FrameLine =
  | { readonly kind: 'source'; readonly number: number; readonly text: string }
  | { readonly kind: 'marks'; readonly indent: string; readonly marks: string };

/** Longer lines are cut: a ConfigMap may hold a whole file on one. */
const longestLine = 160;

/**
 * The marked line with the one before it, tabs and wide lines made printable. Only the first line of a range is marked.
 */
export function codeFrame(file: SourceFile, place: Pick<Finding, 'start' | 'end'>): readonly FrameLine[] {
  const lines = file.text.split('\n', place.start.line).map((line) => line.replace(/\r$/, ''));
  const marked = lines[place.start.line - 1] ?? '';
  const before = place.start.line > 1 ? lines[place.start.line - 2] : undefined;
  const from = place.start.column - 1;
  const to = place.end.line === place.start.line ? place.end.column - 1 : marked.trimEnd().length;
  const frame: FrameLine[] = [];
  if (before !== undefined && before.trim() !== '') {
    frame.push({ kind: 'source', number: place.start.line - 1, text: printable(before) });
  }
  frame.push({ kind: 'source', number: place.start.line, text: printable(marked) });
  frame.push({
    kind: 'marks',
    indent: ' '.repeat(Math.min(from, longestLine)),
    marks: '^'.repeat(Math.max(1, Math.min(to, longestLine) - from)),
  });
  return frame;
}

/** Control characters could rewrite the terminal; each becomes one visible character, so that columns hold. */
export function withoutControls(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/\t/g, ' ').replace(/[\u0000-\u001f\u007f-\u009f\ufeff]/g, '\ufffd');
}

function printable(line: string): string {
  const visible = withoutControls(line);
  return visible.length > longestLine ? `${visible.slice(0, longestLine - 1)}…` : visible;
}
