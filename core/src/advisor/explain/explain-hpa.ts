import { defaultControllerSettings, type HpaDecision, withSpecDefaults } from '../../hpa/index.ts';
import type { SourceCallOptions } from '../../ports/index.ts';
import type { AdvisorSources } from '../analyze.ts';
import { isoTime, reportReason } from '../report-basis.ts';
import { decideWithoutMemory } from './decide-without-memory.ts';
import type { ExplainedController, ExplainedMetric, HpaExplanation } from './explanation.ts';
import { explanationAnswer } from './explanation-answer.ts';
import { type HpaFacts, readHpaFacts } from './hpa-facts.ts';
import type { HpaHistories } from './hpa-histories.ts';
import { type ObservedMoment, pastMoment, presentMoment } from './hpa-moments.ts';
import { isUntold } from './is-untold.ts';
import { measureText, metricSubject } from './metric-names.ts';
import { outlookReport } from './outlook-report.ts';
import { rememberedHistories } from './remembered-histories.ts';
import { type ReplayedDecision, replayHpa } from './replay-hpa.ts';
import { replayReport } from './replay-report.ts';
import { UNSAMPLED } from './served-usage.ts';

export interface ExplainOptions extends SourceCallOptions {
  /** The moment to explain; the present when left out. */
  readonly atMs?: number;
  /** Also every decision of so long before that moment. */
  readonly sinceMs?: number;
}

/**
 * Why an HPA has the replicas that it has, or had at a moment of the past: the decision of the controller's own rules with every step,
 * and what would have to change. With metrics, the controller's memory is rebuilt from a replay of the stretch before.
 *
 * Throws {@link SourceError}: `not-found` where there is no such HPA, and what the sources throw. What else may not be read is a note.
 */
export async function explainHpa(
  sources: AdvisorSources,
  namespace: string,
  name: string,
  options: ExplainOptions,
): Promise<HpaExplanation> {
  const nowMs = sources.clock.now();
  const atMs = options.atMs ?? nowMs;
  const facts = await readHpaFacts(sources, namespace, name, options);
  const settings = defaultControllerSettings(facts.kubernetesMinor);
  const { histories, spanMs, stepMs } = await rememberedHistories(sources.metrics, facts, atMs, options);
  const isPast = options.atMs !== undefined && options.atMs < nowMs;
  const moment =
    isPast && histories !== undefined
      ? pastMoment(facts, histories, atMs)
      : presentMoment(facts, histories, atMs);
  const decisions =
    histories?.replicas === undefined
      ? [{ atMs, decision: decideWithoutMemory(facts, moment, atMs) }]
      : replayHpa({
          spec: facts.spec,
          settings,
          momentAt: (each) => (each === atMs ? moment : pastMoment(facts, histories, each)),
          startMs: atMs - spanMs,
          endMs: atMs,
          stepMs,
        });
  const asked = decisions.filter((each) => each.atMs >= atMs - (options.sinceMs ?? 0));
  const last = asked.at(-1) ?? { atMs, decision: decideWithoutMemory(facts, moment, atMs) };
  return explanation({ facts, histories, moment, decisions: asked, last, nowMs, isPast, options });
}

interface Explained {
  readonly facts: HpaFacts;
  readonly histories: HpaHistories | undefined;
  readonly moment: ObservedMoment;
  readonly decisions: readonly ReplayedDecision[];
  readonly last: ReplayedDecision;
  readonly nowMs: number;
  readonly isPast: boolean;
  readonly options: ExplainOptions;
}

function explanation(explained: Explained): HpaExplanation {
  const { facts, histories, decisions, nowMs, isPast, options } = explained;
  const { hpa, spec, ref } = facts;
  const { atMs, decision } = explained.last;
  const { metrics } = withSpecDefaults(spec, 0);
  const replay =
    options.sinceMs === undefined || histories?.replicas === undefined
      ? undefined
      : replayReport(decisions, histories);
  const controller = isPast ? undefined : controllerOf(facts, decision);
  return {
    apiVersion: 'kubectl-autoscale.io/v1alpha1',
    kind: 'HpaExplanation',
    generatedAt: isoTime(nowMs),
    cluster: facts.cluster,
    hpa: {
      namespace: ref.namespace,
      name: hpa.metadata.name ?? '',
      minReplicas: hpa.minReplicas,
      maxReplicas: spec.maxReplicas,
      target: { kind: ref.kind, name: ref.name },
    },
    at: isoTime(atMs),
    currentReplicas: decision.currentReplicas,
    desiredReplicas: decision.desiredReplicas,
    ...(decision.metricReplicas === undefined ? {} : { metricReplicas: decision.metricReplicas }),
    answer: isUntold(explained.histories, explained.moment, decision) ? UNTOLD : explanationAnswer(decision),
    steps: decision.reasons.map(reportReason),
    metrics: metricsOf(explained, decision),
    outlook: outlookReport(decision, metrics),
    ...(controller === undefined ? {} : { controller }),
    ...(replay === undefined ? {} : { replay }),
    notes: notesOf(explained, controller),
  };
}

const UNTOLD =
  'cannot be told from the cluster alone: neither the metrics API nor the status has its metrics, and Prometheus was not asked';

function metricsOf({ facts, histories, moment }: Explained, decision: HpaDecision): ExplainedMetric[] {
  const { metrics } = withSpecDefaults(facts.spec, 0);
  return decision.proposals.flatMap((proposal): ExplainedMetric[] => {
    const metric = metrics[proposal.metricIndex];
    const where = moment.observedIn[proposal.metricIndex];
    if (metric === undefined) return [];
    const basis = {
      source:
        where === 'history'
          ? (histories?.source ?? facts.cluster)
          : `${where ?? 'status'} of ${facts.cluster}`,
    };
    const head = { metric: metricSubject(metric), decides: decision.decidingMetric === proposal.metricIndex };
    if (!proposal.valid) return [{ ...head, error: proposal.error, basis }];
    const { kind, usage, target } = proposal.measure;
    return [
      {
        ...head,
        value: measureText(metric, kind, Number(usage)),
        target: measureText(metric, kind, Number(target)),
        proposal: proposal.replicas,
        basis,
      },
    ];
  });
}

function controllerOf({ hpa }: HpaFacts, decision: HpaDecision): ExplainedController | undefined {
  const { status } = hpa;
  if (status === undefined) return undefined;
  const { desiredReplicas, lastScaleMs, conditions } = status;
  // It leaves its last count standing then, or none.
  const cannotAct = decision.error !== undefined && decision.metricReplicas === undefined;
  return {
    ...(desiredReplicas === undefined
      ? {}
      : { desiredReplicas, ...(cannotAct ? {} : { agrees: desiredReplicas === decision.desiredReplicas }) }),
    ...(lastScaleMs === undefined ? {} : { lastScaleTime: isoTime(lastScaleMs) }),
    conditions: conditions.map(({ type, status: state, reason = '', message = '' }) => ({
      type,
      status: state,
      reason,
      message,
    })),
  };
}

function notesOf(explained: Explained, controller: ExplainedController | undefined): string[] {
  const { facts, histories, moment, isPast, options } = explained;
  const notes = [...facts.notes, ...usageNotes(explained)];
  if (histories === undefined) {
    notes.push(
      'no metrics were read: what the controller remembers of the last minutes is not known, so nothing is held back here',
    );
  } else if (histories.replicas === undefined) {
    notes.push(
      'the history of the replicas is not known: earlier decisions, and what the controller remembers of them, are left out',
    );
  }
  const { metrics } = withSpecDefaults(facts.spec, 0);
  const ofUsage = metrics.some(
    ({ type }, index) => type.endsWith('Resource') && moment.observedIn[index] === 'history',
  );
  if (ofUsage && histories !== undefined) {
    notes.push(
      'usage is from Prometheus, with its windows; the controller reads the metrics API, whose figures move faster',
    );
  }
  if (isPast || options.sinceMs !== undefined) {
    notes.push('the HPA and the requests are taken to have been what they are now');
  }
  if (controller?.agrees === false) {
    notes.push(
      `the controller’s status says ${controller.desiredReplicas ?? '?'}: it may have synced before the newest samples`,
    );
  }
  return notes;
}

/** What to do where the controller gets no usage from the metrics API, and what it would do if it got what Prometheus has. */
function usageNotes({ facts, histories, moment: seen, last, isPast }: Explained): string[] {
  const { usage, spec } = facts;
  const unserved = withSpecDefaults(spec, 0).metrics.some(({ type }, index) => {
    const observation = seen.observations[index];
    const isNothing =
      observation?.type === 'Error' || (observation?.type === 'PodMetrics' && observation.items.length === 0);
    return type.endsWith('Resource') && seen.observedIn[index] === 'metrics API' && isNothing;
  });
  if (isPast || !unserved) return [];
  const remedy = usage.fault?.remedy ?? UNSAMPLED;
  if (histories === undefined) return [remedy];
  const moment = presentMoment({ ...facts, usage: {} }, histories, last.atMs);
  const { metricReplicas } = decideWithoutMemory(facts, moment, last.atMs);
  return [
    remedy,
    ...(metricReplicas === undefined
      ? []
      : [`with the usage that Prometheus has, the metrics would ask for ${metricReplicas}`]),
  ];
}
