import { defaultControllerSettings, type HpaControllerSettings, type PodMetrics } from '#core/hpa/index.ts';
import { samplesOfContainer, samplesOfPods, samplesOfValues } from '#core/hpa/pod-samples.ts';
import {
  averageValueReplicas,
  type PodMetricInput,
  type PodMetricReplicas,
  utilizationReplicas,
} from '#core/hpa/replica-calculator.ts';
import type { Tolerances } from '#core/hpa/tolerance.ts';
import {
  externalPerPodReplicas,
  objectPerPodReplicas,
  sumForAverageValue,
  sumForValue,
  valueReplicas,
} from '#core/hpa/value-metrics.ts';
import type { Result } from '#core/units/result.ts';

import type { KindHandler, Vector } from '../vector.ts';
import { type Answers, kindOf } from './expected.ts';
import { fields, milli, minorOf, nowMs, number, text } from './fields.ts';
import { levelsOf, resourceOf, targetMetrics, targetPods, targetValues } from './target-pods.ts';

/** What a replica calculation may be given; a field that is of no account to one kind may stand there too. */
const INPUTS = [
  'currentReplicas',
  'resource',
  'container',
  'containersPerPod',
  'requestMilliPerContainer',
  'usageMilliPerContainer',
  'metricPods',
  'phase',
  'ready',
  'deleting',
  'hotCPU',
  'levelsMilli',
  'targetUtilizationPercent',
  'targetMilli',
  'tolerance',
];

/** The replica calculations of single metrics. */
export const calculationKinds: Readonly<Record<string, KindHandler>> = {
  'resource-utilization': kindOf(INPUTS, resourceUtilization),
  'resource-utilization-error': kindOf(INPUTS, resourceUtilization),
  'resource-averageValue': kindOf(INPUTS, resourceAverageValue),
  'pods-averageValue': kindOf(INPUTS, podsAverageValue),
  'object-value': kindOf(INPUTS, (vector) => totalValue(vector, false)),
  'external-value': kindOf(INPUTS, (vector) => totalValue(vector, true)),
  'object-averageValue': kindOf(INPUTS, (vector) => totalPerPod(vector, false)),
  'external-averageValue': kindOf(INPUTS, (vector) => totalPerPod(vector, true)),
};

/** The settings of upstream's tests, with the behaviour of the vector's release. */
export function testSettings(vector: Vector): HpaControllerSettings {
  return {
    ...defaultControllerSettings(minorOf(vector)),
    cpuInitializationPeriodMs: 120_000,
    initialReadinessDelayMs: 10_000,
  };
}

function tolerancesOf(vector: Vector): Tolerances {
  const { tolerance } = vector;
  const both = typeof tolerance === 'number' ? tolerance : 0.1;
  const own = typeof tolerance === 'number' ? {} : fields(tolerance, 'tolerance', ['scaleUp', 'scaleDown']);
  const { scaleUp = both, scaleDown = both } = own;
  return {
    scaleUp: number(scaleUp, 'tolerance.scaleUp'),
    scaleDown: number(scaleDown, 'tolerance.scaleDown'),
    bounds: testSettings(vector).features.toleranceBounds,
  };
}

function containerOf(vector: Vector): string | undefined {
  const container = vector.container ?? undefined;
  return container === undefined ? undefined : text(container, 'container');
}

function resourceInput(vector: Vector): Result<PodMetricInput, string> {
  const container = containerOf(vector);
  const items = targetMetrics(vector);
  // The API's empty answer is an error before any pod is looked at.
  if (items.length === 0) {
    const resource = resourceOf(vector);
    const error = `unable to get metrics for resource ${resource}: no metrics returned from resource metrics API`;
    return { ok: false, error };
  }
  const samples = resourceSamplesOf(vector, items, container);
  if (!samples.ok) return samples;
  return { ok: true, value: podInput(vector, samples.value, container) };
}

function resourceSamplesOf(
  vector: Vector,
  items: readonly PodMetrics[],
  container: string | undefined,
): Result<PodMetricInput['samples'], string> {
  const resource = resourceOf(vector);
  if (container === undefined) return { ok: true, value: samplesOfPods(items, resource) };
  const { absentContainerIsMissing } = testSettings(vector).features;
  return samplesOfContainer(items, resource, container, 'test', absentContainerIsMissing);
}

function podInput(vector: Vector, samples: PodMetricInput['samples'], container?: string): PodMetricInput {
  return {
    pods: targetPods(vector),
    samples,
    resource: resourceOf(vector),
    ...(container === undefined ? {} : { container }),
    currentReplicas: number(vector.currentReplicas, 'currentReplicas'),
    tolerances: tolerancesOf(vector),
    settings: testSettings(vector),
    nowMs,
  };
}

function resourceUtilization(vector: Vector): Answers {
  const target = number(vector.targetUtilizationPercent, 'targetUtilizationPercent');
  const input = resourceInput(vector);
  return resourceAnswers(input.ok ? utilizationReplicas(input.value, target) : input);
}

function resourceAverageValue(vector: Vector): Answers {
  const input = resourceInput(vector);
  return resourceAnswers(
    input.ok ? averageValueReplicas(input.value, milli(vector.targetMilli, 'targetMilli')) : input,
  );
}

function resourceAnswers(outcome: Result<PodMetricReplicas, string>): Answers {
  if (!outcome.ok) return { Error: outcome.error };
  const { replicas, usage } = outcome.value;
  return {
    Replicas: replicas,
    UtilizationPercent: usage.utilizationPercent,
    RawAverageMilli: usage.averageMilli,
    Error: null,
  };
}

function podsAverageValue(vector: Vector): Answers {
  const values = targetValues(vector);
  const target = milli(vector.targetMilli, 'targetMilli');
  const outcome = averageValueReplicas(
    podInput({ ...vector, resource: '' }, samplesOfValues(values)),
    target,
  );
  if (!outcome.ok) return { Error: outcome.error };
  return { Replicas: outcome.value.replicas, UsageMilli: outcome.value.usage.averageMilli, Error: null };
}

function totalValue(vector: Vector, external: boolean): Answers {
  const { features } = testSettings(vector);
  const levels = levelsOf(vector);
  const outcome = valueReplicas({
    usageMilli: external ? sumForValue(levels, features.cappedValue) : levels[0]!,
    targetMilli: milli(vector.targetMilli, 'targetMilli'),
    currentReplicas: number(vector.currentReplicas, 'currentReplicas'),
    pods: targetPods(vector),
    tolerances: tolerancesOf(vector),
    features,
  });
  if (!outcome.ok) return { Error: outcome.error };
  return { Replicas: outcome.value.replicas, UsageMilli: outcome.value.usageMilli, Error: null };
}

/** `currentReplicas` is `scale.status.replicas` here. */
function totalPerPod(vector: Vector, external: boolean): Answers {
  const { features } = testSettings(vector);
  const levels = levelsOf(vector);
  const input = {
    usageMilli: external ? sumForAverageValue(levels, features.cappedExternalAverage) : levels[0]!,
    targetMilli: milli(vector.targetMilli, 'targetMilli'),
    statusReplicas: number(vector.currentReplicas, 'currentReplicas'),
    tolerances: tolerancesOf(vector),
  };
  const outcome = external ? externalPerPodReplicas(input, features) : objectPerPodReplicas(input);
  return { Replicas: outcome.replicas, UsageMilli: outcome.usageMilli, Error: null };
}
