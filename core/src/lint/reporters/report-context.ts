import type { SourceFile } from '../../manifest/source-file.ts';

/** What a report is made from beside the result. */
export interface ReportContext {
  /** The files that findings point into, by path: for code frames and for the places of edits. */
  readonly files: ReadonlyMap<string, SourceFile>;
  /** Of this program, for formats that name their tool. */
  readonly toolVersion: string;
  /**
   * How a path is shown by formats that people and scripts open files from (text, compact, JSON): relative to where they
   * are. The formats of code hosts always give it relative to the repository.
   */
  readonly shownPath?: (path: string) => string;
  /** Findings that a baseline accepts, which the result does not hold any more. */
  readonly acceptedByBaseline?: number;
  /** The files stand for live objects: their paths name objects, and their lines mean nothing. */
  readonly isLive?: boolean;
}

export function shownPath(path: string, context: Pick<ReportContext, 'shownPath'>): string {
  return context.shownPath?.(path) ?? path;
}
