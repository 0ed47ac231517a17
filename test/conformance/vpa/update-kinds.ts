import {
  admitsEviction,
  compareUpdatePriority,
  type ContainerAmounts,
  decideUpdate,
  DEFAULT_UPDATER_CONFIG,
  type EvictionRequirement,
  type LastTermination,
  mayDisrupt,
  observedContainers,
  type PodContainer,
  UPDATE_MODES,
  type UpdateMode,
  updatePriority,
  type UpdaterConfig,
} from '#core/vpa/index.ts';

import { differences } from '../expectation.ts';
import type { KindHandler } from '../vector.ts';
import {
  behaviour,
  type Fields,
  fields,
  list,
  number,
  optionalList,
  optionalNumber,
  optionalText,
  text,
} from './input.ts';
import { oneOf, podContainers, policies, recommendations, resources } from './policy-input.ts';

/** Containers and recommendations as in `pod-recommendation`, or the short form: `cpuRequestMilli`, `cpuTargetMilli`, `cpuLowerMilli`, `cpuUpperMilli`, `memory…Bytes`. */
const priority: KindHandler = ({ input, expected }) => {
  const given = fields(input, 'input', ['containers', 'recommendations', 'observedContainers']);
  const observed = observedContainers(optionalText(given.observedContainers, 'input.observedContainers'));
  if (given.recommendations !== undefined) {
    const containers = podContainers(given.containers);
    return differences(
      expected,
      updatePriority(containers, recommendations(given.recommendations), observed),
    );
  }
  const pairs = list(given.containers, 'input.containers').map((entry, index) =>
    shortContainer(entry, `input.containers[${index}]`, index),
  );
  const found = updatePriority(
    pairs.map(({ container }) => container),
    pairs.map(({ recommended }) => recommended),
    observed,
  );
  return differences(expected, found);
};

const CPU_FIELDS = ['cpuRequestMilli', 'cpuTargetMilli', 'cpuLowerMilli', 'cpuUpperMilli'];
const CPU_BOUND_FIELDS = ['cpuLowerBoundMilli', 'cpuUpperBoundMilli'];
const MEMORY_FIELDS = ['memoryRequestBytes', 'memoryTargetBytes', 'memoryLowerBytes', 'memoryUpperBytes'];
const MEMORY_BOUND_FIELDS = ['memoryLowerBoundBytes', 'memoryUpperBoundBytes'];

function shortContainer(
  entry: unknown,
  path: string,
  index: number,
): { readonly container: PodContainer; readonly recommended: ContainerAmounts } {
  const given = fields(entry, path, [
    'name',
    ...CPU_FIELDS,
    ...CPU_BOUND_FIELDS,
    ...MEMORY_FIELDS,
    ...MEMORY_BOUND_FIELDS,
  ]);
  const name = optionalText(given.name, `${path}.name`) ?? `container-${index + 1}`;
  const pair = (part: string) => {
    const find = (resource: string, unit: string) =>
      optionalNumber(given[`${resource}${part}${unit}`] ?? given[`${resource}${part}Bound${unit}`], path);
    const [cpu, memory] = [find('cpu', 'Milli'), find('memory', 'Bytes')];
    return { ...(cpu === undefined ? {} : { cpu }), ...(memory === undefined ? {} : { memory }) };
  };
  return {
    container: { name, requests: pair('Request'), limits: {} },
    recommended: {
      containerName: name,
      target: pair('Target'),
      lowerBound: pair('Lower'),
      upperBound: pair('Upper'),
    },
  };
}

/** Whether the updater would touch a pod. Ages are seconds before now. */
const decision: KindHandler = ({ input, expected }) => {
  const given = fields(input, 'input', [
    'containers',
    'recommendations',
    'policies',
    'startedSecondsAgo',
    'lastTerminations',
    'observedContainers',
    'evictionRequirements',
    'updateMode',
    'lastInfeasible',
    'flags',
    'release',
  ]);
  const { updateMode, lastInfeasible } = given;
  const started = optionalNumber(given.startedSecondsAgo, 'input.startedSecondsAgo');
  const observed = observedContainers(optionalText(given.observedContainers, 'input.observedContainers'));
  const required = given.evictionRequirements;
  const found = decideUpdate({
    containers: podContainers(given.containers),
    recommendations: recommendations(given.recommendations),
    policies: policies(given.policies),
    lastTerminations: lastTerminations(given.lastTerminations),
    nowMs: 0,
    config: updaterConfig(given),
    ...(started === undefined ? {} : { startedMs: -started * 1000 }),
    ...(observed === undefined ? {} : { observed }),
    ...(required === undefined ? {} : { evictionRequirements: evictionRequirements(required) }),
    ...(updateMode === undefined ? {} : { updateMode: oneOf(updateMode, MODES, 'input.updateMode') }),
    ...(lastInfeasible === undefined
      ? {}
      : { lastInfeasible: recommendations(lastInfeasible, 'input.lastInfeasible') }),
  });
  return differences(expected, { update: found.update, rule: found.reason.rule, ...found.priority });
};

const MODES = Object.keys(UPDATE_MODES) as UpdateMode[];

/** Whether the eviction requirements let a pod go that the updater would take. */
const eviction: KindHandler = ({ input, expected }) => {
  const given = fields(input, 'input', ['containers', 'recommendations', 'evictionRequirements']);
  const required = given.evictionRequirements;
  const admitted = admitsEviction(
    podContainers(given.containers),
    recommendations(given.recommendations),
    required === undefined || required === null ? undefined : evictionRequirements(required),
  );
  return differences(expected, { admitted });
};

/** In which order pods go. */
const order: KindHandler = ({ input, expected }) => {
  const given = fields(input, 'input', ['pods']);
  const pods = list(given.pods, 'input.pods').map((entry, index) => {
    const path = `input.pods[${index}]`;
    const pod = fields(entry, path, ['name', 'outsideRecommendedRange', 'scaleUp', 'resourceDiff']);
    return {
      name: text(pod.name, `${path}.name`),
      outsideRecommendedRange: pod.outsideRecommendedRange === true,
      scaleUp: pod.scaleUp === true,
      resourceDiff: optionalNumber(pod.resourceDiff, `${path}.resourceDiff`) ?? 0,
    };
  });
  return differences(expected, { order: [...pods].sort(compareUpdatePriority).map(({ name }) => name) });
};

function lastTerminations(value: unknown): readonly LastTermination[] {
  return optionalList(value, 'input.lastTerminations').map((entry, index) => {
    const path = `input.lastTerminations[${index}]`;
    const given = fields(entry, path, ['container', 'reason', 'startedSecondsAgo', 'finishedSecondsAgo']);
    return {
      container: text(given.container, `${path}.container`),
      reason: text(given.reason, `${path}.reason`),
      startedMs: -number(given.startedSecondsAgo, `${path}.startedSecondsAgo`) * 1000,
      finishedMs: -number(given.finishedSecondsAgo, `${path}.finishedSecondsAgo`) * 1000,
    };
  });
}

function evictionRequirements(value: unknown): readonly EvictionRequirement[] {
  return list(value, 'input.evictionRequirements').map((entry, index) => {
    const path = `input.evictionRequirements[${index}]`;
    const given = fields(entry, path, ['resources', 'changeRequirement']);
    return {
      resources: resources(given.resources, path),
      changeRequirement: oneOf(
        given.changeRequirement,
        ['TargetHigherThanRequests', 'TargetLowerThanRequests'],
        path,
      ),
    };
  });
}

function updaterConfig(given: Fields): UpdaterConfig {
  const flags = fields(given.flags ?? {}, 'input.flags', [
    'pod-update-threshold',
    'in-recommendation-bounds-eviction-lifetime-threshold',
    'evict-after-oom-threshold',
    'min-replicas',
    'eviction-tolerance',
  ]);
  const base = DEFAULT_UPDATER_CONFIG;
  const flag = (name: string) => optionalNumber(flags[name], `input.flags.${name}`);
  const lifetime = flag('in-recommendation-bounds-eviction-lifetime-threshold');
  const oom = flag('evict-after-oom-threshold');
  return {
    minChangePriority: flag('pod-update-threshold') ?? base.minChangePriority,
    podLifetimeThresholdMs: lifetime === undefined ? base.podLifetimeThresholdMs : lifetime * 1000,
    evictAfterOomMs: oom === undefined ? base.evictAfterOomMs : oom * 1000,
    minReplicas: flag('min-replicas') ?? base.minReplicas,
    evictionTolerance: flag('eviction-tolerance') ?? base.evictionTolerance,
    behaviour: behaviour(given.release),
  };
}

/** Whether one more pod of a group may go. */
const disruption: KindHandler = ({ input, expected }) => {
  const given = fields(input, 'input', [
    'configured',
    'live',
    'pending',
    'disrupted',
    'minReplicas',
    'podPending',
    'flags',
    'release',
  ]);
  const of = (name: string) => optionalNumber(given[name], `input.${name}`) ?? 0;
  const group = {
    configured: of('configured'),
    live: of('live'),
    pending: of('pending'),
    disrupted: of('disrupted'),
  };
  const minReplicas = optionalNumber(given.minReplicas, 'input.minReplicas');
  const details = { minReplicas, isPending: given.podPending === true };
  return differences(expected, { allowed: mayDisrupt(group, updaterConfig(given), details) });
};

export const updateKinds: Readonly<Record<string, KindHandler>> = {
  'update-priority': priority,
  'update-decision': decision,
  'update-order': order,
  'eviction-requirements': eviction,
  disruption,
};
