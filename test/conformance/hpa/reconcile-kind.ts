import { hpaSpecOf } from '#core/advisor/hpa-from-objects.ts';
import { hpaView } from '#core/apis/index.ts';
import {
  decideHpa,
  defaultControllerSettings,
  type HpaControllerSettings,
  type HpaDecision,
  type HpaInput,
  type HpaPod,
  type HpaSpec,
  type HpaState,
  type MetricObservation,
  type PodContainer,
  type ScaleEvent,
  type ScaleState,
} from '#core/hpa/index.ts';

import type { KindHandler, Vector } from '../vector.ts';
import { type Answers, kindOf } from './expected.ts';
import { ago, type Fields, fields, list, milli, minorOf, nowMs, number, text } from './fields.ts';
import { eventsOf, recommendationsOf } from './normalization-kinds.ts';

const INPUTS = [
  'spec',
  'scale',
  'pods',
  'observations',
  'recommendations',
  'scaleUpEvents',
  'scaleDownEvents',
  'statusConditions',
  'statusDesiredReplicas',
  'flags',
  'scaleToZero',
  'configurableTolerance',
];
const SCALE = ['error', 'specReplicas', 'statusReplicas', 'selector', 'selectorProblem'];
const POD = [
  'name',
  'count',
  'phase',
  'deleting',
  'startAgeSeconds',
  'readyCondition',
  'containers',
  'initContainers',
  'podRequestsMilli',
  'overheadMilli',
];
const OBSERVATION = ['type', 'message', 'valueMilli', 'valuesMilli', 'items'];
const ITEM = ['pod', 'count', 'ageSeconds', 'windowSeconds', 'valueMilli', 'containers'];
const FLAGS = [
  'tolerance',
  'downscaleStabilizationSeconds',
  'cpuInitializationPeriodSeconds',
  'initialReadinessDelaySeconds',
];

/** A whole run of the controller over one HPA, from its `spec` as autoscaling/v2 has it to status, events and logs. */
export const reconcileKinds: Readonly<Record<string, KindHandler>> = {
  reconcile: kindOf(INPUTS, (vector) => reconcileAnswers(decideHpa(reconcileInput(vector)))),
};

/** The input of a decision that a vector of kind `reconcile` describes. */
export function reconcileInput(vector: Vector): HpaInput {
  return {
    spec: specOf(vector),
    scale: scaleOf(fields(vector.scale, 'scale', SCALE)),
    pods: list(vector.pods, 'pods').flatMap((pod, index) => podsOf(fields(pod, `pods[${index}]`, POD))),
    observations: list(vector.observations, 'observations').map((entry, index) =>
      observationOf(fields(entry, `observations[${index}]`, OBSERVATION)),
    ),
    settings: settingsOf(vector),
    state: stateOf(vector),
    nowMs,
  };
}

function specOf(vector: Vector): HpaSpec {
  const view = hpaView({
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'hpa', namespace: 'default' },
    spec: vector.spec,
  });
  const spec = view && hpaSpecOf(view);
  if (!spec) throw new Error('spec is not one of an HPA');
  return spec;
}

function scaleOf({
  error,
  specReplicas,
  statusReplicas,
  selector,
  selectorProblem,
}: Fields): HpaInput['scale'] {
  if (error !== undefined) return { error: text(error, 'scale.error') };
  const scale: ScaleState = {
    specReplicas: number(specReplicas, 'scale.specReplicas'),
    statusReplicas: number(statusReplicas, 'scale.statusReplicas'),
  };
  if (selectorProblem !== undefined) {
    return { ...scale, selectorProblem: selectorProblem as NonNullable<ScaleState['selectorProblem']> };
  }
  return selector === '' ? { ...scale, selectorProblem: { type: 'Missing' } } : scale;
}

/** `count` pods alike, whose names get a number, or one. */
function podsOf(pod: Fields): readonly HpaPod[] {
  const { count } = pod;
  if (count === undefined) return [podOf(pod, text(pod.name, 'pod.name'))];
  return Array.from({ length: number(count, 'pod.count') }, (_, index) => podOf(pod, `pod-${index}`));
}

function podOf(pod: Fields, name: string): HpaPod {
  const { startAgeSeconds, readyCondition, podRequestsMilli, overheadMilli } = pod;
  return {
    name,
    phase: (pod.phase ?? 'Running') as HpaPod['phase'],
    deleting: pod.deleting === true,
    ...(typeof startAgeSeconds === 'number' ? { startTimeMs: ago(startAgeSeconds, 'startAgeSeconds') } : {}),
    ...(readyCondition === undefined || readyCondition === null
      ? {}
      : { readyCondition: readyOf(readyCondition) }),
    containers: list(pod.containers, 'containers').map(containerOf),
    initContainers: list(pod.initContainers, 'initContainers').map((entry) => ({
      ...containerOf(entry),
      restartable: fields(entry, 'initContainer').restartable === true,
    })),
    ...(podRequestsMilli === undefined ? {} : { podRequestsMilli: amountsOf(podRequestsMilli) }),
    ...(overheadMilli === undefined ? {} : { overheadMilli: amountsOf(overheadMilli) }),
  };
}

function readyOf(value: unknown): NonNullable<HpaPod['readyCondition']> {
  const { status, transitionAgeSeconds } = fields(value, 'readyCondition', [
    'status',
    'transitionAgeSeconds',
  ]);
  return {
    status: status as 'True' | 'False' | 'Unknown',
    ...(typeof transitionAgeSeconds === 'number'
      ? { lastTransitionMs: ago(transitionAgeSeconds, 'transitionAgeSeconds') }
      : {}),
  };
}

function containerOf(entry: unknown): PodContainer {
  const { name, requestsMilli } = fields(entry, 'container', ['name', 'requestsMilli', 'restartable']);
  return { name: text(name, 'container.name'), requestsMilli: amountsOf(requestsMilli) };
}

function amountsOf(value: unknown): PodContainer['requestsMilli'] {
  return Object.fromEntries(
    Object.entries(fields(value, 'amounts')).map(([resource, amount]) => [resource, milli(amount, resource)]),
  );
}

function observationOf(observation: Fields): MetricObservation {
  const type = text(observation.type, 'observation.type');
  switch (type) {
    case 'Error':
      return { type, message: text(observation.message, 'observation.message') };
    case 'ObjectValue':
      return { type, valueMilli: milli(observation.valueMilli, 'observation.valueMilli') };
    case 'ExternalValues':
      return {
        type,
        valuesMilli: list(observation.valuesMilli, 'valuesMilli').map((value) => milli(value, 'valuesMilli')),
      };
    case 'PodValues':
      return {
        type,
        items: itemsOf(observation, ({ valueMilli }) => ({ valueMilli: milli(valueMilli, 'valueMilli') })),
      };
    case 'PodMetrics':
      return { type, items: itemsOf(observation, ({ containers }) => ({ containers: usageOf(containers) })) };
    default:
      throw new Error(`no observation is called ${type}`);
  }
}

/** `count` items alike for the pods that are counted in the same way, or one for a pod by name. */
function itemsOf<T>(observation: Fields, read: (item: Fields) => T): readonly (T & ItemHead)[] {
  return list(observation.items, 'items').flatMap((entry) => {
    const item = fields(entry, 'item', ITEM);
    const { count, ageSeconds, windowSeconds } = item;
    const names =
      count === undefined
        ? [text(item.pod, 'item.pod')]
        : Array.from({ length: number(count, 'item.count') }, (_, index) => `pod-${index}`);
    return names.map((pod) => ({
      pod,
      ...(typeof ageSeconds === 'number' ? { timestampMs: ago(ageSeconds, 'ageSeconds') } : {}),
      ...(typeof windowSeconds === 'number' ? { windowMs: windowSeconds * 1000 } : {}),
      ...read(item),
    }));
  });
}

interface ItemHead {
  readonly pod: string;
  readonly timestampMs?: number;
  readonly windowMs?: number;
}

function usageOf(
  value: unknown,
): { readonly name: string; readonly usageMilli: PodContainer['requestsMilli'] }[] {
  return list(value, 'containers').map((entry) => {
    const { name, usageMilli } = fields(entry, 'container', ['name', 'usageMilli']);
    return { name: text(name, 'container.name'), usageMilli: amountsOf(usageMilli) };
  });
}

function settingsOf(vector: Vector): HpaControllerSettings {
  const defaults = defaultControllerSettings(minorOf(vector));
  const flags = fields(vector.flags, 'flags', FLAGS);
  const milliseconds = (flag: string, otherwise: number): number =>
    flags[flag] === undefined ? otherwise : number(flags[flag], flag) * 1000;
  const { scaleToZero, configurableTolerance } = vector;
  return {
    tolerance: flags.tolerance === undefined ? defaults.tolerance : number(flags.tolerance, 'tolerance'),
    downscaleStabilizationMs: milliseconds(
      'downscaleStabilizationSeconds',
      defaults.downscaleStabilizationMs,
    ),
    cpuInitializationPeriodMs: milliseconds(
      'cpuInitializationPeriodSeconds',
      defaults.cpuInitializationPeriodMs,
    ),
    initialReadinessDelayMs: milliseconds('initialReadinessDelaySeconds', defaults.initialReadinessDelayMs),
    features: {
      ...defaults.features,
      ...(typeof scaleToZero === 'boolean' ? { scaleToZero } : {}),
      ...(typeof configurableTolerance === 'boolean' ? { configurableTolerance } : {}),
    },
  };
}

function stateOf(vector: Vector): HpaState {
  const desired = vector.statusDesiredReplicas;
  return {
    recommendations: logOf(vector),
    scaleUpEvents: eventsOf(vector.scaleUpEvents, 'scaleUpEvents'),
    scaleDownEvents: eventsOf(vector.scaleDownEvents, 'scaleDownEvents'),
    conditions: list(vector.statusConditions, 'statusConditions').map((entry) => {
      const { type, status } = fields(entry, 'condition', ['type', 'status']);
      return {
        type: text(type, 'type') as HpaState['conditions'][number]['type'],
        status: text(status, 'status') as 'True' | 'False',
        reason: '',
        message: '',
      };
    }),
    desiredReplicas: desired === undefined ? 0 : number(desired, 'statusDesiredReplicas'),
  };
}

/** A log that is there but empty holds nothing against a scale-down, unlike one that is absent: an expired entry has the same effect, and is reused. */
function logOf(vector: Vector): HpaState['recommendations'] {
  const log = recommendationsOf(vector);
  return Array.isArray(vector.recommendations) && log.length === 0 ? [{ replicas: 0, timestampMs: 0 }] : log;
}

/** What a vector of kind `reconcile` may expect of a decision. */
export function reconcileAnswers(decision: HpaDecision): Answers {
  const { conditions, events, state } = decision;
  return {
    Replicas: decision.desiredReplicas,
    Rescale: decision.rescale,
    StatusDesiredReplicas: state.desiredReplicas,
    Proposals: decision.proposals.map((proposal) => (proposal.valid ? proposal.replicas : null)),
    Conditions: conditions.map(({ type, status, reason }) => `${type}=${status} ${reason}`),
    Messages: conditions.map(({ message }) => message),
    Events: events.map(({ type, reason, message }) => `${type} ${reason} ${message}`),
    Error: decision.error ?? null,
    LogValues: state.recommendations.map(({ replicas }) => replicas),
    LogAges: state.recommendations.map(({ timestampMs }) => (nowMs - timestampMs) / 1000),
    ScaleUpEvents: state.scaleUpEvents.map(eventAnswer),
    ScaleDownEvents: state.scaleDownEvents.map(eventAnswer),
    CurrentMetrics: decision.proposals.map((proposal) =>
      proposal.valid
        ? Object.fromEntries(Object.entries(proposal.current).map(([name, value]) => [name, Number(value)]))
        : null,
    ),
  };
}

function eventAnswer({ replicaChange, timestampMs, outdated }: ScaleEvent): Fields {
  return { change: replicaChange, ageSeconds: (nowMs - timestampMs) / 1000, outdated };
}
