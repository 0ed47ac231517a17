import type { HpaView } from '../../apis/hpa.ts';
import { matchesLabels } from '../../apis/label-selector.ts';
import type { ObjectReference } from '../../apis/object-reference.ts';
import { workloadView } from '../../apis/workload.ts';
import { type HpaDecision, withSpecDefaults } from '../../hpa/index.ts';
import type { ClusterSource, SourceCallOptions } from '../../ports/index.ts';
import { decideWithoutMemory } from '../explain/decide-without-memory.ts';
import { forgivingReads } from '../explain/forgiving-reads.ts';
import type { HpaFacts } from '../explain/hpa-facts.ts';
import { presentMoment } from '../explain/hpa-moments.ts';
import { measureText, metricSubject } from '../explain/metric-names.ts';
import { hpaSpecOf } from '../hpa-from-objects.ts';
import { failedCondition } from './inactive.ts';
import type { NodeRoom } from './node-room.ts';
import type { ReckonedHpa } from './reckoned-hpas.ts';
import { secondsSince, type StatusFacts, statusHpa } from './status-facts.ts';
import type { StatusAtMaximum } from './status-report.ts';

/**
 * HPAs whose replicas are as many as they may be, with what their metrics ask for by the controller's own rules on the controller's own readings,
 * and how many of those that are missing would find a node now. One whose minimum is its maximum is left out: it was meant so.
 */
export async function hpasAtMaximum(
  facts: StatusFacts,
  reckoned: ReadonlyMap<HpaView, ReckonedHpa>,
  cluster: ClusterSource,
  room: NodeRoom | undefined,
  options: SourceCallOptions,
): Promise<readonly StatusAtMaximum[]> {
  const full = facts.hpas.filter(isFull);
  return Promise.all(full.map((hpa) => atMaximum(hpa, reckoned.get(hpa), facts, cluster, room, options)));
}

function isFull(hpa: HpaView): boolean {
  const { maxReplicas, minReplicas, status } = hpa;
  if (maxReplicas === undefined || minReplicas >= maxReplicas || failedCondition(hpa)) return false;
  return (status?.currentReplicas ?? 0) >= maxReplicas;
}

async function atMaximum(
  hpa: HpaView,
  reckoned: ReckonedHpa | undefined,
  facts: StatusFacts,
  cluster: ClusterSource,
  room: NodeRoom | undefined,
  options: SourceCallOptions,
): Promise<StatusAtMaximum> {
  const { maxReplicas = 0, status } = hpa;
  const limited = status?.conditions.find(({ type }) => type === 'ScalingLimited');
  const since = limited?.reason === 'TooManyReplicas' ? limited.lastTransitionMs : undefined;
  const decided = reckoned ?? (await decidedBy(hpa, facts, cluster, options));
  const wanted = decided?.decision.metricReplicas;
  const exemplar = decided?.facts.pods[0];
  const missing = wanted === undefined ? 0 : wanted - maxReplicas;
  return {
    ...statusHpa(hpa),
    replicas: status?.currentReplicas ?? maxReplicas,
    maxReplicas,
    ...secondsSince(since, facts.nowMs),
    ...(wanted === undefined ? {} : { wantedReplicas: wanted }),
    ...(room === undefined || exemplar === undefined || missing <= 0
      ? {}
      : { roomForReplicas: room.replicasThatFit(exemplar, missing) }),
    metrics: decided ? metricsOf(decided.facts, decided.decision) : [],
  };
}

/** What the metrics ask for, on the readings in the HPA's status. */
async function decidedBy(
  hpa: HpaView,
  status: StatusFacts,
  cluster: ClusterSource,
  options: SourceCallOptions,
): Promise<{ readonly facts: HpaFacts; readonly decision: HpaDecision } | undefined> {
  const facts = await factsOf(hpa, status, cluster, options);
  if (facts === undefined) return undefined;
  const moment = presentMoment(facts, undefined, status.nowMs);
  return { facts, decision: decideWithoutMemory(facts, moment, status.nowMs) };
}

/** What a decision needs, out of what was read already; `undefined` where the HPA lacks a target or a part of a metric. */
async function factsOf(
  hpa: HpaView,
  facts: StatusFacts,
  cluster: ClusterSource,
  options: SourceCallOptions,
): Promise<HpaFacts | undefined> {
  const spec = hpaSpecOf(hpa);
  const target = hpa.scaleTargetRef;
  if (spec === undefined || target === undefined) return undefined;
  const { namespace = 'default' } = hpa.metadata;
  const ref = { group: target.group, kind: target.kind, namespace, name: target.name };
  const object = await forgivingReads().read(cluster.get(ref, options), '');
  const workload = object && workloadView(object);
  const selector = workload?.selector;
  const pods = selector
    ? (facts.allPods ?? facts.pods).filter(
        ({ metadata }) => metadata.namespace === namespace && matchesLabels(selector, metadata.labels),
      )
    : [];
  return {
    cluster: cluster.description,
    kubernetesMinor: facts.kubernetesMinor,
    hpa,
    spec,
    ref,
    rivals: facts.hpas.filter((each) => each !== hpa && isSameTarget(each, namespace, target)),
    ...(workload === undefined ? {} : { workload }),
    pods,
    usage: {},
    notes: [],
  };
}

function isSameTarget(
  { metadata, scaleTargetRef }: HpaView,
  namespace: string,
  target: ObjectReference,
): boolean {
  return (
    metadata.namespace === namespace &&
    scaleTargetRef?.group === target.group &&
    scaleTargetRef.kind === target.kind &&
    scaleTargetRef.name === target.name
  );
}

function metricsOf({ spec }: HpaFacts, { proposals }: HpaDecision): StatusAtMaximum['metrics'] {
  const { metrics } = withSpecDefaults(spec, 0);
  return proposals.flatMap((proposal) => {
    const metric = metrics[proposal.metricIndex];
    if (metric === undefined || !proposal.valid) return [];
    const { kind, usage, target } = proposal.measure;
    return [
      {
        metric: metricSubject(metric),
        value: measureText(metric, kind, Number(usage)),
        target: measureText(metric, kind, Number(target)),
      },
    ];
  });
}
