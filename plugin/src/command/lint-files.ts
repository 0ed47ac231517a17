import type { LintResult } from '@kubectl-autoscale/core/lint';
import type { WorkspaceIndex } from '@kubectl-autoscale/core/manifest';
import type { SourceError } from '@kubectl-autoscale/core/ports';

import type { LintFactFlags } from '../composition/lint-facts.ts';
import type { LintWorkspace } from '../composition/lint-workspace.ts';
import type { FileSettings } from './file-settings.ts';
import { type FixedGroups, fixGroups, type LintFacts, lintGroups, mergeResults } from './lint-groups.ts';
import type { RenderedFindings } from './lint-rendered.ts';
import { type RenderChoice, renderRoots } from './render-roots.ts';

export interface LintFilesOptions {
  readonly render: RenderChoice;
  /** Whether the safe fixes are applied, in memory, before findings are counted. */
  readonly withFixes: boolean;
  /** What is looked at beside the files. */
  readonly beside: LintFactFlags;
  /** Called for each workload whose metrics are read. */
  readonly onProgress: (done: number, total: number) => void;
  readonly signal: AbortSignal;
}

export interface LintedFiles {
  readonly result: LintResult;
  /** After the fixes, where there are any. */
  readonly index: WorkspaceIndex;
  readonly fixed?: FixedGroups;
  /** Why something could not be rendered. */
  readonly problems: readonly SourceError[];
  /** What was done otherwise than one may expect. */
  readonly notes: readonly string[];
}

/** Lints what was rendered as such, and every other file as it is written. */
export async function lintFiles(
  workspace: LintWorkspace,
  settings: FileSettings,
  { render, withFixes, beside, onProgress, signal }: LintFilesOptions,
): Promise<LintedFiles> {
  const rendered = await lintRoots(workspace, settings, render, signal);
  const groups = await settings.groups(workspace.reportOn.filter((path) => !rendered.covers(path)));
  const facts = await factsOf(workspace, beside, { signal, onProgress });
  const fixed = withFixes ? fixGroups(groups, workspace.index, facts) : undefined;
  const asWritten = fixed?.result ?? lintGroups(groups, workspace.index, facts);
  return {
    result: mergeResults([asWritten, ...rendered.results]),
    index: fixed?.index ?? workspace.index,
    ...(fixed && { fixed }),
    problems: rendered.problems,
    notes: rendered.notes,
  };
}

/** Loaded only where it is asked for: linting files needs no source. */
async function factsOf(
  workspace: LintWorkspace,
  beside: LintFactFlags,
  options: Pick<LintFilesOptions, 'signal' | 'onProgress'>,
): Promise<LintFacts> {
  if (beside.recording === undefined && beside['prometheus-url'] === undefined) return {};
  const { openLintFacts } = await import('../composition/lint-facts.ts');
  const files = workspace.reportOn.flatMap((path) => workspace.index.files.get(path)?.documents ?? []);
  return openLintFacts(
    beside,
    files.flatMap(({ resources }) => resources),
    options,
  );
}

async function lintRoots(
  workspace: LintWorkspace,
  settings: FileSettings,
  choice: RenderChoice,
  signal: AbortSignal,
): Promise<RenderedFindings> {
  const roots = renderRoots(workspace.index.files, workspace.reportOn, choice);
  if (roots.length === 0) return { results: [], problems: [], notes: [], covers: () => false };
  const { lintRendered } = await import('./lint-rendered.ts');
  return lintRendered(workspace, roots, {
    settingsOf: (root) => settings.ofRendered(root),
    mayLackTools: choice === 'auto',
    signal,
  });
}
