import type { PredictionRanking, ReportRankedMetric } from '@kubectl-autoscale/core/advisor';
import { formatFigure, formatShare, formatSpan } from '@kubectl-autoscale/core/units';

import type { TerminalStyle } from './terminal-style.ts';
import { textTable } from './text-table.ts';

/** The metrics of a namespace, those that can be forecast best first, one line each, with what the error is made of. */
export function rankingText(ranking: PredictionRanking, style: TerminalStyle): string {
  if (ranking.items.length === 0) {
    return `no metric with samples in namespace ${ranking.namespace} (${ranking.source})\n`;
  }
  const ahead = `IN ${formatSpan(ranking.horizonMinutes * 60)}`.toUpperCase();
  const header = ['WORKLOAD', 'DEMAND', 'OF', 'PATTERN', 'ERROR', 'NOISE', 'SKILL', ahead, 'HISTORY'];
  const table = textTable([
    header.map((cell) => style.palette.dim(cell)),
    ...ranking.items.map((item) => row(item, style)),
  ]);
  const legend = [
    `error   of a forecast ${formatSpan(ranking.horizonMinutes * 60)} ahead, measured on the past; noise is about what no forecast can know of a single value`,
    `skill   share of the error of the mean of the last five values that is gone; "reactive" where there is none to act on`,
    `basis   ${ranking.source} · ${formatShare(ranking.coverage)} intervals · fast profile`,
  ];
  return `${table}\n\n${legend.map((line) => style.palette.dim(line)).join('\n')}\n`;
}

function row(item: ReportRankedMetric, style: TerminalStyle): string[] {
  const { workload, metric, unit, forecast, demandOf, historySeconds } = item;
  const name = [`${workload.kind.toLowerCase()}/${workload.name}`, metric, demandOf?.metric ?? ''];
  if (forecast === undefined) {
    return [...name, '', '', '', '', style.palette.yellow('too short'), formatSpan(historySeconds)];
  }
  const { error, trusted, value, lower, upper, pattern } = forecast;
  const share = (part: number | undefined): string => (part === undefined ? '–' : formatShare(part));
  const figure = (amount: number): string => formatFigure(amount, unit);
  return [
    ...name,
    pattern,
    share(error.wape),
    share(error.noiseFloor?.step),
    share(error.skill),
    trusted ? `${figure(value)} (${figure(lower)}–${figure(upper)})` : style.palette.yellow('reactive'),
    formatSpan(historySeconds),
  ];
}
