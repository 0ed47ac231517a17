import type { LintSettings } from '../../lint/settings.ts';
import type { Workspace } from '../../lint/workspace.ts';
import type { SourceFile } from '../../manifest/source-file.ts';
import type { ServedMetricNames } from '../../ports/index.ts';
import { editorRange } from '../places.ts';
import type { EditorCompletion } from '../protocol-shapes.ts';
import { flagCompletions } from './cluster-autoscaler-flags.ts';
import { type Completion, type CompletionPlace } from './completion-place.ts';
import { cursorAt } from './cursor.ts';
import { metricCompletions } from './metric-names.ts';
import {
  containerCompletions,
  labelCompletions,
  priorityCompletions,
  targetCompletions,
} from './object-names.ts';
import { ruleCompletions } from './rule-names.ts';
import { updateModeCompletions } from './update-modes.ts';

export interface CompletionContext {
  readonly workspace: Workspace;
  readonly settings: LintSettings;
  readonly servedMetrics?: ServedMetricNames;
}

const SOURCES: readonly ((place: CompletionPlace) => readonly Completion[])[] = [
  targetCompletions,
  containerCompletions,
  metricCompletions,
  labelCompletions,
  priorityCompletions,
  updateModeCompletions,
  flagCompletions,
  ruleCompletions,
];

/**
 * Words for what no schema knows: names of workloads and containers of the workspace, metrics, flags of the Cluster Autoscaler's release, rules.
 * Nothing where a schema's completion has its place.
 */
export function completions(
  file: SourceFile,
  offset: number,
  context: CompletionContext,
): readonly EditorCompletion[] {
  const cursor = cursorAt(file.text, offset);
  const document = file.documents.find(({ range }) => offset >= range.start && offset <= range.end);
  const resource = document?.resources.length === 1 ? document.resources[0] : undefined;
  const place = { file, offset, cursor, resource, ...context };
  const range = editorRange(file, cursor.word);
  return SOURCES.flatMap((source) => source(place)).map(({ label, detail, documentation, rank = 1 }) => ({
    label,
    kind: VALUE,
    ...(detail === undefined ? {} : { detail }),
    ...(documentation === undefined ? {} : { documentation }),
    sortText: `${rank}${label}`,
    textEdit: { range, newText: label },
  }));
}

/** `CompletionItemKind.Value`. */
const VALUE = 12;
