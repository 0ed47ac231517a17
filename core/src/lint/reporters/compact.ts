import type { LintResult } from '../lint-result.ts';

/** One line for each finding, as compilers write them: `file:line:column: severity: message [rule]`. */
export function reportCompact(result: LintResult): string {
  return result.findings
    .map(
      ({ file, start, severity, message, ruleId }) =>
        `${file}:${start.line}:${start.column}: ${severity}: ${message} [${ruleId}]\n`,
    )
    .join('');
}
