import {
  decideHpa,
  type HpaControllerSettings,
  type HpaDecision,
  hpaFeatures,
  type HpaInput,
  type HpaMetricSpec,
  type HpaPod,
  type HpaSpec,
  type HpaState,
  initialHpaState,
  type MetricObservation,
  type MetricTarget,
  type Milli,
  type ScaleEvent,
  type ScalingRules,
} from '#core/hpa/index.ts';
import { milliValue, parseQuantity } from '#core/units/quantity.ts';

import {
  type HpaRun,
  type HpaRunSpec,
  podsAt,
  type RecordedMetric,
  type RecordedSync,
  specAt,
} from './hpa-run.ts';

/** A recorded reconcile beside what the pure function decides from the same inputs. */
export interface ReplayedSync {
  readonly recorded: RecordedSync;
  readonly decision: HpaDecision;
}

/** Puts each recorded reconcile to the pure HPA decision, which carries its state from one to the next. */
export function replay(run: HpaRun): readonly ReplayedSync[] {
  const settings = settingsOf(run);
  let state = initialHpaState;
  return run.syncs.map((recorded) => {
    const input = inputOf(run, recorded);
    const decision = decideHpa({ ...input, settings, state });
    state = withNotedEvents(
      decision.state,
      input.nowMs,
      Date.parse(run.recordedAt) + (recorded.rescaledAtMs ?? 0),
    );
    return { recorded, decision };
  });
}

/** The controller notes a scale event once it has written the scale, some milliseconds after it decided. */
function withNotedEvents(state: HpaState, decidedMs: number, notedMs: number): HpaState {
  const noted = (event: ScaleEvent): ScaleEvent =>
    event.timestampMs === decidedMs ? { ...event, timestampMs: Math.max(decidedMs, notedMs) } : event;
  return {
    ...state,
    scaleUpEvents: state.scaleUpEvents.map(noted),
    scaleDownEvents: state.scaleDownEvents.map(noted),
  };
}

function settingsOf({ controller, kubernetesVersion }: HpaRun): HpaControllerSettings {
  const minor = Number(kubernetesVersion.split('.')[1]);
  return {
    tolerance: controller.tolerance,
    downscaleStabilizationMs: controller.downscaleStabilizationSeconds * 1000,
    cpuInitializationPeriodMs: controller.cpuInitializationPeriodSeconds * 1000,
    initialReadinessDelayMs: controller.initialReadinessDelaySeconds * 1000,
    features: { ...hpaFeatures(minor), scaleToZero: controller.featureGates.HPAScaleToZero === true },
  };
}

function inputOf(run: HpaRun, sync: RecordedSync): Omit<HpaInput, 'settings' | 'state'> {
  const spec = specOf(specAt(run, sync.atMs), run.name);
  // The controller looks at the pods when it has the metrics.
  const lookedAtMs = sync.metrics.at(-1)?.atMs ?? sync.atMs;
  const unasked: MetricObservation = { type: 'Error', message: 'the controller did not ask' };
  return {
    spec,
    scale: sync.scale,
    pods: podsAt(run, lookedAtMs).map(podOf),
    observations: (spec.metrics ?? []).map((metric, index) => {
      const answer = sync.metrics[index];
      return answer ? observationOf(metric, answer) : unasked;
    }),
    nowMs: Date.parse(run.recordedAt) + (sync.decidedAtMs ?? lookedAtMs),
  };
}

function milli(text: string): Milli {
  const quantity = parseQuantity(text);
  if (!quantity.ok) throw new Error(`"${text}" in a recorded run is not a quantity`);
  return Number(milliValue(quantity.value));
}

function milliOf(amounts: Readonly<Record<string, string>>): Readonly<Record<string, Milli>> {
  return Object.fromEntries(Object.entries(amounts).map(([resource, amount]) => [resource, milli(amount)]));
}

function podOf(pod: ReturnType<typeof podsAt>[number]): HpaPod {
  return {
    name: pod.name,
    phase: pod.phase as HpaPod['phase'],
    deleting: pod.deleting,
    ...(pod.startTime !== undefined && { startTimeMs: Date.parse(pod.startTime) }),
    ...(pod.ready && {
      readyCondition: {
        status: pod.ready.status as 'True' | 'False' | 'Unknown',
        lastTransitionMs: Date.parse(pod.ready.lastTransitionTime),
      },
    }),
    containers: pod.containers.map(({ name, requests }) => ({ name, requestsMilli: milliOf(requests) })),
  };
}

function observationOf(metric: HpaMetricSpec, answer: RecordedMetric): MetricObservation {
  if (!answer.items) return { type: 'Error', message: answer.message ?? `HTTP status ${answer.status}` };
  const time = {
    ...(answer.timestamp !== undefined && { timestampMs: Date.parse(answer.timestamp) }),
    ...(answer.window !== undefined && { windowMs: Number.parseFloat(String(answer.window)) * 1000 }),
  };
  const values = answer.items.map(({ value }) => milli(value ?? '0'));
  switch (metric.type) {
    case 'Resource':
    case 'ContainerResource':
      return {
        type: 'PodMetrics',
        items: answer.items.map(({ name = '', containers = [] }) => ({
          pod: name,
          containers: containers.map((container) => ({
            name: container.name,
            usageMilli: milliOf(container.usage),
          })),
          ...time,
        })),
      };
    case 'Pods':
      return {
        type: 'PodValues',
        items: answer.items.map(({ name = '' }, index) => ({
          pod: name,
          valueMilli: values[index]!,
          ...time,
        })),
      };
    case 'Object':
      return { type: 'ObjectValue', valueMilli: values[0]! };
    case 'External':
      return { type: 'ExternalValues', valuesMilli: values };
  }
}

interface ApiTarget {
  readonly type: MetricTarget['type'];
  readonly averageUtilization?: number;
  readonly averageValue?: string;
  readonly value?: string;
}

interface ApiMetric {
  readonly type: HpaMetricSpec['type'];
  readonly resource?: { readonly name: string; readonly target: ApiTarget };
  readonly containerResource?: {
    readonly name: string;
    readonly container: string;
    readonly target: ApiTarget;
  };
  readonly pods?: { readonly metric: { readonly name: string }; readonly target: ApiTarget };
  readonly external?: { readonly metric: { readonly name: string }; readonly target: ApiTarget };
  readonly object?: {
    readonly metric: { readonly name: string };
    readonly describedObject: { readonly kind: string; readonly name: string };
    readonly target: ApiTarget;
  };
}

type ApiRules = Omit<ScalingRules, 'tolerance'> & { readonly tolerance?: string };

function specOf(spec: HpaRunSpec, namespace: string): HpaSpec {
  const behavior = spec.behavior as { scaleUp?: ApiRules; scaleDown?: ApiRules } | undefined;
  return {
    namespace,
    ...(spec.minReplicas !== undefined && { minReplicas: spec.minReplicas }),
    maxReplicas: spec.maxReplicas,
    metrics: ((spec.metrics ?? []) as unknown as readonly ApiMetric[]).map(metricOf),
    ...(behavior && {
      behavior: {
        ...(behavior.scaleUp && { scaleUp: rulesOf(behavior.scaleUp) }),
        ...(behavior.scaleDown && { scaleDown: rulesOf(behavior.scaleDown) }),
      },
    }),
  };
}

function rulesOf({ tolerance, ...rules }: ApiRules): ScalingRules {
  return { ...rules, ...(tolerance !== undefined && { tolerance: Number(milli(tolerance)) / 1000 }) };
}

function metricOf({ type, resource, containerResource, pods, external, object }: ApiMetric): HpaMetricSpec {
  if (resource) return { type: 'Resource', name: resource.name, target: targetOf(resource.target) };
  if (containerResource) {
    return { type: 'ContainerResource', ...containerResource, target: targetOf(containerResource.target) };
  }
  if (pods) return { type: 'Pods', metric: pods.metric, target: targetOf(pods.target) };
  if (external) return { type: 'External', metric: external.metric, target: targetOf(external.target) };
  if (object) return { type: 'Object', ...object, target: targetOf(object.target) };
  throw new Error(`a recorded HPA has a metric of type ${type} without its source`);
}

function targetOf({ type, averageUtilization, averageValue, value }: ApiTarget): MetricTarget {
  return {
    type,
    ...(averageUtilization !== undefined && { averageUtilization }),
    ...(averageValue !== undefined && { averageValueMilli: milli(averageValue) }),
    ...(value !== undefined && { valueMilli: milli(value) }),
  };
}
