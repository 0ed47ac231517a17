import {
  type AppliedFix,
  applyFixes,
  createLinter,
  type FixChoice,
  lint,
  type LintRequest,
  type LintResult,
  type LintSettings,
} from '@kubectl-autoscale/core/lint';
import { createWorkspaceIndex, type WorkspaceIndex } from '@kubectl-autoscale/core/manifest';

export type { FixChoice };

/** What is known beside the files. */
export type LintFacts = Pick<LintRequest, 'cluster' | 'usage'>;

/** Files that are linted with the same settings. */
export interface LintGroup {
  readonly settings: LintSettings;
  readonly reportOn: readonly string[];
  /** The folder that the settings speak of, POSIX; empty for the whole workspace. */
  readonly folder: string;
}

/** Lints each group over one workspace, and gives the findings of all as one result. */
export function lintGroups(
  groups: readonly LintGroup[],
  index: WorkspaceIndex,
  facts: LintFacts,
): LintResult {
  return mergeResults(
    groups.map((group) => {
      const { settings, reportOn } = group;
      return lint(indexOf(group, index), { settings, reportOn, ...facts });
    }),
  );
}

export interface FixedGroups {
  readonly changed: ReadonlyMap<string, string>;
  readonly applied: readonly AppliedFix[];
  readonly index: WorkspaceIndex;
  /** What is found after the fixes. */
  readonly result: LintResult;
}

/** Applies the chosen fixes of each group in turn; a later group sees what an earlier one changed. */
export function fixGroups(
  groups: readonly LintGroup[],
  index: WorkspaceIndex,
  facts: LintFacts,
  choice: FixChoice,
): FixedGroups {
  const changed = new Map<string, string>();
  const applied: AppliedFix[] = [];
  // A linter keeps what it found: every round of fixes lints again.
  const linters = groups.map((group) => ({ group, linter: createLinter(group.settings) }));
  let current = index;
  for (const { group, linter } of linters) {
    const outcome = applyFixes(
      linter,
      indexOf(group, current),
      { reportOn: group.reportOn, ...facts },
      choice,
    );
    for (const [path, text] of outcome.changed) {
      changed.set(path, text);
      const file = outcome.index.files.get(path);
      if (file) current = current.with(file);
    }
    applied.push(...outcome.applied);
  }
  const results = linters.map(({ group, linter }) =>
    linter.lint(indexOf(group, current), { reportOn: group.reportOn, ...facts }),
  );
  return { changed, applied, index: current, result: mergeResults(results) };
}

/** Settings that call their folder complete mean what is in it: the rest of the repository is for other clusters. */
function indexOf({ settings, folder }: LintGroup, index: WorkspaceIndex): WorkspaceIndex {
  if (settings.scope !== 'complete' || folder === '') return index;
  return createWorkspaceIndex([...index.files.values()].filter(({ path }) => path.startsWith(`${folder}/`)));
}

/** The findings of several runs as one result, sorted by file and place. */
export function mergeResults(results: readonly LintResult[]): LintResult {
  const skipped = new Map(
    results.flatMap(({ skippedRules }) => skippedRules.map((rule) => [rule.ruleId, rule])),
  );
  const sum = (count: (result: LintResult) => number): number =>
    results.reduce((total, result) => total + count(result), 0);
  return {
    findings: results
      .flatMap(({ findings }) => findings)
      .sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.range.start - b.range.start)),
    suppressed: results.flatMap(({ suppressed }) => suppressed),
    crashedRules: results.flatMap(({ crashedRules }) => crashedRules),
    skippedRules: [...skipped.values()],
    filesChecked: sum((result) => result.filesChecked),
    objectsChecked: sum((result) => result.objectsChecked),
  };
}
