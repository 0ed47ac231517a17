import type { ClusterReport } from '@kubectl-autoscale/core/advisor';
import { escapeMarkdown, markdownTable } from '@kubectl-autoscale/core/units';

import { headlines, reportTables, restsOn, scopeText } from './cluster-report-answer.ts';
import { markdownSection } from './report-section.ts';

/** Rows of each table; JSON has them all. */
const shownRows = 25;

/** The report as Markdown, for a ticket or a wiki. */
export function clusterReportMarkdown(report: ClusterReport): string {
  return `${[
    '# Cost and risk',
    escapeMarkdown(scopeText(report)),
    markdownTable(
      ['', '', ''],
      headlines(report).map(({ title, figure, basis }) => [title, figure, basis]),
    ).trimEnd(),
    ...reportTables(report).map((table) => markdownSection(table, shownRows)),
    '## What the figures rest on',
    restsOn(report)
      .map((each) => `- ${escapeMarkdown(each)}`)
      .join('\n'),
  ].join('\n\n')}\n`;
}
