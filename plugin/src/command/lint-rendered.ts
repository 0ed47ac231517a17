import { lint, type LintResult, type LintSettings, mapToSources } from '@kubectl-autoscale/core/lint';
import { createWorkspaceIndex } from '@kubectl-autoscale/core/manifest';
import { SourceError } from '@kubectl-autoscale/core/ports';

import type { LintWorkspace } from '../composition/lint-workspace.ts';
import { render } from '../composition/rendering.ts';
import type { RenderRoot } from './render-roots.ts';

export interface RenderedFindings {
  readonly results: readonly LintResult[];
  /** Why something could not be rendered. */
  readonly problems: readonly SourceError[];
  /** What is linted as it is written, since the tool for it is not there. */
  readonly notes: readonly string[];
  /** Whether a file is part of what was rendered; the others are to be linted as they are written. */
  readonly covers: (path: string) => boolean;
}

export interface LintRenderedOptions {
  readonly settingsOf: (root: RenderRoot) => Promise<LintSettings>;
  /** Whether a tool that is not installed is no problem, only worth a note. */
  readonly mayLackTools: boolean;
  readonly signal: AbortSignal;
}

/**
 * Renders and lints each root as a workspace of its own, since overlays are for different clusters, and points the findings
 * at the source files. What two overlays share is reported once.
 */
export async function lintRendered(
  { root: workspaceRoot, index }: LintWorkspace,
  roots: readonly RenderRoot[],
  { settingsOf, mayLackTools, signal }: LintRenderedOptions,
): Promise<RenderedFindings> {
  const results: LintResult[] = [];
  const problems: SourceError[] = [];
  const covered: RenderRoot[] = [];
  const lacking = new Map<string, number>();
  const seen = new Set<string>();
  for (const root of roots) {
    const settings = await settingsOf(root);
    try {
      const rendered = await render(workspaceRoot, root, signal);
      const found = lint(createWorkspaceIndex([rendered.file]), { settings });
      const mapped = mapToSources(found, rendered, index);
      results.push({ ...mapped, findings: mapped.findings.filter((finding) => isNew(finding, seen)) });
      covered.push(root);
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      if (mayLackTools && error.code === 'not-found') {
        lacking.set(error.details.message, (lacking.get(error.details.message) ?? 0) + 1);
      } else problems.push(error);
    }
  }
  const notes = [...lacking].map(
    ([message, count]) => `${message}: ${count === 1 ? '1 root is' : `${count} roots are`} linted as written`,
  );
  return { results, problems, notes, covers: (path) => covered.some((root) => root.covers(path)) };
}

function isNew({ ruleId, file, range, message }: LintResult['findings'][number], seen: Set<string>): boolean {
  const key = JSON.stringify([ruleId, file, range, message]);
  if (seen.has(key)) return false;
  seen.add(key);
  return true;
}
