import type { Finding, ObjectReference } from './finding.ts';
import type { RuleNeed } from './rule.ts';

/** A rule that threw: our mistake, reported beside the findings of the other rules. */
export interface CrashedRule {
  readonly ruleId: string;
  readonly file: string;
  readonly object: ObjectReference;
  readonly message: string;
}

/** A rule that stayed silent because it was not told what it needs. */
export interface SkippedRule {
  readonly ruleId: string;
  readonly needs: readonly RuleNeed[];
}

export interface SuppressedFinding {
  readonly finding: Finding;
  readonly source: 'comment' | 'annotation';
  readonly reason: string;
}

export interface LintResult {
  /** Sorted by file, place, rule and message. */
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
  readonly crashedRules: readonly CrashedRule[];
  readonly skippedRules: readonly SkippedRule[];
  /** Kubernetes files looked at; templates and other YAML are not counted. */
  readonly filesChecked: number;
  readonly objectsChecked: number;
}
