import { type FixChoice, type LintResult, safeFixes } from '@kubectl-autoscale/core/lint';
import type { Resource, WorkspaceIndex } from '@kubectl-autoscale/core/manifest';
import type { SourceError } from '@kubectl-autoscale/core/ports';

import type { LintWorkspace } from '../composition/lint-workspace.ts';
import { cancellation } from './cancellation.ts';
import type { FileSettings } from './file-settings.ts';
import { type FixedGroups, fixGroups, type LintFacts, lintGroups, mergeResults } from './lint-groups.ts';
import type { lintRendered, RenderedFindings } from './lint-rendered.ts';
import { type RenderChoice, renderRoots } from './render-roots.ts';

/** What only some calls need, and what takes long to load; absent where the call cannot ask for it. */
export interface LintHelp {
  /** Reads what is known of objects beside their files. */
  readonly openFacts?: (resources: readonly Resource[]) => Promise<LintFacts>;
  readonly lintRendered?: typeof lintRendered;
}

export interface LintFilesOptions {
  readonly render: RenderChoice;
  /** Which fixes are applied, in memory, before findings are counted; `true` for the safe ones. */
  readonly withFixes: boolean | FixChoice | undefined;
  readonly help: LintHelp;
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
  { render, withFixes, help }: LintFilesOptions,
): Promise<LintedFiles> {
  const { index, reportOn } = workspace;
  const rendered = await renderAndLint(workspace, settings, render, help);
  const groups = await settings.groups(reportOn.filter((path) => !rendered.covers(path)));
  const documents = reportOn.flatMap((path) => index.files.get(path)?.documents ?? []);
  const facts = (await help.openFacts?.(documents.flatMap(({ resources }) => resources))) ?? {};
  const choice = withFixes === true ? safeFixes : withFixes;
  // The short way around oclif leaves out a flag that was not given.
  const fixed = choice ? fixGroups(groups, index, facts, choice) : undefined;
  const asWritten = fixed?.result ?? lintGroups(groups, index, facts);
  return {
    result: mergeResults([asWritten, ...rendered.results]),
    index: fixed?.index ?? index,
    ...(fixed && { fixed }),
    problems: rendered.problems,
    notes: rendered.notes,
  };
}

async function renderAndLint(
  workspace: LintWorkspace,
  settings: FileSettings,
  choice: RenderChoice,
  { lintRendered }: LintHelp,
): Promise<RenderedFindings> {
  const roots = renderRoots(workspace.index.files, workspace.reportOn, choice);
  if (roots.length === 0 || !lintRendered) {
    return { results: [], problems: [], notes: [], covers: () => false };
  }
  return lintRendered(workspace, roots, {
    settingsOf: (root) => settings.ofRendered(root),
    mayLackTools: choice === 'auto',
    signal: cancellation(),
  });
}
