import type { Range } from './ranges.ts';

/** Replaces the text of `range` by `newText`. Edits of one file never overlap. */
export interface TextEdit {
  /** POSIX path relative to the workspace root. */
  readonly file: string;
  readonly range: Range;
  readonly newText: string;
}
