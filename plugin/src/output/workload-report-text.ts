import type {
  ReportForecast,
  ReportMetric,
  ReportReplicaDecision,
  ReportRequest,
  WorkloadReport,
} from '@kubectl-autoscale/core/advisor';
import { sparkline } from '@kubectl-autoscale/core/charts';
import {
  formatChange,
  formatClock,
  formatFigure,
  formatPrice,
  formatRate,
  formatShare,
  formatSpan,
  shortSource,
} from '@kubectl-autoscale/core/units';

import { forecastChart } from './forecast-chart.ts';
import { historyValues } from './history-values.ts';
import type { TerminalStyle } from './terminal-style.ts';
import { textTable, widthOf } from './text-table.ts';

const LABEL_WIDTH = 11;
const SPARK_WIDTH = 24;
/** The sparkline is too narrow for weeks. */
const DAY_SECONDS = 86_400;

/**
 * One workload for people: what it is, what it does now, what comes, what to change, what it costs. Every figure
 * stands beside its basis.
 */
export function workloadReportText(report: WorkloadReport, style: TerminalStyle): string {
  const blocks = [
    headline(report, style),
    metricLines(report, style),
    chartOf(report, style),
    decisionLines(report, style),
    noteLines(report, style),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function chartOf(report: WorkloadReport, style: TerminalStyle): string {
  const { forecast } = report;
  const metric = report.metrics.find(({ name }) => name === forecast?.metric);
  if (forecast === undefined || metric === undefined) return '';
  return forecastChart({ metric, forecast }, Date.parse(report.generatedAt), style);
}

function headline(report: WorkloadReport, style: TerminalStyle): string {
  const { workload, replicas, autoscalers, placement } = report;
  const parts = [
    workload.kind,
    `${replicas.ready} of ${replicas.spec} ready`,
    ...autoscalers.map((autoscaler) =>
      autoscaler.kind === 'HorizontalPodAutoscaler'
        ? `HPA ${autoscaler.name} ${autoscaler.minReplicas ?? 1}–${autoscaler.maxReplicas ?? '?'} on ${autoscaler.metrics.join(', ')}`
        : `VPA ${autoscaler.name} ${autoscaler.updateMode ?? ''}`.trimEnd(),
    ),
    ...placement.map((group) => {
      const capacity = group.capacityType === 'unknown' ? '' : ` ${group.capacityType}`;
      return `${group.nodes} × ${group.instanceType}${capacity}`;
    }),
  ];
  return `${style.palette.bold(`${workload.namespace}/${workload.name}`)}   ${parts.join(' · ')}`;
}

function metricLines(report: WorkloadReport, style: TerminalStyle): string {
  const rows = report.metrics.map((metric) => {
    const spark = sparkline(historyValues(metric, DAY_SECONDS), {
      width: SPARK_WIDTH,
      ascii: !style.unicode,
    });
    return [label(metric.title), spark, [presentOf(metric), ...aheadOf(metric, report.forecast)].join('  ')];
  });
  return textTable(rows);
}

function presentOf(metric: ReportMetric): string {
  if (metric.current === undefined) return 'no samples';
  const now = formatFigure(metric.current, metric.unit);
  if (metric.target !== undefined) return `${now} of ${formatFigure(metric.target, metric.unit)} target`;
  if (metric.requested !== undefined) {
    const p95 = metric.p95 === undefined ? '' : ` (p95 ${formatFigure(metric.p95, metric.unit)})`;
    return `${now} of ${formatFigure(metric.requested, metric.unit)} requested${p95}`;
  }
  return now;
}

function aheadOf(metric: ReportMetric, forecast: ReportForecast | undefined): string[] {
  const end = forecast?.points.at(-1);
  if (forecast?.metric !== metric.name || end === undefined) return [];
  const range = `(${formatFigure(end.lower, forecast.unit)}–${formatFigure(end.upper, forecast.unit)})`;
  const error =
    forecast.error.wape === undefined
      ? 'error not measurable'
      : `error ${formatShare(forecast.error.wape)} over ${formatSpan(forecast.error.spanSeconds)}`;
  return [
    `→ ${formatFigure(end.value, forecast.unit)} in ${forecast.horizonMinutes} min ${range}`,
    `${forecast.pattern.replaceAll('_', ' ')} · ${error}`,
  ];
}

function decisionLines(report: WorkloadReport, style: TerminalStyle): string {
  const rows = [
    ...replicaRows(report, style),
    ...adviceRows(report, style),
    ...proposalRows(report, style),
    ...requestRows(report.requests, style),
    ...costRows(report, style),
  ];
  return textTable(rows);
}

function replicaRows({ scaling }: WorkloadReport, style: TerminalStyle): string[][] {
  const decisions = [scaling.now, ...(scaling.ahead === undefined ? [] : [scaling.ahead])];
  const rows = decisions.map((decision, index) => [
    label(index === 0 ? 'replicas' : ''),
    replicaChange(decision, style),
    whyOf(decision),
  ]);
  return [...rows, ...scaling.notes.map((note) => [label(''), '', style.palette.yellow(note)])];
}

/** What the policy would do where nothing scales, with what that costs and does to latency. */
function adviceRows({ scaling: { advice, now }, cost }: WorkloadReport, style: TerminalStyle): string[][] {
  if (advice === undefined) return [];
  const { desiredReplicas, reasons, costChangePerHour, latency, on, confidence } = advice;
  const change =
    desiredReplicas === now.currentReplicas
      ? `${desiredReplicas}`
      : `${now.currentReplicas} → ${style.palette.bold(String(desiredReplicas))}`;
  const impact = [
    ...(costChangePerHour === undefined || costChangePerHour === 0 || cost === undefined
      ? []
      : [
          `${costChangePerHour > 0 ? '+' : '−'}${formatRate(Math.abs(costChangePerHour), cost.now.currency)}`,
        ]),
    ...(latency === undefined || desiredReplicas === now.currentReplicas
      ? []
      : [
          `p95 ${formatFigure(latency.p95Seconds, 'seconds')} → ${latency.p95SecondsAfter === undefined ? 'without end' : formatFigure(latency.p95SecondsAfter, 'seconds')} by M/M/c`,
        ]),
    ...(on === 'forecast' ? [`confidence ${formatShare(confidence)}`] : []),
  ];
  return [
    [label('policy'), `${change} if scaled`, [...reasons.map(({ text }) => text), ...impact].join('; ')],
  ];
}

function proposalRows({ scaling: { hpaProposals = [] } }: WorkloadReport, style: TerminalStyle): string[][] {
  return hpaProposals.map(({ field, from, to, reason, evidence }, index) => [
    label(index === 0 ? 'HPA change' : ''),
    `${field} ${from} → ${style.palette.bold(String(to))}`,
    `${reason}: ${evidence}`,
  ]);
}

/** What each metric asks for, and what the HPA made of it where that is not the same. Failures stand in the notes. */
function whyOf({ reasons, proposals }: ReportReplicaDecision): string {
  const last = reasons.at(-1);
  const asked = proposals
    .filter(({ error }) => error === undefined)
    .map(
      ({ metric, proposal, value, target }) =>
        `${metric} ${value ?? '?'} of ${target ?? '?'} asks for ${proposal ?? '?'}`,
    );
  const decided = proposals.length === 0 || (asked.length > 0 && last?.rule !== 'DesiredWithinRange');
  return [...asked, ...(decided && last !== undefined ? [last.text] : [])].join('; ');
}

function replicaChange(decision: ReportReplicaDecision, style: TerminalStyle): string {
  const when = decision.on === 'observed' ? 'now' : `at ${formatClock(decision.at, style.timeZone)}`;
  const change =
    decision.currentReplicas === decision.desiredReplicas
      ? `${decision.currentReplicas}`
      : `${decision.currentReplicas} → ${style.palette.bold(String(decision.desiredReplicas))}`;
  return `${change} ${when}`;
}

function requestRows(requests: readonly ReportRequest[], style: TerminalStyle): string[][] {
  const containers = [...new Set(requests.map((request) => request.container))];
  return containers.map((container, index) => {
    const own = requests.filter((request) => request.container === container);
    const changes = own.map((request) => {
      const from = request.currentRequest ?? 'none';
      return from === request.recommendedRequest
        ? `${request.resource} ${from}`
        : `${request.resource} ${from} → ${style.palette.bold(request.recommendedRequest)}`;
    });
    const sizes = `${container}  ${changes.join('  ')}`;
    return [label(index === 0 ? 'requests' : ''), sizes, own.map(sizingBasis).join('; ')];
  });
}

/** `cpu p95 + 15 % over 8 d, 50 % unused`. */
function sizingBasis({ resource, basis, wasteShare }: ReportRequest): string {
  const parts = [basis.method, spanOf(basis.windowSeconds)].filter(
    (part) => part !== undefined && part !== '',
  );
  const unused = wasteShare !== undefined && wasteShare > 0 ? `, ${formatShare(wasteShare)} unused` : '';
  return `${resource} ${parts.join(' over ')}${unused}`;
}

function spanOf(seconds: number | undefined): string {
  return seconds === undefined ? '' : formatSpan(seconds);
}

function costRows({ cost }: WorkloadReport, style: TerminalStyle): string[][] {
  if (cost === undefined) return [];
  const { now, after } = cost;
  const change =
    after === undefined
      ? formatRate(now.perHour, now.currency)
      : `${formatRate(now.perHour, now.currency)} → ${style.palette.bold(formatRate(after.perHour, after.currency))} (${formatChange(cost.changeShare ?? 0)})`;
  const perThousand =
    cost.perThousandRequests === undefined
      ? ''
      : ` · ${formatPrice(cost.perThousandRequests, now.currency)} per 1,000 requests`;
  const priced = [shortSource(cost.basis.source), ...cost.unpriced].join('; ');
  return [[label('cost'), `${change}${perThousand}`, priced]];
}

function noteLines(report: WorkloadReport, style: TerminalStyle): string {
  const notes = [
    ...(report.noForecast === undefined ? [] : [report.noForecast.note]),
    ...(report.forecast?.note === undefined ? [] : [report.forecast.note]),
    ...(report.forecast?.raisedBy ?? []).map((name) => `The forecast is raised by ${name}.`),
    ...(report.cost?.assumptions ?? []),
    ...report.notes,
  ];
  return notes.map((note) => style.palette.dim(`note  ${note}`)).join('\n');
}

function label(text: string): string {
  return text + ' '.repeat(Math.max(0, LABEL_WIDTH - widthOf(text)));
}
