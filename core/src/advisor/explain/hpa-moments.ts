import type { HpaMetricFigures } from '../../apis/hpa-metric.ts';
import { type HpaInput, type HpaPod, type MetricObservation, withSpecDefaults } from '../../hpa/index.ts';
import { milliValue, type Quantity } from '../../units/index.ts';
import { hpaPodOf, podAmountsOf } from '../hpa-from-objects.ts';
import { newest, observeHpaMetrics } from '../hpa-observations.ts';
import type { HpaFacts } from './hpa-facts.ts';
import type { HpaHistories } from './hpa-histories.ts';
import type { HpaMoment } from './replay-hpa.ts';

/** Where the value of a metric was read. */
export type ObservedIn = 'metrics API' | 'history' | 'status';

export interface ObservedMoment extends HpaMoment {
  /** One for each metric. */
  readonly observedIn: readonly ObservedIn[];
}

/**
 * What the controller sees now: usage as metrics.k8s.io has it, other metrics from their histories, and what neither knows from the HPA's own
 * status.
 */
export function presentMoment(
  facts: HpaFacts,
  histories: HpaHistories | undefined,
  nowMs: number,
): ObservedMoment {
  const scale = scaleNow(facts);
  const replicas = 'error' in scale ? 0 : scale.specReplicas;
  const pods =
    facts.pods.length > 0 ? facts.pods.map(hpaPodOf) : unseenPods(facts, histories, replicas, nowMs);
  const fromHistory = observeHpaMetrics(histories, facts.spec, { atMs: nowMs });
  const { metrics } = withSpecDefaults(facts.spec, 0);
  const observed = metrics.map((metric, index): readonly [MetricObservation, ObservedIn] => {
    const ofResource = metric.type === 'Resource' || metric.type === 'ContainerResource';
    const served = ofResource ? servedObservation(facts, pods) : undefined;
    if (served !== undefined) return [served, 'metrics API'];
    const history = fromHistory[index] ?? { type: 'Error', message: 'not observed' };
    const isEmpty = history.type === 'PodMetrics' && history.items.length === 0;
    if (history.type !== 'Error' && !isEmpty) return [history, 'history'];
    const status = statusObservation(facts, index, pods, scale);
    return status === undefined ? [history, 'history'] : [status, 'status'];
  });
  return {
    scale,
    pods,
    observations: observed.map(([observation]) => observation),
    observedIn: observed.map(([, where]) => where),
  };
}

/**
 * What the controller saw at a moment of the past, as far as histories tell: the replicas of then, the pods that had a sample then, and their
 * samples. Pods that are gone are taken to have been ready, with the requests that the template has now.
 */
export function pastMoment(facts: HpaFacts, histories: HpaHistories, atMs: number): ObservedMoment {
  const now = scaleNow(facts);
  const [ran] = newest(histories.replicas, atMs);
  const scale =
    'error' in now || ran === undefined
      ? now
      : { ...now, specReplicas: Math.round(ran.value), statusReplicas: Math.round(ran.value) };
  const pods = podsAt(facts, histories, 'error' in scale ? 0 : scale.specReplicas, atMs);
  const names = new Set(pods.map(({ name }) => name));
  const observations = observeHpaMetrics(histories, facts.spec, { atMs }).map((observation) =>
    ofPods(observation, names),
  );
  return { scale, pods, observations, observedIn: observations.map(() => 'history') };
}

/** What the controller gets of these pods' usage; `undefined` where that is not known. */
function servedObservation(
  { usage: { podMetrics, fault }, pods: read }: HpaFacts,
  pods: readonly HpaPod[],
): MetricObservation | undefined {
  if (fault?.message !== undefined) return { type: 'Error', message: fault.message };
  const items = podMetrics?.filter(({ pod }) => pods.some(({ name }) => name === pod)) ?? [];
  // Stand-ins for pods that were not read have names of their own: they say nothing of what is served.
  if (items.length === 0 && (podMetrics === undefined || read.length === 0)) return undefined;
  return { type: 'PodMetrics', items };
}

/** Pods that may not be read: those with samples, else as many as there are replicas. */
function unseenPods(
  facts: HpaFacts,
  histories: HpaHistories | undefined,
  replicas: number,
  nowMs: number,
): readonly HpaPod[] {
  const sampled = histories ? sampledPods(histories, nowMs) : [];
  return standIns(facts, sampled.length > 0 ? sampled : countedNames(replicas), nowMs);
}

function scaleNow({ workload, hpa, rivals, ref }: HpaFacts): HpaInput['scale'] {
  if (workload === 'missing') return { error: `there is no ${ref.kind} ${ref.name}` };
  const { currentReplicas = 0 } = hpa.status ?? {};
  const specReplicas = workload?.desiredPods ?? currentReplicas;
  const hpas = [hpa, ...rivals].map(({ metadata }) => `${ref.namespace}/${metadata.name ?? ''}`);
  return {
    specReplicas,
    statusReplicas: workload?.status.replicas ?? specReplicas,
    ...(rivals.length === 0
      ? {}
      : { selectorProblem: { type: 'Ambiguous' as const, selector: ref.name, hpas } }),
  };
}

function podsAt(facts: HpaFacts, histories: HpaHistories, replicas: number, atMs: number): readonly HpaPod[] {
  const running = facts.pods
    .map(hpaPodOf)
    .filter(({ startTimeMs = -Infinity }) => startTimeMs <= atMs)
    .map((pod) => readyAt(pod, atMs));
  const known = new Set(running.map(({ name }) => name));
  const gone = sampledPods(histories, atMs).filter(
    (name) => !known.has(name) && !facts.pods.some(({ metadata }) => metadata.name === name),
  );
  const all = [...running, ...standIns(facts, gone, atMs)];
  return all.length > 0 ? all : standIns(facts, countedNames(replicas), atMs);
}

/** A change of readiness after the moment had not happened yet. */
function readyAt(pod: HpaPod, atMs: number): HpaPod {
  const { lastTransitionMs, status } = pod.readyCondition ?? {};
  if (lastTransitionMs === undefined || lastTransitionMs <= atMs || status === undefined) return pod;
  return { ...pod, readyCondition: { status: status === 'True' ? 'False' : 'True' } };
}

/** Memory has a sample as long as a pod lives; a rate goes on for its window. */
function sampledPods({ memory, cpu, stepMs }: HpaHistories, atMs: number): readonly string[] {
  const history = memory.series.length > 0 ? memory : cpu;
  const living = newest(history, atMs).filter(({ timestampMs }) => atMs - timestampMs < 1.5 * stepMs);
  return [...new Set(living.map(({ series }) => series.labels.pod ?? ''))];
}

function countedNames(replicas: number): readonly string[] {
  return Array.from({ length: replicas }, (_, index) => `replica-${index + 1}`);
}

const LONG_AGO_MS = 3_600_000;

/** Pods of which only the name is known: ready for long, with the requests of the template. */
function standIns({ workload }: HpaFacts, names: readonly string[], atMs: number): readonly HpaPod[] {
  const template = workload === undefined || workload === 'missing' ? undefined : workload.template;
  const startTimeMs = atMs - LONG_AGO_MS;
  return names.map((name) => ({
    name,
    phase: 'Running',
    deleting: false,
    startTimeMs,
    readyCondition: { status: 'True', lastTransitionMs: startTimeMs },
    ...(template === undefined ? { containers: [] } : podAmountsOf(template)),
  }));
}

/** Leaves out samples of pods that were not there. */
function ofPods(observation: MetricObservation, names: ReadonlySet<string>): MetricObservation {
  switch (observation.type) {
    case 'PodMetrics':
      return { ...observation, items: observation.items.filter(({ pod }) => names.has(pod)) };
    case 'PodValues':
      return { ...observation, items: observation.items.filter(({ pod }) => names.has(pod)) };
    default:
      return observation;
  }
}

/** What the controller itself read last, by its status: averages, which stand for every pod. */
function statusObservation(
  { hpa }: HpaFacts,
  index: number,
  pods: readonly HpaPod[],
  scale: HpaInput['scale'],
): MetricObservation | undefined {
  const status = hpa.status?.currentMetrics[index];
  const current: HpaMetricFigures = status?.current ?? {};
  const { averageValue, value } = current;
  switch (status?.type) {
    case 'Resource':
    case 'ContainerResource':
    case 'Pods':
      return averageValue === undefined
        ? undefined
        : {
            type: 'PodValues',
            items: pods.map(({ name }) => ({ pod: name, valueMilli: milliValue(averageValue) })),
          };
    case 'Object':
    case 'External': {
      const total = value ?? (averageValue && timesReplicas(averageValue, scale));
      if (total === undefined) return undefined;
      return status.type === 'Object'
        ? { type: 'ObjectValue', valueMilli: milliValue(total) }
        : { type: 'ExternalValues', valuesMilli: [milliValue(total)] };
    }
    default:
      return undefined;
  }
}

function timesReplicas({ nanos, ...quantity }: Quantity, scale: HpaInput['scale']): Quantity {
  return { ...quantity, nanos: nanos * BigInt('error' in scale ? 1 : scale.statusReplicas) };
}
