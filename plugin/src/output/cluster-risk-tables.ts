import type { ClusterForecast, ClusterReport } from '@kubectl-autoscale/core/advisor';
import { formatFigure, formatShare } from '@kubectl-autoscale/core/units';

import type { ReportSection } from './report-section.ts';

export function risksTable({ risks }: ClusterReport): ReportSection {
  return {
    id: 'risks',
    title: 'Risks',
    intro: 'What measured figures, forecasts and the controllers themselves say may go wrong, worst first.',
    heads: ['what', 'severity', 'why'],
    words: ['severity', 'why'],
    rows: risks.map(({ subject, severity, text, id }) => ({
      cells: [`${subject}: ${id.replaceAll('-', ' ')}`, severity, text],
      kind: severity,
    })),
    none: 'None was found.',
  };
}

export function findingsTable({ findings }: ClusterReport): ReportSection {
  const order = ['error', 'warning', 'info'];
  const sorted = [...findings].sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
  return {
    id: 'findings',
    title: 'Findings in the objects',
    intro: 'What the linter finds in the live objects. docs/rules has a page for each rule.',
    heads: ['object', 'severity', 'rule', 'what'],
    words: ['severity', 'rule', 'what'],
    rows: sorted.map(({ object, severity, ruleId, message }) => ({
      cells: [object, severity, ruleId, message],
      kind: severity,
    })),
    none: 'None.',
  };
}

export function forecastsTable({ forecasts }: ClusterReport): ReportSection {
  return {
    id: 'forecasts',
    title: 'Forecasts',
    intro:
      'Demand at the end of the horizon with its interval, and the error that the same method had on the past (WAPE).',
    heads: ['workload', 'demand', 'now', 'ahead', 'interval', 'error', 'pattern'],
    words: ['demand', 'pattern'],
    rows: forecasts.map((each) => ({
      cells: [each.workload, each.title, ...figuresOf(each)],
    })),
    none: 'No demand was measured.',
  };
}

function figuresOf({ unit, history, forecast, note }: ClusterForecast): readonly string[] {
  const now = history.values.findLast((value) => value !== null) ?? undefined;
  const current = now === undefined ? '' : figure(now, unit);
  const end = forecast?.points.at(-1);
  if (forecast === undefined || end === undefined) return [current, '', '', '', note ?? 'no forecast'];
  const pattern = forecast.trusted ? forecast.pattern : `not trusted: ${forecast.note ?? forecast.pattern}`;
  return [
    current,
    figure(end.value, unit),
    `${figure(end.lower, unit)} – ${figure(end.upper, unit)}`,
    forecast.error.wape === undefined ? '' : formatShare(forecast.error.wape),
    pattern,
  ];
}

function figure(value: number, unit: string): string {
  const text = formatFigure(value, unit);
  return unit === 'requests/s' ? `${text}/s` : text;
}
