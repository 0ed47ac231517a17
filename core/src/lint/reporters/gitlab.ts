import type { Severity } from '../finding.ts';
import type { LintResult } from '../lint-result.ts';
import { fingerprints } from './fingerprint.ts';

const severities: Readonly<Record<Severity, string>> = { error: 'major', warning: 'minor', info: 'info' };

/** GitLab's code quality report: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format. */
export function reportGitlab(result: LintResult): string {
  const ids = fingerprints(result.findings);
  const issues = result.findings.map(({ ruleId, severity, message, file, start, end }, index) => ({
    description: message,
    check_name: ruleId,
    fingerprint: ids[index],
    severity: severities[severity],
    location: { path: file, lines: { begin: start.line, end: end.line } },
  }));
  return `${JSON.stringify(issues, undefined, 2)}\n`;
}
