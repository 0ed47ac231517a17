import { applyEdits } from '../manifest/apply-edits.ts';
import { parseSourceFile } from '../manifest/parse.ts';
import type { TextEdit } from '../manifest/text-edit.ts';
import type { WorkspaceIndex } from '../manifest/workspace-index.ts';
import type { Linter, LintRequest } from './engine.ts';
import type { Finding, Fix } from './finding.ts';
import type { LintResult } from './lint-result.ts';

export interface AppliedFix {
  readonly ruleId: string;
  readonly title: string;
  readonly file: string;
}

export interface FixOutcome {
  /** The new text of every file that changed, by path. */
  readonly changed: ReadonlyMap<string, string>;
  readonly applied: readonly AppliedFix[];
  /** The workspace with the changes in it, and what is still found there. */
  readonly index: WorkspaceIndex;
  readonly result: LintResult;
}

/** Which fixes are applied. */
export interface FixChoice {
  /** In this order: of each finding the first fix of a kind that is named. */
  readonly kinds: readonly Fix['kind'][];
  /** Ids; absent: all rules. */
  readonly rules?: readonly string[];
}

export const safeFixes: FixChoice = { kinds: ['safe'] };

/** A fix may uncover the next finding; more rounds than this would mean that two fixes undo each other. */
const mostRounds = 10;

/**
 * Applies the chosen fixes, unless told the safe ones of all findings, until none is left, and answers the new texts. Nothing is written. Fixes that overlap in one round
 * wait for the next; edits of one fix are applied together or not at all. Applying again changes nothing.
 */
export function applyFixes(
  linter: Linter,
  index: WorkspaceIndex,
  request: LintRequest = {},
  choice: FixChoice = safeFixes,
): FixOutcome {
  const changed = new Map<string, string>();
  const applied: AppliedFix[] = [];
  let current = index;
  let result = linter.lint(current, request);
  for (let round = 0; round < mostRounds; round++) {
    const chosen = chooseFixes(result.findings, choice);
    if (chosen.edits.length === 0) break;
    applied.push(...chosen.applied);
    for (const path of new Set(chosen.edits.map((edit) => edit.file))) {
      const file = current.files.get(path);
      if (!file) continue;
      const text = applyEdits(
        file.text,
        chosen.edits.filter((edit) => edit.file === path),
      );
      changed.set(path, text);
      current = current.with(parseSourceFile(path, text, file));
    }
    result = linter.lint(current, request);
  }
  return { changed, applied, index: current, result };
}

/** The first fix of each finding that is wanted and whose edits meet none of those already chosen. */
function chooseFixes(
  findings: readonly Finding[],
  { kinds, rules }: FixChoice,
): {
  readonly edits: readonly TextEdit[];
  readonly applied: readonly AppliedFix[];
} {
  const edits: TextEdit[] = [];
  const applied: AppliedFix[] = [];
  for (const { ruleId, file, fixes } of findings) {
    if (rules !== undefined && !rules.includes(ruleId)) continue;
    const fix = kinds.flatMap((kind) => fixes.filter((each) => each.kind === kind))[0];
    const wanted = fix?.edits() ?? [];
    if (!fix || wanted.some((edit) => edits.some((other) => meet(edit, other)))) continue;
    edits.push(...wanted);
    applied.push({ ruleId, title: fix.title, file });
  }
  return { edits, applied };
}

function meet(a: TextEdit, b: TextEdit): boolean {
  return a.file === b.file && a.range.start <= b.range.end && b.range.start <= a.range.end;
}
