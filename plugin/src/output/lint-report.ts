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
import { escapedControls, terminalText } from './terminal-text.ts';

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
      return terminalText(reportText(result, context, { palette, width: columns, elapsed }));
    }
    case 'json':
      return escapedControls(reportJson(result, context));
    case 'sarif':
      return escapedControls(reportSarif(result, context));
    case 'junit':
      return terminalText(reportJunit(result));
    case 'github':
      return terminalText(reportGithub(result));
    case 'gitlab':
      return escapedControls(reportGitlab(result));
    case 'compact':
      return terminalText(reportCompact(result, context));
  }
}
