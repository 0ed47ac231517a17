import type { Finding } from '../finding.ts';
import type { LintResult } from '../lint-result.ts';
import type { ReportContext } from './report-context.ts';

/** What was found and looked at, in one line: `2 errors, 1 warning in 41 files (118 objects) · 1 fixable with --fix · 0.21 s`. */
export function summaryLine(result: LintResult, context: ReportContext, elapsed?: string): string {
  const count = (severity: Finding['severity']): number =>
    result.findings.filter((finding) => finding.severity === severity).length;
  const counts = [
    plural(count('error'), 'error'),
    plural(count('warning'), 'warning'),
    ...(count('info') > 0 ? [`${count('info')} info`] : []),
  ];
  const fixable = result.findings.filter((finding) =>
    finding.fixes.some((fix) => fix.kind === 'safe'),
  ).length;
  const objects = plural(result.objectsChecked, 'object');
  const where = context.isLive === true ? objects : `${plural(result.filesChecked, 'file')} (${objects})`;
  const accepted = context.acceptedByBaseline ?? 0;
  const parts = [
    `${counts.join(', ')} in ${where}`,
    ...(fixable > 0 ? [`${fixable} fixable with --fix`] : []),
    ...(result.suppressed.length > 0 ? [`${result.suppressed.length} suppressed`] : []),
    ...(accepted > 0 ? [`${accepted} accepted by the baseline`] : []),
    ...(result.crashedRules.length > 0 ? [plural(result.crashedRules.length, 'rule failure')] : []),
    ...(elapsed === undefined ? [] : [elapsed]),
  ];
  return parts.join(' · ');
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
