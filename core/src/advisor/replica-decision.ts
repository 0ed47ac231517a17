import type { HpaView } from '../apis/hpa.ts';
import {
  decideHpa,
  defaultControllerSettings,
  type HpaDecision,
  type HpaSpec,
  initialHpaState,
  type MetricObservation,
  type MetricProposal,
  withSpecDefaults,
} from '../hpa/index.ts';
import type { TimeSeries } from '../stats/index.ts';
import { hpaPodOf, hpaSpecOf } from './hpa-from-objects.ts';
import { isoTime, reportReason } from './report-basis.ts';
import type { MetricHistory, WorkloadFacts, WorkloadMetrics } from './workload-facts.ts';
import type { ReportReplicaDecision, ReportScaling } from './workload-report.ts';

/** The forecast's effect on demand: its value at the horizon and how many times today's demand that is. */
export interface DemandAhead {
  readonly atMs: number;
  readonly factor: number;
  readonly text: string;
}

/** Samples older than this are no present value. */
const FRESH_MS = 15 * 60_000;
const HOUR_MS = 3_600_000;

/** The replica decision now and, with a forecast, at its horizon and at its highest point. Without an HPA nothing decides, and the report says so. */
export function decideReplicas(
  facts: WorkloadFacts,
  { ahead, peak }: { readonly ahead?: DemandAhead; readonly peak?: DemandAhead } = {},
): ReportScaling {
  const [hpa] = facts.hpas;
  const spec = hpa && hpaSpecOf(hpa);
  if (hpa === undefined || spec === undefined) return undecided(facts, hpa);
  const now = decide(facts, spec, 1, facts.nowMs);
  const at = (demand: DemandAhead): ReportReplicaDecision =>
    withDemandReason(
      decisionReport(decide(facts, spec, demand.factor, demand.atMs), spec, demand.atMs, 'forecast'),
      demand,
    );
  return {
    decidedBy: 'hpa',
    minReplicas: hpa.minReplicas,
    maxReplicas: spec.maxReplicas,
    now: decisionReport(now, spec, facts.nowMs, 'observed'),
    ...(ahead === undefined ? {} : { ahead: at(ahead) }),
    ...(peak === undefined ? {} : { peak: at(peak) }),
    notes: notesOf(facts, now),
  };
}

function undecided(facts: WorkloadFacts, hpa: HpaView | undefined): ReportScaling {
  const replicas = facts.workload.desiredPods;
  const text =
    hpa === undefined
      ? `no HPA targets it: replicas stay at ${replicas}`
      : `HPA ${hpa.metadata.name ?? ''} is incomplete: it cannot decide`;
  return {
    decidedBy: 'none',
    now: {
      at: isoTime(facts.nowMs),
      currentReplicas: replicas,
      desiredReplicas: replicas,
      on: 'observed',
      reasons: [{ rule: 'advisor/no-hpa', text, inputs: { replicas } }],
      proposals: [],
    },
    notes: [],
  };
}

/**
 * The HPA's own rules on the metrics as they are, times `factor`. The controller's memory is not known from outside: the decision is
 * the one it reaches once the metrics have stayed like this for the stabilization window.
 */
function decide(facts: WorkloadFacts, spec: HpaSpec, factor: number, atMs: number): HpaDecision {
  const { workload } = facts;
  const selectorProblem = ambiguity(facts);
  const currentReplicas = workload.desiredPods;
  const settings = defaultControllerSettings(facts.kubernetesMinor);
  return decideHpa({
    spec,
    scale: {
      specReplicas: currentReplicas,
      statusReplicas: workload.status.replicas ?? currentReplicas,
      ...(selectorProblem === undefined ? {} : { selectorProblem }),
    },
    pods: facts.pods.map(hpaPodOf),
    observations: observe(facts, spec, factor, settings.downscaleStabilizationMs),
    settings,
    state: {
      ...initialHpaState,
      recommendations: [{ replicas: currentReplicas, timestampMs: atMs - HOUR_MS }],
    },
    nowMs: atMs,
  });
}

/** Several HPAs on one workload select the same pods; the controller then scales for none of them. */
function ambiguity({ hpas, ref }: WorkloadFacts) {
  if (hpas.length < 2) return undefined;
  const names = hpas.map((hpa) => `${ref.namespace}/${hpa.metadata.name ?? ''}`);
  return { type: 'Ambiguous' as const, selector: ref.name, hpas: names };
}

function observe(
  facts: WorkloadFacts,
  spec: HpaSpec,
  factor: number,
  downscaleStabilizationMs: number,
): readonly MetricObservation[] {
  return withSpecDefaults(spec, downscaleStabilizationMs).metrics.map((metric, index): MetricObservation => {
    const { metrics } = facts;
    if (metrics === undefined) return { type: 'Error', message: 'metrics were not read' };
    switch (metric.type) {
      case 'Resource':
      case 'ContainerResource':
        return podMetrics(facts, metrics, metric.name, factor);
      case 'Pods': {
        const items = newest(metrics.hpaMetrics.get(index), facts.nowMs).map(
          ({ series, value, timestampMs }) => ({
            pod: series.labels.pod ?? '',
            valueMilli: milli(value * factor),
            timestampMs,
          }),
        );
        return items.length > 0 ? { type: 'PodValues', items } : noSamples(metric.metric.name);
      }
      case 'Object':
      case 'External': {
        const values = newest(metrics.hpaMetrics.get(index), facts.nowMs).map(({ value }) =>
          milli(value * factor),
        );
        const [only] = values;
        if (only === undefined) return noSamples(metric.metric.name);
        return metric.type === 'Object'
          ? { type: 'ObjectValue', valueMilli: only }
          : { type: 'ExternalValues', valuesMilli: values };
      }
    }
  });
}

function podMetrics(
  facts: WorkloadFacts,
  metrics: WorkloadMetrics,
  resource: string,
  factor: number,
): MetricObservation {
  const history = resource === 'cpu' ? metrics.cpu : resource === 'memory' ? metrics.memory : undefined;
  if (history === undefined) return noSamples(resource);
  const pods = new Map<string, { name: string; usageMilli: Record<string, number>; timestampMs: number }[]>();
  for (const { series, value, timestampMs } of newest(history, facts.nowMs)) {
    const pod = series.labels.pod ?? '';
    const usage = {
      name: series.labels.container ?? '',
      usageMilli: { [resource]: milli(value * factor) },
      timestampMs,
    };
    pods.set(pod, [...(pods.get(pod) ?? []), usage]);
  }
  const items = [...pods].map(([pod, containers]) => ({
    pod,
    containers,
    timestampMs: containers[0]?.timestampMs ?? facts.nowMs,
  }));
  return { type: 'PodMetrics', items };
}

interface Newest {
  readonly series: TimeSeries;
  readonly value: number;
  readonly timestampMs: number;
}

/** The present value of each series; series that ended (pods that are gone) have none. */
function newest(history: MetricHistory | undefined, nowMs: number): readonly Newest[] {
  return (history?.series ?? []).flatMap((series) => {
    const timestampMs = series.timestampsMs.at(-1);
    const value = series.values.at(-1);
    return timestampMs === undefined || value === undefined || nowMs - timestampMs > FRESH_MS
      ? []
      : [{ series, value, timestampMs }];
  });
}

function noSamples(metric: string): MetricObservation {
  return { type: 'Error', message: `no samples of ${metric} in the last ${FRESH_MS / 60_000} minutes` };
}

function milli(value: number): number {
  return Math.trunc(value * 1000);
}

function decisionReport(
  decision: HpaDecision,
  spec: HpaSpec,
  atMs: number,
  on: ReportReplicaDecision['on'],
): ReportReplicaDecision {
  return {
    at: isoTime(atMs),
    currentReplicas: decision.currentReplicas,
    desiredReplicas: decision.desiredReplicas,
    on,
    reasons: decision.reasons.map(reportReason),
    proposals: decision.proposals.map((proposal) => proposalReport(proposal, spec)),
  };
}

function proposalReport(proposal: MetricProposal, spec: HpaSpec): ReportReplicaDecision['proposals'][number] {
  if (!proposal.valid) {
    const metric = spec.metrics?.[proposal.metricIndex];
    const name = metric === undefined ? 'cpu' : 'metric' in metric ? metric.metric.name : metric.name;
    return { metric: name, error: proposal.error };
  }
  const { description, replicas, measure } = proposal;
  return {
    metric: description,
    proposal: replicas,
    value: measureText(measure.kind, measure.usage),
    target: measureText(measure.kind, measure.target),
  };
}

function measureText(kind: string, amount: number | bigint): string {
  return kind === 'utilization' ? `${amount} %` : String(Number(amount) / 1000);
}

function withDemandReason(decision: ReportReplicaDecision, ahead: DemandAhead): ReportReplicaDecision {
  const reason = { rule: 'advisor/demand-ahead', text: ahead.text, inputs: { factor: ahead.factor } };
  return { ...decision, reasons: [reason, ...decision.reasons] };
}

function notesOf({ hpas }: WorkloadFacts, decision: HpaDecision): string[] {
  const notes: string[] = [];
  if (hpas.length > 1) {
    const names = hpas.map((hpa) => hpa.metadata.name ?? '').join(', ');
    notes.push(
      `${hpas.length} HPAs target it (${names}): the controller scales for none of them (AmbiguousSelector)`,
    );
  }
  const inactive = decision.conditions.find(
    ({ type, status }) => type === 'ScalingActive' && status === 'False',
  );
  if (inactive !== undefined && hpas.length === 1) {
    notes.push(`the HPA cannot act: ${inactive.reason}: ${inactive.message}`);
  }
  return notes;
}
