import type { LintSettings } from '../../lint/settings.ts';
import type { Workspace } from '../../lint/workspace.ts';
import type { Resource, SourceFile } from '../../manifest/source-file.ts';
import type { ServedMetricNames } from '../../ports/index.ts';
import type { Cursor } from './cursor.ts';

/** What a source of completions is asked about. */
export interface CompletionPlace {
  readonly file: SourceFile;
  readonly offset: number;
  readonly cursor: Cursor;
  /** The object in which one types, where it can be read at this moment. */
  readonly resource: Resource | undefined;
  readonly workspace: Workspace;
  readonly settings: LintSettings;
  /** What the cluster's metrics APIs serve, where that is known. */
  readonly servedMetrics?: ServedMetricNames;
}

export interface Completion {
  readonly label: string;
  /** One short line behind the label. */
  readonly detail?: string;
  readonly documentation?: string;
  /** Lower comes first; those that are equal by label. */
  readonly rank?: number;
}

/** Whether a path ends with these keys. */
export function endsWith(path: readonly string[], ...keys: readonly string[]): boolean {
  return keys.every((key, index) => path[path.length - keys.length + index] === key);
}
