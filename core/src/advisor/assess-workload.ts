import type { HpaView } from '../apis/hpa.ts';
import { runningContainers } from '../apis/pod-template.ts';
import type { PriceBook } from '../cost/price-book.ts';
import { eventsOf, type ScopedEvent } from '../forecast/index.ts';
import { toNumber } from '../units/index.ts';
import { sizeContainers, sizingNotes } from './container-sizing.ts';
import { costReport } from './cost-report.ts';
import { type DemandForecast, forecastDemand } from './demand-ahead.ts';
import { forecastReport, noForecastReport } from './forecast-report.ts';
import { hpaProposals } from './hpa-proposals.ts';
import { metricReport } from './metric-report.ts';
import { placementOf } from './placement.ts';
import { podAverage } from './pod-average.ts';
import { decideReplicas } from './replica-decision.ts';
import { isoTime } from './report-basis.ts';
import { requestReport } from './request-report.ts';
import { adviseReplicas } from './scaling-advice.ts';
import type { MetricHistory, WorkloadFacts, WorkloadMetrics } from './workload-facts.ts';
import type { ReportAutoscaler, ReportMetric, WorkloadReport } from './workload-report.ts';

export interface AssessmentOptions {
  readonly horizonMs: number;
  /** Nominal coverage of the forecast's interval, 0–1. */
  readonly coverage: number;
  /** Name of one forecast model instead of the choice by backtest. */
  readonly model?: string;
  /** Events that the past does not show. */
  readonly events?: readonly ScopedEvent[];
  /** Absent: no prices, and so no cost. */
  readonly prices?: PriceBook;
}

/**
 * What is to be said of a workload, from what was read of it: measured, forecast, decided, sized and priced. Pure: the same facts give the
 * same report.
 */
export function assessWorkload(facts: WorkloadFacts, options: AssessmentOptions): WorkloadReport {
  const { metrics, workload, ref, nowMs } = facts;
  const events = eventsOf(options.events ?? [], {
    namespace: ref.namespace,
    object: `${ref.kind}/${ref.name}`,
  });
  const demand = metrics && forecastDemand(metrics.demand, { nowMs, ...options, events });
  const scaling = decideReplicas(facts, demand);
  const sizing = metrics && sizeContainers(facts, metrics, 'percentile');
  const demandUnit = metrics?.demand.unit;
  const cost =
    options.prices && costReport({ facts, scaling, sizing, demand, demandUnit, prices: options.prices });
  const advice = adviseReplicas(facts, demand, cost?.perReplica?.perHour);
  const proposals = hpaProposals(facts, scaling);
  return {
    apiVersion: 'kubectl-autoscale.io/v1alpha1',
    kind: 'WorkloadReport',
    generatedAt: isoTime(nowMs),
    cluster: facts.cluster,
    workload: { apiVersion: workload.apiVersion, kind: ref.kind, namespace: ref.namespace, name: ref.name },
    replicas: { spec: workload.desiredPods, ready: workload.status.readyReplicas ?? 0 },
    autoscalers: autoscalersOf(facts),
    placement: placementOf(facts),
    metrics: metrics && demand ? metricReports(facts, metrics, demand) : [],
    ...(metrics && demand ? forecastPart(metrics, demand, options) : {}),
    scaling: {
      ...scaling,
      ...(advice === undefined ? {} : { advice }),
      ...(proposals.length === 0 ? {} : { hpaProposals: proposals }),
    },
    requests: sizing?.recommendations.map(requestReport) ?? [],
    ...(cost === undefined ? {} : { cost }),
    notes: [...demandNotes(metrics), ...facts.notes, ...sizingNotes(sizing)],
  };
}

function demandNotes(metrics: WorkloadMetrics | undefined): string[] {
  return metrics?.demand.demandOf === undefined ? [] : [metrics.demand.demandOf.why];
}

function autoscalersOf({ hpas, vpas }: WorkloadFacts): ReportAutoscaler[] {
  return [
    ...hpas.map((hpa): ReportAutoscaler => ({
      kind: 'HorizontalPodAutoscaler',
      name: hpa.metadata.name ?? '',
      minReplicas: hpa.minReplicas,
      ...(hpa.maxReplicas === undefined ? {} : { maxReplicas: hpa.maxReplicas }),
      metrics: hpa.metrics.map(metricText),
    })),
    ...vpas.map((vpa): ReportAutoscaler => ({
      kind: 'VerticalPodAutoscaler',
      name: vpa.metadata.name ?? '',
      updateMode: vpa.updatePolicy?.updateMode ?? 'Recreate',
      metrics: [],
    })),
  ];
}

function metricText(metric: HpaView['metrics'][number]): string {
  const name = metric.type === 'Unknown' ? 'unknown' : (metric.name ?? 'unnamed');
  const { averageUtilization, averageValue, value } = metric.target;
  if (averageUtilization !== undefined) return `${name} ${averageUtilization} %`;
  if (averageValue !== undefined) return `${name} ${toNumber(averageValue)}/pod`;
  return value === undefined ? name : `${name} ${toNumber(value)}`;
}

function metricReports(
  facts: WorkloadFacts,
  metrics: WorkloadMetrics,
  demand: DemandForecast,
): ReportMetric[] {
  const { nowMs } = facts;
  const report = (
    history: MetricHistory | undefined,
    series: MetricHistory['series'][number] | undefined,
    extra: { readonly target?: number; readonly requested?: number } = {},
  ): ReportMetric[] => {
    if (history === undefined) return [];
    const { name, title, unit, stepMs, method, demandOf } = history;
    return [
      metricReport({
        ...{ name, title, unit, series, stepMs, nowMs, source: metrics.source, method, ...extra },
        ...(demandOf === undefined ? {} : { demandOf }),
      }),
    ];
  };
  const [hpa] = facts.hpas;
  return [
    ...report(metrics.demand, demand.history),
    ...[...metrics.hpaMetrics].flatMap(([index, history]) => {
      const averageValue = hpa?.metrics[index]?.target.averageValue;
      return report(
        history,
        podAverage(history.series),
        averageValue === undefined ? {} : { target: toNumber(averageValue) },
      );
    }),
    ...report(metrics.cpu, podAverage(metrics.cpu.series), requestedOf(facts, 'cpu')),
    ...report(metrics.memory, podAverage(metrics.memory.series), requestedOf(facts, 'memory')),
    ...report(metrics.gpu, metrics.gpu && podAverage(metrics.gpu.series)),
    ...report(metrics.latency, metrics.latency?.series[0]),
    ...report(metrics.replicas, metrics.replicas.series[0]),
  ];
}

/** What one pod requests of a resource: its containers together. */
function requestedOf(
  { workload }: WorkloadFacts,
  resource: 'cpu' | 'memory',
): { readonly requested?: number } {
  const amounts = runningContainers(workload.template).flatMap(({ requests }) => requests[resource] ?? []);
  return amounts.length === 0
    ? {}
    : { requested: amounts.reduce((sum, amount) => sum + toNumber(amount), 0) };
}

function forecastPart(
  metrics: WorkloadMetrics,
  { outcome }: DemandForecast,
  options: AssessmentOptions,
): Pick<WorkloadReport, 'forecast' | 'noForecast'> {
  const { name, unit, stepMs, method } = metrics.demand;
  if (outcome.kind === 'insufficient-data') return { noForecast: noForecastReport(name, outcome) };
  const basis = { source: metrics.source, method };
  return {
    forecast: forecastReport(outcome, { metric: name, unit, horizonMs: options.horizonMs, stepMs, basis }),
  };
}
