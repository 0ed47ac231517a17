import type { HpaView } from '../apis/hpa.ts';
import {
  decideHpa,
  defaultControllerSettings,
  type HpaCondition,
  type HpaDecision,
  type HpaSpec,
  initialHpaState,
  type MetricProposal,
} from '../hpa/index.ts';
import { memoryMs } from './explain/replay-hpa.ts';
import { hpaPodOf, hpaSpecOf } from './hpa-from-objects.ts';
import { type HpaMetricHistories, observeHpaMetrics } from './hpa-observations.ts';
import { isoTime, reportReason } from './report-basis.ts';
import type { WorkloadFacts } from './workload-facts.ts';
import type { ReportReplicaDecision, ReportScaling } from './workload-report.ts';

/** The forecast's effect on demand: its value at the horizon and how many times today's demand that is. */
export interface DemandAhead {
  readonly atMs: number;
  readonly factor: number;
  readonly text: string;
}

/** What a decision rests on: of the metrics only those that an HPA goes by. */
export interface ScaledFacts extends Omit<WorkloadFacts, 'metrics'> {
  /** Absent when metrics were not read. */
  readonly metrics?: HpaMetricHistories;
}

const HOUR_MS = 3_600_000;

/** The replica decision now and, with a forecast, at its horizon and at its highest point. Without an HPA nothing decides, and the report says so. */
export function decideReplicas(
  facts: ScaledFacts,
  { ahead, peak }: { readonly ahead?: DemandAhead; readonly peak?: DemandAhead } = {},
): ReportScaling {
  const [hpa] = facts.hpas;
  const spec = hpa && hpaSpecOf(hpa);
  if (hpa === undefined || spec === undefined) return undecided(facts, hpa);
  const now = decide(facts, spec, 1, facts.nowMs);
  const at = (demand: DemandAhead): ReportReplicaDecision => ({
    ...withDemandReason(
      decisionReport(decideAhead(facts, spec, demand), spec, demand.atMs, 'forecast'),
      demand,
    ),
    currentReplicas: now.currentReplicas,
  });
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

function undecided(facts: ScaledFacts, hpa: HpaView | undefined): ReportScaling {
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

/** What demand at a moment ahead is, in times of the present one. */
export type DemandFactor = Pick<DemandAhead, 'atMs' | 'factor'>;

/**
 * The replicas that a workload's HPA settles on at a demand ahead. `undefined` where nothing decides: there is no HPA, it is incomplete, or it
 * cannot act on what its metrics are now; {@link decideReplicas} says which.
 */
export function replicasAhead(facts: ScaledFacts): ((demand: DemandFactor) => number) | undefined {
  const [hpa] = facts.hpas;
  const spec = hpa && hpaSpecOf(hpa);
  if (spec === undefined || inactivity(decide(facts, spec, 1, facts.nowMs)) !== undefined) return undefined;
  return (demand) => decideAhead(facts, spec, demand).desiredReplicas;
}

/**
 * The decision that is reached once demand has stayed at this height: what the pace of scaling holds back at the first sync comes at a later
 * one. The pods and what they are measured at stay as they are now, so that the metrics ask for the same count each time.
 */
function decideAhead(facts: ScaledFacts, spec: HpaSpec, { factor, atMs }: DemandFactor): HpaDecision {
  const pauseMs = memoryMs(spec, defaultControllerSettings(facts.kubernetesMinor));
  let last = decide(facts, spec, factor, atMs);
  for (let sync = 1; sync <= spec.maxReplicas && last.rescale && isHeldBack(last); sync += 1) {
    last = decide(facts, spec, factor, atMs + sync * (pauseMs + 1), last.desiredReplicas);
  }
  return last;
}

function isHeldBack({ conditions }: HpaDecision): boolean {
  return conditions.some(({ reason }) => reason === 'ScaleUpLimit' || reason === 'ScaleDownLimit');
}

function nameOf({ metadata }: HpaView): string {
  return metadata.name ?? '';
}

/**
 * The HPA's own rules on the metrics as they are, times `factor`. The controller's memory is not known from outside: the decision is
 * the one it reaches once the metrics have stayed like this for the stabilization window.
 */
function decide(
  facts: ScaledFacts,
  spec: HpaSpec,
  factor: number,
  atMs: number,
  currentReplicas = facts.workload.desiredPods,
): HpaDecision {
  const { workload } = facts;
  const selectorProblem = ambiguity(facts);
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
function ambiguity({ hpas, ref }: ScaledFacts) {
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

function notesOf({ hpas }: ScaledFacts, decision: HpaDecision): string[] {
  const notes: string[] = [];
  if (hpas.length > 1) {
    const names = hpas.map((hpa) => hpa.metadata.name ?? '').join(', ');
    notes.push(
      `${hpas.length} HPAs target it (${names}): the controller scales for none of them (AmbiguousSelector)`,
    );
  }
  const inactive = inactivity(decision);
  if (inactive !== undefined && hpas.length === 1) {
    notes.push(`the HPA cannot act: ${inactive.reason}: ${inactive.message}`);
  }
  return notes;
}

function inactivity({ conditions }: HpaDecision): HpaCondition | undefined {
  return conditions.find(({ type, status }) => type === 'ScalingActive' && status === 'False');
}
