import {
  ansiPalette,
  type LintResult,
  plainPalette,
  reportCompact,
  type ReportContext,
  reportGithub,
  reportGitlab,
  reportJson,
  reportJunit,
  reportSarif,
  reportText,
} from '@kubectl-autoscale/core/lint';

import type { ReportFormat } from '../command/report-destinations.ts';

export interface LintReportStyle {
  readonly coloured: boolean;
  readonly columns: number;
  readonly elapsed: string;
}

/** A result in one format; the style matters to text only. */
export function lintReport(
  format: ReportFormat,
  result: LintResult,
  context: ReportContext,
  { coloured, columns, elapsed }: LintReportStyle,
): string {
  switch (format) {
    case 'text': {
      const palette = coloured ? ansiPalette : plainPalette;
      return reportText(result, context, { palette, width: columns, elapsed });
    }
    case 'json':
      return reportJson(result, context);
    case 'sarif':
      return reportSarif(result, context);
    case 'junit':
      return reportJunit(result);
    case 'github':
      return reportGithub(result);
    case 'gitlab':
      return reportGitlab(result);
    case 'compact':
      return reportCompact(result, context);
  }
}
