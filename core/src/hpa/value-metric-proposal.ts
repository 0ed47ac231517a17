import { fail, ok } from '../units/result.ts';
import type { MetricObservation } from './hpa-input.ts';
import type { ExternalMetricSpec, ObjectMetricSpec } from './hpa-spec.ts';
import type { Milli } from './int64.ts';
import { labelSelectorText } from './label-selector-text.ts';
import { externalValues, objectValue } from './metric-readings.ts';
import type { ProposalContext, ProposalFailure, ProposalResult } from './proposal.ts';
import { totalReason } from './usage-reasons.ts';
import {
  externalPerPodReplicas,
  objectPerPodReplicas,
  type PerPodInput,
  sumForAverageValue,
  sumForValue,
  type ValueInput,
  type ValueReplicas,
  valueReplicas,
} from './value-metrics.ts';

/** An Object metric (`computeStatusForObjectMetric`, horizontal.go, Kubernetes 1.37). The target's type decides, not its fields. */
export function proposeForObject(
  spec: ObjectMetricSpec,
  observation: MetricObservation,
  context: ProposalContext,
): ProposalResult {
  const { type, valueMilli, averageValueMilli } = spec.target;
  const byValue = type === 'Value' && valueMilli !== undefined;
  const byAverage = type === 'AverageValue' && averageValueMilli !== undefined;
  if (!byValue && !byAverage) {
    const error = 'invalid object metric source: neither a value target nor an average value target was set';
    return fail(objectFailure(error));
  }
  const { name } = spec.metric;
  const usage = objectValue(spec, observation, context.namespace, context.settings.features);
  if (byValue) {
    if (!usage.ok) return fail(objectFailure(usage.error));
    const description = `${spec.describedObject.kind} metric ${name}`;
    return proposeByValue(description, name, valueInput(context, usage.value, valueMilli), objectFailure);
  }
  if (!usage.ok) {
    return fail(objectFailure(usage.error, `failed to get ${name} object metric: ${usage.error}`));
  }
  const input = perPodInput(context, usage.value, averageValueMilli ?? 0);
  // The controller calls an object metric external here.
  const description = `external metric ${name}(${labelSelectorText(spec.metric.selector)})`;
  return proposeByAverage(description, name, input, objectPerPodReplicas(input));
}

function objectFailure(error: string, returned = error): ProposalFailure {
  return {
    failure: 'FailedGetObjectMetric',
    error,
    reconcileError: `failed to get object metric value: ${returned}`,
  };
}

/** An External metric (`computeStatusForExternalMetric`, horizontal.go, Kubernetes 1.37). An average value wins over a value. */
export function proposeForExternal(
  spec: ExternalMetricSpec,
  observation: MetricObservation,
  context: ProposalContext,
): ProposalResult {
  const { name } = spec.metric;
  const { averageValueMilli, valueMilli } = spec.target;
  const { features } = context.settings;
  const failed = (error: string, returned = error): ProposalFailure => ({
    failure: 'FailedGetExternalMetric',
    error,
    reconcileError: `failed to get ${name} external metric value: ${returned}`,
  });
  if (averageValueMilli === undefined && valueMilli === undefined) {
    return fail(
      failed('invalid external metric source: neither a value target nor an average value target was set'),
    );
  }
  const values = externalValues(spec, observation, context.namespace);
  const description = `external metric ${name}(${labelSelectorText(spec.metric.selector)})`;
  if (averageValueMilli !== undefined) {
    if (!values.ok) {
      return fail(failed(values.error, `failed to get ${name} external metric: ${values.error}`));
    }
    const sum = sumForAverageValue(values.value, features.cappedExternalAverage);
    const input = perPodInput(context, sum, averageValueMilli);
    return proposeByAverage(description, name, input, externalPerPodReplicas(input, features));
  }
  const valueFailed = (error: string): ProposalFailure =>
    failed(error, `failed to get external metric ${name}: ${error}`);
  if (!values.ok) return fail(valueFailed(values.error));
  const sum = sumForValue(values.value, features.cappedValue);
  return proposeByValue(description, name, valueInput(context, sum, valueMilli ?? 0), valueFailed);
}

function proposeByValue(
  description: string,
  name: string,
  input: ValueInput,
  failed: (error: string) => ProposalFailure,
): ProposalResult {
  const outcome = valueReplicas(input);
  if (!outcome.ok) return fail(failed(outcome.error));
  const { replicas, usageMilli, reasons } = outcome.value;
  return ok({
    description,
    replicas,
    current: { valueMilli: usageMilli },
    measure: { kind: 'value', usage: usageMilli, target: input.targetMilli },
    reasons: () => [totalReason(name, input.usageMilli, input.targetMilli), ...reasons()],
  });
}

function proposeByAverage(
  description: string,
  name: string,
  { usageMilli, targetMilli, statusReplicas }: PerPodInput,
  outcome: ValueReplicas,
): ProposalResult {
  return ok({
    description,
    replicas: outcome.replicas,
    current: { averageValueMilli: outcome.usageMilli },
    measure: { kind: 'per-pod', usage: usageMilli, target: targetMilli },
    reasons: () => [totalReason(name, usageMilli, targetMilli, statusReplicas), ...outcome.reasons()],
  });
}

function valueInput(context: ProposalContext, usageMilli: Milli, targetMilli: Milli): ValueInput {
  const { scale, pods, tolerances, settings } = context;
  return {
    usageMilli,
    targetMilli,
    currentReplicas: scale.specReplicas,
    pods,
    tolerances,
    features: settings.features,
  };
}

function perPodInput(context: ProposalContext, usageMilli: Milli, targetMilli: Milli): PerPodInput {
  const { scale, tolerances } = context;
  return { usageMilli, targetMilli, statusReplicas: scale.statusReplicas, tolerances };
}
