import { compareSeverities, type LintResult, type Severity } from '@kubectl-autoscale/core/lint';

/** What makes a run end with 1. */
export interface LintLimits {
  readonly 'fail-on': Severity | 'never';
  readonly 'max-warnings': number | undefined;
}

/** Whether findings are severe or many enough to end with 1. */
export function isOverLimits({ findings }: LintResult, limits: LintLimits): boolean {
  const failOn = limits['fail-on'];
  const warnings = findings.filter(({ severity }) => severity === 'warning').length;
  if (warnings > (limits['max-warnings'] ?? Infinity)) return true;
  return failOn !== 'never' && findings.some(({ severity }) => compareSeverities(severity, failOn) >= 0);
}
