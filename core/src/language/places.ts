import type { Position, Range } from '../manifest/ranges.ts';
import type { SourceFile } from '../manifest/source-file.ts';
import type { EditorPosition, EditorRange } from './protocol-shapes.ts';

/** Offsets of a file as lines and characters, for the editor. */
export function editorRange(file: SourceFile, { start, end }: Range): EditorRange {
  return { start: editorPosition(file.positionAt(start)), end: editorPosition(file.positionAt(end)) };
}

/** A place that counts from 1 as one that counts from 0. */
export function editorPosition({ line, column }: Position): EditorPosition {
  return { line: line - 1, character: column - 1 };
}

/** The offset of an editor's position; one beyond the end of its line or of the text answers that end. */
export function offsetAt({ text }: SourceFile, { line, character }: EditorPosition): number {
  let start = 0;
  for (let left = line; left > 0; left--) {
    const next = text.indexOf('\n', start);
    if (next < 0) return text.length;
    start = next + 1;
  }
  const lineEnd = text.indexOf('\n', start);
  const mark = start === 0 && text.startsWith('\uFEFF') ? 1 : 0;
  return Math.min(start + mark + character, lineEnd < 0 ? text.length : lineEnd);
}
