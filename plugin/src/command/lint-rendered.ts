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
}

/**
 * Renders and lints each root as a workspace of its own, since overlays are for different clusters, and points the findings
 * at the source files. What two overlays share is reported once.
 */
export async function lintRendered(
  { root: workspaceRoot, index }: LintWorkspace,
  roots: readonly RenderRoot[],
  settingsOf: (root: RenderRoot) => Promise<LintSettings>,
  signal: AbortSignal,
): Promise<RenderedFindings> {
  const results: LintResult[] = [];
  const problems: SourceError[] = [];
  const seen = new Set<string>();
  for (const root of roots) {
    const settings = await settingsOf(root);
    try {
      const rendered = await render(workspaceRoot, root, signal);
      const found = lint(createWorkspaceIndex([rendered.file]), { settings });
      const mapped = mapToSources(found, rendered, index);
      results.push({ ...mapped, findings: mapped.findings.filter((finding) => isNew(finding, seen)) });
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      problems.push(error);
    }
  }
  return { results, problems };
}

function isNew({ ruleId, file, range, message }: LintResult['findings'][number], seen: Set<string>): boolean {
  const key = JSON.stringify([ruleId, file, range, message]);
  if (seen.has(key)) return false;
  seen.add(key);
  return true;
}
