import type { SourceFile } from '../../manifest/source-file.ts';

/** What a report is made from beside the result. */
export interface ReportContext {
  /** The files that findings point into, by path: for code frames and for the places of edits. */
  readonly files: ReadonlyMap<string, SourceFile>;
  /** Of this program, for formats that name their tool. */
  readonly toolVersion: string;
}
