import type { LaterReasons, Reason } from '../evidence/reason.ts';
import { fail, ok, type Result } from '../units/result.ts';
import {
  directionReason,
  groupsReason,
  missingReason,
  replicasReason,
  toleranceReason,
  unreadyReason,
} from './calculation-reasons.ts';
import type { HpaControllerSettings } from './controller-settings.ts';
import { groupPods, type PodGroups } from './group-pods.ts';
import type { HpaPod } from './hpa-input.ts';
import { divideInt64, floatToInt32, type Milli, multiplyInt64 } from './int64.ts';
import { podRequests } from './pod-requests.ts';
import type { PodSamples } from './pod-samples.ts';
import { isWithinTolerance, type Tolerances } from './tolerance.ts';
import { averageUsageRatio, type UsageRatio, utilizationRatio } from './usage-ratio.ts';

/** What the replica count for a metric of pods is computed from. */
export interface PodMetricInput {
  readonly pods: readonly HpaPod[];
  readonly samples: PodSamples;
  /** `cpu`, `memory`; empty for Pods metrics, whose pods' readiness does not count. */
  readonly resource: string;
  /** Only this container's requests (ContainerResource). */
  readonly container?: string;
  /** `scale.spec.replicas`. */
  readonly currentReplicas: number;
  readonly tolerances: Tolerances;
  readonly settings: HpaControllerSettings;
  readonly nowMs: number;
}

export interface PodMetricReplicas {
  readonly replicas: number;
  /** Of the pods that count with their sample, before any assumption about the others. */
  readonly usage: UsageRatio;
  readonly groups: PodGroups;
  readonly reasons: LaterReasons;
}

/**
 * Replicas for a target of average utilization, or the controller's error (`GetResourceReplicas`, replica_calculator.go,
 * Kubernetes 1.37). Pods without a sample count, on the way down, as using `max(100, target)` % of their request.
 */
export function utilizationReplicas(
  input: PodMetricInput,
  targetPercent: number,
): Result<PodMetricReplicas, string> {
  const usable = usableSamples(input);
  if (!usable.ok) return usable;
  const requests = podRequests(input.pods, input.container, input.resource, input.settings.features);
  if (!requests.ok) return requests;
  const fallbackPercent = Math.max(100, targetPercent);
  return replicasForUsage(input, usable.value, {
    ratioOf: (samples) => utilizationRatio(samples, requests.value, targetPercent),
    assumedWhenMissing: (pod) =>
      divideInt64(multiplyInt64(requests.value.get(pod) ?? 0, fallbackPercent), 100),
    assumption: `${fallbackPercent} % of their request`,
  });
}

/**
 * Replicas for a target of an average value, or the controller's error (`calcPlainMetricReplicas`, replica_calculator.go,
 * Kubernetes 1.37). Pods without a sample count, on the way down, as using exactly the target.
 */
export function averageValueReplicas(
  input: PodMetricInput,
  targetMilli: Milli,
): Result<PodMetricReplicas, string> {
  const usable = usableSamples(input);
  if (!usable.ok) return usable;
  return replicasForUsage(input, usable.value, {
    ratioOf: (samples) => ok(averageUsageRatio(samples, targetMilli)),
    assumedWhenMissing: () => targetMilli,
    assumption: 'exactly the target',
  });
}

interface UsableSamples {
  readonly groups: PodGroups;
  /** Without those of ignored and unready pods; with those of pods that the selector no longer matches. */
  readonly samples: PodSamples;
}

function usableSamples(input: PodMetricInput): Result<UsableSamples, string> {
  if (input.pods.length === 0) return fail('no pods returned by selector while calculating replica count');
  const groups = groupPods(input.pods, input.samples, input.resource, input.settings, input.nowMs);
  const samples = withoutPods(input.samples, groups.ignored, groups.unready);
  if (samples.size === 0) return fail('did not receive metrics for targeted pods (pods might be unready)');
  return ok({ groups, samples });
}

function withoutPods(samples: PodSamples, ...groups: readonly (readonly string[])[]): PodSamples {
  if (groups.every((pods) => pods.length === 0)) return samples;
  const left = new Map(samples);
  for (const pods of groups) for (const pod of pods) left.delete(pod);
  return left;
}

interface UsageRule {
  readonly ratioOf: (samples: PodSamples) => Result<UsageRatio, string>;
  readonly assumedWhenMissing: (pod: string) => Milli;
  readonly assumption: string;
}

/** The common part of both calculations: once with what is known, and again with assumptions about the other pods. */
function replicasForUsage(
  input: PodMetricInput,
  { groups, samples }: UsableSamples,
  rule: UsageRule,
): Result<PodMetricReplicas, string> {
  const first = rule.ratioOf(samples);
  if (!first.ok) return first;
  const usage = first.value;
  const answer = (replicas: number, reasons: LaterReasons): Result<PodMetricReplicas, string> =>
    ok({
      replicas,
      usage,
      groups,
      reasons: () => [groupsReason(groups, input.pods.length), ...reasons()],
    });

  const countUnready = groups.unready.length > 0 && usage.ratio > 1;
  if (!countUnready && groups.missing.length === 0) {
    if (isWithinTolerance(usage.ratio, input.tolerances)) {
      return answer(input.currentReplicas, () => [toleranceReason(usage.ratio, input)]);
    }
    const replicas = floatToInt32(Math.ceil(usage.ratio * groups.readyCount));
    return answer(replicas, () => [replicasReason(usage.ratio, groups.readyCount, replicas)]);
  }
  const assumed = withAssumptions(samples, groups, usage.ratio, countUnready, rule);
  const second = rule.ratioOf(assumed.samples);
  if (!second.ok) return second;
  const [replicas, reason] = replicasForAssumedUsage(
    input,
    usage.ratio,
    second.value.ratio,
    assumed.samples.size,
  );
  return answer(replicas, () => [...assumed.reasons, reason]);
}

interface AssumedSamples {
  readonly samples: PodSamples;
  readonly reasons: readonly Reason[];
}

/** Adds a value for each pod that has none, such that it damps the change: full use on the way down, none on the way up. */
function withAssumptions(
  known: PodSamples,
  { missing, unready }: PodGroups,
  ratio: number,
  countUnready: boolean,
  rule: UsageRule,
): AssumedSamples {
  const samples = new Map(known);
  const reasons: Reason[] = [];
  // At a ratio of exactly 1 pods without a sample are left out.
  if (missing.length > 0 && ratio !== 1) {
    for (const pod of missing) {
      samples.set(pod, { pod, valueMilli: ratio < 1 ? rule.assumedWhenMissing(pod) : 0 });
    }
    reasons.push(missingReason(missing.length, ratio, rule.assumption));
  }
  if (countUnready) {
    for (const pod of unready) samples.set(pod, { pod, valueMilli: 0 });
    reasons.push(unreadyReason(unready.length));
  }
  return { samples, reasons };
}

/** The count stays when the assumptions bring the ratio into the tolerance or would turn the direction round. */
function replicasForAssumedUsage(
  input: PodMetricInput,
  ratio: number,
  assumedRatio: number,
  pods: number,
): [replicas: number, reason: Reason] {
  const { currentReplicas } = input;
  if (isWithinTolerance(assumedRatio, input.tolerances)) {
    return [currentReplicas, toleranceReason(assumedRatio, input)];
  }
  if ((ratio < 1 && assumedRatio > 1) || (ratio > 1 && assumedRatio < 1)) {
    return [currentReplicas, directionReason(ratio, assumedRatio, currentReplicas)];
  }
  const replicas = floatToInt32(Math.ceil(assumedRatio * pods));
  if ((assumedRatio < 1 && replicas > currentReplicas) || (assumedRatio > 1 && replicas < currentReplicas)) {
    return [currentReplicas, directionReason(ratio, assumedRatio, currentReplicas, replicas)];
  }
  return [replicas, replicasReason(assumedRatio, pods, replicas)];
}
