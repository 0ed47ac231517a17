import type { Reason } from '../evidence/index.ts';
import type { ContainerAmounts, PodContainer } from './pod-limit-range.ts';
import type { ResourceAmounts, ResourceName } from './resource-amount.ts';
import { type ContainerPolicies, isScaled } from './resource-policy.ts';
import { type UpdatePriority, updatePriority } from './update-priority.ts';
import { NEWEST_VPA_BEHAVIOUR, type VpaBehaviour } from './versions.ts';

/** The updater's flags. Durations are milliseconds. */
export interface UpdaterConfig {
  /** `--pod-update-threshold`. */
  readonly minChangePriority: number;
  /** `--in-recommendation-bounds-eviction-lifetime-threshold`. */
  readonly podLifetimeThresholdMs: number;
  /** `--evict-after-oom-threshold`. */
  readonly evictAfterOomMs: number;
  /** `--min-replicas`. */
  readonly minReplicas: number;
  /** `--eviction-tolerance`. */
  readonly evictionTolerance: number;
  /** What the release fixes: see `vpaBehaviour`. */
  readonly behaviour: Pick<VpaBehaviour, 'quickOomMustBeRecent'>;
}

/** The flags' defaults and the newest release's behaviour (VPA `pkg/updater/config/config.go`). */
export const DEFAULT_UPDATER_CONFIG: UpdaterConfig = {
  minChangePriority: 0.1,
  podLifetimeThresholdMs: 12 * 3_600_000,
  evictAfterOomMs: 10 * 60_000,
  minReplicas: 2,
  evictionTolerance: 0.5,
  behaviour: NEWEST_VPA_BEHAVIOUR,
};

/** How a container last ended (`status.containerStatuses[].lastState.terminated`). */
export interface LastTermination {
  readonly container: string;
  readonly reason: string;
  readonly startedMs: number;
  readonly finishedMs: number;
}

/** `spec.updatePolicy.evictionRequirements[]`. */
export interface EvictionRequirement {
  readonly resources: readonly ResourceName[];
  readonly changeRequirement: 'TargetHigherThanRequests' | 'TargetLowerThanRequests';
}

export interface UpdateInput {
  readonly containers: readonly PodContainer[];
  /** Already adjusted to the pod: see `processRecommendation`. */
  readonly recommendations: readonly ContainerAmounts[];
  readonly policies?: ContainerPolicies;
  /** `status.startTime`. */
  readonly startedMs?: number;
  readonly lastTerminations?: readonly LastTermination[];
  /** The pod's annotation `vpaObservedContainers`: see {@link observedContainers}. */
  readonly observed?: ReadonlySet<string>;
  readonly evictionRequirements?: readonly EvictionRequirement[];
  readonly nowMs: number;
  readonly config: UpdaterConfig;
}

/** Whether the updater would touch the pod, why, and how urgently. */
export interface UpdateDecision {
  readonly update: boolean;
  readonly priority: UpdatePriority;
  readonly reason: Reason;
}

/**
 * Decides on one pod as the updater does: a request outside the recommended range is reason enough; so is a quick OOM kill
 * if anything would change; otherwise the pod must be old enough and the difference large enough. Eviction requirements
 * have the last word.
 *
 * Mirrors VPA `pkg/updater/priority/update_priority_calculator.go` (1.8.1). Budget and rate limit are not looked at here:
 * see {@link mayDisrupt}.
 */
export function decideUpdate(input: UpdateInput): UpdateDecision {
  const priority = updatePriority(input.containers, input.recommendations, input.observed);
  const { update, reason } = wanted(input, priority);
  if (!update || admits(input)) return { update, priority, reason };
  return {
    update: false,
    priority,
    reason: verdict('eviction-requirements', 'The eviction requirements of the VPA are not met.', {}),
  };
}

function wanted(
  input: UpdateInput,
  priority: UpdatePriority,
): { readonly update: boolean; readonly reason: Reason } {
  const { config, nowMs, startedMs } = input;
  const { resourceDiff } = priority;
  const quickOom = hasQuickOom(input);
  if (quickOom && resourceDiff === 0) {
    return no('no-change', 'The container was killed for want of memory, but nothing would change.', {
      resourceDiff,
    });
  }
  if (priority.outsideRecommendedRange) {
    return yes('outside-range', 'A request lies outside the recommended range, or is missing.', {
      resourceDiff,
    });
  }
  if (quickOom) {
    return yes('quick-oom', 'A container was killed for want of memory soon after its start.', {
      resourceDiff,
    });
  }
  if (startedMs === undefined) return no('no-start-time', 'The pod has no start time.', {});
  const ageMs = nowMs - startedMs;
  if (ageMs < config.podLifetimeThresholdMs) {
    return no('young', 'Requests are within the recommended range and the pod is young.', {
      ageMs,
      thresholdMs: config.podLifetimeThresholdMs,
    });
  }
  const figures = { resourceDiff, threshold: config.minChangePriority };
  if (resourceDiff < config.minChangePriority) {
    return no('small-difference', 'Requests are close enough to the target.', figures);
  }
  return yes('difference', 'The pod is old enough and its requests differ enough from the target.', figures);
}

function verdict(rule: string, text: string, inputs: Reason['inputs']): Reason {
  return { rule: `vpa/update/${rule}`, text, inputs };
}

function yes(rule: string, text: string, inputs: Reason['inputs']): { update: true; reason: Reason } {
  return { update: true, reason: verdict(rule, text, inputs) };
}

function no(rule: string, text: string, inputs: Reason['inputs']): { update: false; reason: Reason } {
  return { update: false, reason: verdict(rule, text, inputs) };
}

function hasQuickOom(input: UpdateInput): boolean {
  const { lastTerminations = [], observed, policies = [], nowMs, config } = input;
  return lastTerminations.some(
    ({ container, reason, startedMs, finishedMs }) =>
      reason === 'OOMKilled' &&
      (!observed || observed.has(container)) &&
      isScaled(policies, container) &&
      finishedMs - startedMs < config.evictAfterOomMs &&
      (!config.behaviour.quickOomMustBeRecent || nowMs - finishedMs < config.evictAfterOomMs),
  );
}

/**
 * Whether one container at least meets all requirements. A container without CPU or memory request meets any (VPA
 * `pkg/updater/priority/scaling_direction_pod_eviction_admission.go`).
 */
function admits({ containers, recommendations, evictionRequirements }: UpdateInput): boolean {
  if (!evictionRequirements) return true;
  return containers.some(({ name, requests }) => {
    const target = recommendations.find(({ containerName }) => containerName === name)?.target;
    if (!target) return false;
    if (requests.cpu === undefined || requests.memory === undefined) return true;
    return evictionRequirements.every((requirement) => meets(requirement, requests, target));
  });
}

function meets(
  requirement: EvictionRequirement,
  requests: ResourceAmounts,
  target: ResourceAmounts,
): boolean {
  return requirement.resources.some((resource) => {
    const change = (target[resource] ?? 0) - (requests[resource] ?? 0);
    return requirement.changeRequirement === 'TargetHigherThanRequests' ? change > 0 : change < 0;
  });
}

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/**
 * Reads the annotation `vpaObservedContainers`, `a, b`. `undefined`, which means all containers, when it is absent or
 * holds something that is no container name.
 */
export function observedContainers(annotation: string | undefined): ReadonlySet<string> | undefined {
  if (annotation === undefined) return undefined;
  if (annotation === '') return new Set();
  const names = annotation.split(', ');
  return names.every((name) => DNS_LABEL.test(name)) ? new Set(names) : undefined;
}

/** The pods of one ReplicaSet, StatefulSet or the like, as the updater counts them in one loop. */
export interface DisruptionGroup {
  /** `spec.replicas`; for a Job the number of live pods. */
  readonly configured: number;
  readonly live: number;
  readonly pending: number;
  /** Evicted, or sent to be resized, so far in this loop. */
  readonly disrupted: number;
}

/**
 * Whether the updater may take one more running pod of the group: the group has at least `minReplicas` live pods, and more
 * of them run than must stay, which is all but the share `evictionTolerance`, truncated. When that share is no whole pod,
 * one may go while all run (VPA `pkg/updater/restriction`, 1.8.1). Pending pods may always be evicted.
 */
export function mayDisrupt(group: DisruptionGroup, config: UpdaterConfig, minReplicas?: number): boolean {
  if (group.live < (minReplicas ?? config.minReplicas)) return false;
  const tolerance = Math.trunc(group.configured * config.evictionTolerance);
  const running = group.live - group.pending;
  if (running - group.disrupted > group.configured - tolerance) return true;
  return group.configured === running && tolerance === 0 && group.disrupted === 0;
}
