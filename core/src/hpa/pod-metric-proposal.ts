import type { Reason } from '../evidence/reason.ts';
import { fail, ok, type Result } from '../units/result.ts';
import type { MetricObservation } from './hpa-input.ts';
import type { ContainerResourceMetricSpec, PodsMetricSpec, ResourceMetricSpec } from './hpa-spec.ts';
import type { Milli } from './int64.ts';
import { podValueSamples, resourceSamples } from './metric-readings.ts';
import type { PodSamples } from './pod-samples.ts';
import type {
  Measure,
  MetricValue,
  ProposalContext,
  ProposalFailure,
  ProposalResult,
  ProposedReplicas,
} from './proposal.ts';
import {
  averageValueReplicas,
  type PodMetricInput,
  type PodMetricReplicas,
  utilizationReplicas,
} from './replica-calculator.ts';
import type { UsageRatio } from './usage-ratio.ts';
import { averageReason, utilizationReason } from './usage-reasons.ts';

type AnyResourceSpec = ResourceMetricSpec | ContainerResourceMetricSpec;

/**
 * A Resource or ContainerResource metric (`computeStatusForResourceMetricGeneric`, horizontal.go, Kubernetes 1.37). An average
 * value wins over a utilization when the target has both.
 */
export function proposeForResource(
  spec: AnyResourceSpec,
  observation: MetricObservation,
  context: ProposalContext,
): ProposalResult {
  const { averageValueMilli, averageUtilization } = spec.target;
  const quantity = averageValueMilli === undefined ? 'utilization' : 'usage';
  const failed = (error: string): ProposalResult =>
    fail(resourceFailure(spec, `failed to get ${spec.name} ${quantity}: ${error}`));
  if (averageValueMilli === undefined && averageUtilization === undefined) {
    const missing = 'neither an average utilization target nor an average value (usage) target was set';
    return fail(resourceFailure(spec, `invalid resource metric source: ${missing}`));
  }
  const samples = resourceSamples(spec, observation, context.namespace, context.settings.features);
  if (!samples.ok) return failed(samples.error);
  const input = podMetricInput(context, samples.value, spec);
  const outcome =
    averageValueMilli === undefined
      ? utilizationReplicas(input, averageUtilization ?? 0)
      : averageValueReplicas(input, averageValueMilli);
  if (!outcome.ok) return failed(outcome.error);

  const { usage } = outcome.value;
  const [measure, reason]: [Measure, () => Reason] =
    averageValueMilli === undefined
      ? utilizationMeasure(spec.name, usage, averageUtilization ?? 0)
      : averageMeasure(spec.name, spec.name, usage, averageValueMilli);
  return ok(proposed(resourceDescription(spec), outcome.value, measure, reason));
}

/** The controller names both sources alike when the target is an average value. */
function resourceDescription({ type, name, target }: AnyResourceSpec): string {
  if (target.averageValueMilli !== undefined) return `${name} resource`;
  return `${name} ${type === 'Resource' ? '' : 'container '}resource utilization (percentage of request)`;
}

function resourceFailure(spec: AnyResourceSpec, error: string): ProposalFailure {
  return spec.type === 'Resource'
    ? {
        failure: 'FailedGetResourceMetric',
        error,
        reconcileError: `failed to get ${spec.name} resource metric value: ${error}`,
      }
    : {
        failure: 'FailedGetContainerResourceMetric',
        error,
        reconcileError: `failed to get ${spec.container} container metric value: ${error}`,
      };
}

/** A Pods metric (`computeStatusForPodsMetric`, horizontal.go, Kubernetes 1.37). */
export function proposeForPods(
  spec: PodsMetricSpec,
  observation: MetricObservation,
  context: ProposalContext,
): ProposalResult {
  const { name } = spec.metric;
  const outcome = podsReplicas(spec, observation, context);
  if (!outcome.ok) {
    const { error } = outcome;
    const reconcileError = `failed to get pods metric value: ${error}`;
    return fail({ failure: 'FailedGetPodsMetric', error, reconcileError });
  }
  const { targetMilli, replicas } = outcome.value;
  const [measure, reason] = averageMeasure(name, '', replicas.usage, targetMilli);
  return ok(proposed(`pods metric ${name}`, replicas, measure, reason));
}

interface PodsReplicas {
  readonly replicas: PodMetricReplicas;
  readonly targetMilli: Milli;
}

function podsReplicas(
  spec: PodsMetricSpec,
  observation: MetricObservation,
  context: ProposalContext,
): Result<PodsReplicas, string> {
  const targetMilli = spec.target.averageValueMilli;
  // The API server admits no such HPA; upstream would crash.
  if (targetMilli === undefined) return fail('invalid pods metric source: no average value target was set');
  const samples = podValueSamples(spec, observation);
  if (!samples.ok) return samples;
  const replicas = averageValueReplicas(podMetricInput(context, samples.value), targetMilli);
  return replicas.ok ? ok({ replicas: replicas.value, targetMilli }) : replicas;
}

function podMetricInput(
  { pods, scale, tolerances, settings, nowMs }: ProposalContext,
  samples: PodSamples,
  spec?: AnyResourceSpec,
): PodMetricInput {
  return {
    pods,
    samples,
    resource: spec?.name ?? '',
    ...(spec?.type === 'ContainerResource' ? { container: spec.container } : {}),
    currentReplicas: scale.specReplicas,
    tolerances,
    settings,
    nowMs,
  };
}

function utilizationMeasure(
  resource: string,
  usage: UsageRatio,
  targetPercent: number,
): [measure: Measure, reason: () => Reason] {
  const measure: Measure = {
    kind: 'utilization',
    usage: usage.utilizationPercent ?? 0,
    target: targetPercent,
  };
  return [measure, () => utilizationReason(resource, usage, targetPercent)];
}

function averageMeasure(
  metric: string,
  resource: string,
  usage: UsageRatio,
  targetMilli: Milli,
): [measure: Measure, reason: () => Reason] {
  const measure: Measure = { kind: 'average', usage: usage.averageMilli, target: targetMilli };
  return [measure, () => averageReason(metric, resource, usage, targetMilli)];
}

function proposed(
  description: string,
  { replicas, usage, groups, reasons }: PodMetricReplicas,
  measure: Measure,
  usageReason: () => Reason,
): ProposedReplicas {
  const { utilizationPercent, averageMilli } = usage;
  const current: MetricValue = {
    ...(utilizationPercent === undefined ? {} : { averageUtilization: utilizationPercent }),
    averageValueMilli: averageMilli,
  };
  return {
    description,
    replicas,
    current,
    measure,
    groups,
    reasons: () => [usageReason(), ...reasons()],
  };
}
