import type { LintResult, ReportContext } from '@kubectl-autoscale/core/lint';

import { writeReport } from '../composition/report-files.ts';
import { lintReport, type LintReportStyle } from '../output/lint-report.ts';
import type { ReportDestination } from './report-destinations.ts';

export interface ReportOptions {
  readonly errorsOnly: boolean;
  readonly style: LintReportStyle;
  /** Where a report without a file goes. */
  readonly stream: { write(text: string): unknown };
}

/** Writes each report to its file or stream; files are never coloured. */
export async function writeReports(
  destinations: readonly ReportDestination[],
  result: LintResult,
  context: ReportContext,
  { errorsOnly, style, stream }: ReportOptions,
): Promise<void> {
  const findings = errorsOnly
    ? result.findings.filter(({ severity }) => severity === 'error')
    : result.findings;
  for (const { format, path } of destinations) {
    const coloured = style.coloured && path === undefined;
    const text = lintReport(format, { ...result, findings }, context, { ...style, coloured });
    if (path === undefined) stream.write(text);
    else await writeReport(path, text);
  }
}
