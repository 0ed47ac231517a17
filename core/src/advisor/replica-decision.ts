import type { HpaView } from '../apis/hpa.ts';
import {
  decideHpa,
  defaultControllerSettings,
  type HpaDecision,
  type HpaSpec,
  initialHpaState,
  type MetricProposal,
} from '../hpa/index.ts';
import { hpaPodOf, hpaSpecOf } from './hpa-from-objects.ts';
import { observeHpaMetrics } from './hpa-observations.ts';
import { isoTime, reportReason } from './report-basis.ts';
import type { WorkloadFacts } from './workload-facts.ts';
import type { ReportReplicaDecision, ReportScaling } from './workload-report.ts';

/** The forecast's effect on demand: its value at the horizon and how many times today's demand that is. */
export interface DemandAhead {
  readonly atMs: number;
  readonly factor: number;
  readonly text: string;
}

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
    hpa: nameOf(hpa),
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
  const [rule, text] =
    hpa === undefined
      ? ['advisor/no-hpa', `no HPA targets it: replicas stay at ${replicas}`]
      : [
          'advisor/incomplete-hpa',
          `HPA ${nameOf(hpa)} lacks maxReplicas or a part of a metric: it cannot decide`,
        ];
  return {
    decidedBy: 'none',
    ...(hpa === undefined ? {} : { hpa: nameOf(hpa) }),
    now: {
      at: isoTime(facts.nowMs),
      currentReplicas: replicas,
      desiredReplicas: replicas,
      on: 'observed',
      reasons: [{ rule, text, inputs: { replicas } }],
      proposals: [],
    },
    notes: hpa === undefined ? [] : [text],
  };
}

function nameOf({ metadata }: HpaView): string {
  return metadata.name ?? '';
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
    observations: observeHpaMetrics(facts.metrics, spec, { atMs: facts.nowMs, factor }),
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
