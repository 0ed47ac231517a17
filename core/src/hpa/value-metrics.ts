import type { LaterReasons, Reason } from '../evidence/reason.ts';
import { fail, ok, type Result } from '../units/result.ts';
import { ratioText, replicasReason, replicasText, toleranceReason } from './calculation-reasons.ts';
import type { HpaFeatures } from './hpa-features.ts';
import type { HpaPod } from './hpa-input.ts';
import { addInt64, floatToInt32, floatToInt64, maxInt32, maxInt64, type Milli, toInt64 } from './int64.ts';
import { isWithinTolerance, type Tolerances } from './tolerance.ts';

/** What one metric value for the whole target (Object, External) comes to. */
export interface ValueReplicas {
  readonly replicas: number;
  /** What `status.currentMetrics` reports, in thousandths: the value, or the value per pod. */
  readonly usageMilli: Milli;
  readonly reasons: LaterReasons;
}

export interface ValueInput {
  readonly usageMilli: Milli;
  readonly targetMilli: Milli;
  /** `scale.spec.replicas`. */
  readonly currentReplicas: number;
  readonly pods: readonly HpaPod[];
  readonly tolerances: Tolerances;
  readonly features: Pick<HpaFeatures, 'cappedValue'>;
}

/**
 * Replicas for an Object or External target of type Value: the ratio times the pods that run and are ready, so that replicas which
 * are still starting do not multiply (`getUsageRatioReplicaCount`, replica_calculator.go, Kubernetes 1.37). From zero replicas the
 * ratio alone counts, without tolerance.
 */
export function valueReplicas(input: ValueInput): Result<ValueReplicas, string> {
  const { usageMilli, currentReplicas } = input;
  const ratio = Number(usageMilli) / Number(input.targetMilli);
  if (currentReplicas === 0) {
    const replicas = floatToInt32(Math.ceil(ratio));
    return ok({ replicas, usageMilli, reasons: () => [fromZeroReason(ratio, replicas)] });
  }
  if (isWithinTolerance(ratio, input.tolerances)) {
    return ok({
      replicas: currentReplicas,
      usageMilli,
      reasons: () => [toleranceReason(ratio, input)],
    });
  }
  if (input.pods.length === 0) {
    return fail(
      'unable to calculate ready pods: no pods returned by selector while calculating replica count',
    );
  }
  const readyPods = input.pods.filter(isRunningAndReady).length;
  const exact = ratio * readyPods;
  const replicas = input.features.cappedValue && exact > maxInt32 ? maxInt32 : floatToInt32(Math.ceil(exact));
  return ok({ replicas, usageMilli, reasons: () => [replicasReason(ratio, readyPods, replicas)] });
}

function isRunningAndReady({ phase, readyCondition }: HpaPod): boolean {
  return phase === 'Running' && readyCondition?.status === 'True';
}

export interface PerPodInput {
  readonly usageMilli: Milli;
  readonly targetMilli: Milli;
  /** `scale.status.replicas`: what runs, not what is asked for. */
  readonly statusReplicas: number;
  readonly tolerances: Tolerances;
}

/**
 * Replicas for an Object target of type AverageValue (`GetObjectPerPodMetricReplicas`, replica_calculator.go, Kubernetes 1.37).
 * Within the tolerance the answer is `statusReplicas`, not the spec's: a surge during a rolling update then becomes permanent
 * (kubernetes/kubernetes#138505). Without running replicas the ratio is infinite and the reported usage the smallest int64.
 */
export function objectPerPodReplicas(input: PerPodInput): ValueReplicas {
  return perPodReplicas(input, floatToInt32);
}

/**
 * Replicas for an External target of type AverageValue (`GetExternalPerPodMetricReplicas`, replica_calculator.go,
 * Kubernetes 1.37): as {@link objectPerPodReplicas}, with replicas capped at int32 and a usage of int64's maximum reported undivided.
 */
export function externalPerPodReplicas(
  input: PerPodInput,
  features: Pick<HpaFeatures, 'cappedExternalAverage'>,
): ValueReplicas {
  if (!features.cappedExternalAverage) return perPodReplicas(input, floatToInt32);
  const answer = perPodReplicas(input, (count) => (count > maxInt32 ? maxInt32 : floatToInt32(count)));
  // As float64 the largest int64s are all 2^63.
  return Number(input.usageMilli) >= 2 ** 63 ? { ...answer, usageMilli: maxInt64 } : answer;
}

function perPodReplicas(input: PerPodInput, countOf: (replicas: number) => number): ValueReplicas {
  const { statusReplicas, tolerances } = input;
  const usage = Number(input.usageMilli);
  const target = Number(input.targetMilli);
  const ratio = usage / (target * statusReplicas);
  const usageMilli = floatToInt64(Math.ceil(usage / statusReplicas));
  if (isWithinTolerance(ratio, tolerances)) {
    const reasons = () => [toleranceReason(ratio, { tolerances, currentReplicas: statusReplicas })];
    return { replicas: statusReplicas, usageMilli, reasons };
  }
  const replicas = countOf(Math.ceil(usage / target));
  return { replicas, usageMilli, reasons: () => [perPodReason(ratio, usage / target, replicas)] };
}

/** All series of an external metric together (`GetExternalMetricReplicas`): beyond int64's maximum the maximum. */
export function sumForValue(valuesMilli: readonly Milli[], capped: boolean): Milli {
  let sum: Milli = 0;
  for (const value of valuesMilli) {
    const large = typeof sum === 'bigint' || typeof value === 'bigint';
    if (capped && large && value > 0 && BigInt(sum) + BigInt(value) > maxInt64) return maxInt64;
    sum = addInt64(sum, value);
  }
  return sum;
}

/**
 * The same for AverageValue (`GetExternalPerPodMetricReplicas`). A sum below zero is taken for an overflow: a negative metric
 * asks for as many replicas as there can be. Upstream does so since 1.34.
 */
export function sumForAverageValue(valuesMilli: readonly Milli[], capped: boolean): Milli {
  let sum: Milli = 0;
  for (const value of valuesMilli) {
    sum = addInt64(sum, toInt64(value));
    if (capped && sum < 0) return maxInt64;
  }
  return sum;
}

function fromZeroReason(ratio: number, replicas: number): Reason {
  return {
    rule: 'hpa/from-zero',
    text: `There are no replicas, so the ratio ${ratioText(ratio)} alone counts, rounded up: ${replicasText(replicas)}.`,
    inputs: { ratio, replicas },
  };
}

function perPodReason(ratio: number, quotient: number, replicas: number): Reason {
  return {
    rule: 'hpa/replica-count',
    text: `The total divided by the target for a pod is ${ratioText(quotient)}, rounded up: ${replicasText(replicas)}.`,
    inputs: { ratio, replicas },
  };
}
