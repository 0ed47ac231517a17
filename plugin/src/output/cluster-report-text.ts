import type { ClusterReport } from '@kubectl-autoscale/core/advisor';

import { headlines, reportTables, restsOn, scopeText } from './cluster-report-answer.ts';
import { textSection } from './report-section.ts';
import type { TerminalStyle } from './terminal-style.ts';
import { textTable } from './text-table.ts';

/** Rows of each table on a terminal; JSON has them all. */
const shownRows = 10;

/** The report for a terminal: the figures first, then each table's first rows. */
export function clusterReportText(report: ClusterReport, style: TerminalStyle): string {
  const { palette } = style;
  const figures = headlines(report).map(({ title, figure, basis }) => [
    palette.bold(title),
    figure,
    palette.dim(basis),
  ]);
  return `${[
    palette.dim(scopeText(report)),
    textTable(figures),
    ...reportTables(report)
      .filter(({ rows }) => rows.length > 0)
      .map((table) => textSection(table, shownRows, style)),
    restsOn(report)
      .map((each) => palette.dim(each))
      .join('\n'),
  ].join('\n\n')}\n`;
}
