import type { Reason } from '../evidence/index.ts';
import { admitsEviction, type EvictionRequirement } from './eviction-requirements.ts';
import type { ContainerAmounts, PodContainer } from './pod-container.ts';
import { RESOURCE_NAMES } from './resource-amount.ts';
import { type ContainerPolicies, isScaled } from './resource-policy.ts';
import type { UpdateMode } from './update-mode.ts';
import { type UpdatePriority, updatePriority } from './update-priority.ts';
import type { UpdaterConfig } from './updater-config.ts';

/** How a container last ended (`status.containerStatuses[].lastState.terminated`). */
export interface LastTermination {
  readonly container: string;
  readonly reason: string;
  readonly startedMs: number;
  readonly finishedMs: number;
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
  /** Default: one that evicts. */
  readonly updateMode?: UpdateMode;
  /** The last recommendation that the node could not make room for, which the updater remembers by pod. */
  readonly lastInfeasible?: readonly ContainerAmounts[];
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
 * see `mayDisrupt`.
 */
export function decideUpdate(input: UpdateInput): UpdateDecision {
  const priority = updatePriority(input.containers, input.recommendations, input.observed);
  const { update, reason } = isHopeless(input) ? HOPELESS : wanted(input, priority);
  const { containers, recommendations, evictionRequirements } = input;
  if (!update || admitsEviction(containers, recommendations, evictionRequirements)) {
    return { update, priority, reason };
  }
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

const HOPELESS = no(
  'infeasible',
  'The node had no room for the last recommendation, and this one is no smaller.',
  {},
);

/** In mode InPlace a resize that was infeasible is tried again only when some target has become smaller. */
function isHopeless({ updateMode, lastInfeasible, recommendations }: UpdateInput): boolean {
  if (updateMode !== 'InPlace' || lastInfeasible === undefined) return false;
  return !recommendations.some(({ containerName, target }) => {
    const before = lastInfeasible.find((found) => found.containerName === containerName)?.target ?? {};
    return RESOURCE_NAMES.some(
      (resource) => (target[resource] ?? Infinity) < (before[resource] ?? -Infinity),
    );
  });
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
