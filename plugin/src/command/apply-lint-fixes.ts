import { type FileChange, writeFixedFiles } from '../composition/fixed-files.ts';
import { type LintWorkspace, pathFromHere } from '../composition/lint-workspace.ts';
import type { FixedGroups } from './lint-groups.ts';

/** What became of fixes on disk, in words. */
export interface AppliedLintFixes {
  readonly lines: readonly string[];
  readonly outcome: 'written' | 'refused' | 'cancelled';
}

/** Writes the fixed files, each as a whole or not at all. */
export async function applyLintFixes(
  workspace: LintWorkspace,
  fixed: FixedGroups,
  signal: AbortSignal,
): Promise<AppliedLintFixes> {
  const changes = changesOf(workspace, fixed);
  const { written, refused } = await writeFixedFiles(workspace.root, changes, signal);
  const lines = written.map((path) => {
    const titles = fixed.applied.filter(({ file }) => file === path).map(({ title }) => title);
    return `fixed ${pathFromHere(workspace.root, path)}: ${[...new Set(titles)].join(', ')}`;
  });
  const errors = refused.map((reason) => `error: ${reason}`);
  if (!signal.aborted) {
    return { lines: [...lines, ...errors], outcome: refused.length === 0 ? 'written' : 'refused' };
  }
  const stopped = `stopped: ${written.length} of ${changes.length} files were fixed, each as a whole`;
  return { lines: [...lines, ...errors, stopped], outcome: 'cancelled' };
}

/** The files that fixes change, with their texts before and after. */
export function changesOf(
  { index: before }: LintWorkspace,
  { index: after, changed }: FixedGroups,
): readonly FileChange[] {
  return [...changed.keys()].sort().map((path) => ({
    path,
    before: before.files.get(path)?.text ?? '',
    after: after.files.get(path)?.text ?? '',
  }));
}
