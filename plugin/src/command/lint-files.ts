import type { ClusterObjects, LintResult } from '@kubectl-autoscale/core/lint';
import type { WorkspaceIndex } from '@kubectl-autoscale/core/manifest';
import type { SourceError } from '@kubectl-autoscale/core/ports';

import { openClusterObjects } from '../composition/cluster-objects.ts';
import type { LintWorkspace } from '../composition/lint-workspace.ts';
import type { FileSettings } from './file-settings.ts';
import { type FixedGroups, fixGroups, lintGroups, mergeResults } from './lint-groups.ts';
import type { RenderedFindings } from './lint-rendered.ts';
import { type RenderChoice, renderRoots } from './render-roots.ts';

export interface LintFilesOptions {
  readonly render: RenderChoice;
  /** Whether the safe fixes are applied, in memory, before findings are counted. */
  readonly withFixes: boolean;
  /** The folder of a recording whose objects are looked at too. */
  readonly recording: string | undefined;
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
  { render, withFixes, recording, signal }: LintFilesOptions,
): Promise<LintedFiles> {
  const rendered = await lintRoots(workspace, settings, render, signal);
  const groups = await settings.groups(workspace.reportOn.filter((path) => !rendered.covers(path)));
  const cluster: ClusterObjects | undefined =
    recording === undefined ? undefined : await openClusterObjects(recording);
  const fixed = withFixes ? fixGroups(groups, workspace.index, cluster) : undefined;
  const asWritten = fixed?.result ?? lintGroups(groups, workspace.index, cluster);
  return {
    result: mergeResults([asWritten, ...rendered.results]),
    index: fixed?.index ?? workspace.index,
    ...(fixed && { fixed }),
    problems: rendered.problems,
    notes: rendered.notes,
  };
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
