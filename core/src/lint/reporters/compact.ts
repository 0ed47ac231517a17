import type { Finding } from '../finding.ts';
import type { LintResult } from '../lint-result.ts';
import { withoutControls } from './code-frame.ts';
import { type ReportContext, shownPath } from './report-context.ts';

/** One line for each finding, as compilers write them: `file:line:column: severity: message [rule]`. */
export function reportCompact(result: LintResult, context: ReportContext): string {
  return result.findings
    .map(
      ({ file, start, severity, message, ruleId }) =>
        `${place(file, start, context)}: ${severity}: ${withoutControls(message)} [${ruleId}]\n`,
    )
    .join('');
}

function place(file: string, start: Finding['start'], context: ReportContext): string {
  return context.isLive === true ? file : `${shownPath(file, context)}:${start.line}:${start.column}`;
}
