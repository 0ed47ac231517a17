import {
  assignResources,
  capToPolicy,
  effectiveLimitRange,
  integerCpuContainers,
  policyFor,
  processRecommendation,
  proportionalLimit,
  recommend,
  roundToWholeCores,
  writeCheckpoint,
} from '#core/vpa/index.ts';

import { differences } from '../expectation.ts';
import type { KindHandler } from '../vector.ts';
import { amounts, behaviour, fields, number, optionalNumber, recommenderConfig } from './input.ts';
import { PODS_INPUT, usageModel } from './pods-input.ts';
import { limitRangeItems, oneOf, podContainers, policies, recommendations } from './policy-input.ts';

/** From samples to `status.recommendation`. */
const recommendation: KindHandler = ({ input, expected }) => {
  const given = fields(input, 'input', [...PODS_INPUT, 'flags', 'release', 'annotations', 'atSeconds']);
  const config = recommenderConfig(given.flags, given.release);
  const nowMs = number(given.atSeconds ?? 0, 'input.atSeconds') * 1000;
  const found = recommend({
    config,
    aggregates: usageModel(given, config).aggregates(nowMs),
    policies: policies(given.policies),
    integerCpuContainers: integerCpuContainers((given.annotations ?? {}) as Record<string, string>),
  });
  const containers = found.map(({ reasons, ...amounts }) => ({ ...amounts, reasons: reasons.length }));
  return differences(expected, { containers });
};

/** From samples to the `status` of each container's VerticalPodAutoscalerCheckpoint. */
const checkpointObject: KindHandler = ({ input, expected }) => {
  const given = fields(input, 'input', [...PODS_INPUT, 'flags', 'release', 'atSeconds']);
  const config = recommenderConfig(given.flags, given.release);
  const nowMs = number(given.atSeconds, 'input.atSeconds') * 1000;
  const states = usageModel(given, config).aggregatesForCheckpoint(nowMs);
  const statuses = [...states].map(([container, state]) => [
    container,
    writeCheckpoint(state, { vpa: 'vpa', container, nowMs }).status,
  ]);
  return differences(expected, Object.fromEntries(statuses));
};

/** From a recommendation to what the post-processors make of it: whole cores, then the policy and the global maximum. */
const policy: KindHandler = ({ input, expected }) => {
  const given = fields(input, 'input', ['recommendations', 'policies', 'globalMaxAllowed', 'annotations']);
  const inWholeCores = integerCpuContainers((given.annotations ?? {}) as Record<string, string>);
  const own = policies(given.policies);
  const most = amounts(given.globalMaxAllowed, 'input.globalMaxAllowed');
  const processed = recommendations(given.recommendations).map((found) => {
    const rounded = inWholeCores.has(found.containerName) ? roundToWholeCores(found) : found;
    return capToPolicy(rounded, policyFor(own, found.containerName), most).amounts;
  });
  return differences(expected, { recommendations: processed });
};

/** The one item that has the effect of all LimitRanges; null for none. */
const limitRange: KindHandler = ({ input, expected }) => {
  const given = fields(input, 'input', ['limitRanges', 'type']);
  const type = oneOf(given.type, ['Container', 'Pod'], 'input.type');
  return differences(expected, {
    item: effectiveLimitRange(limitRangeItems(given.limitRanges), type) ?? null,
  });
};

/** From recommendations and a pod to what the updater compares and the admission controller sets. */
const podRecommendation: KindHandler = ({ input, expected }) => {
  const given = fields(input, 'input', [
    'containers',
    'recommendations',
    'policies',
    'limitRanges',
    'release',
  ]);
  const items = limitRangeItems(given.limitRanges);
  const containerLimitRange = effectiveLimitRange(items, 'Container');
  const podLimitRange = effectiveLimitRange(items, 'Pod');
  const pod = {
    containers: podContainers(given.containers),
    recommendations: recommendations(given.recommendations),
    policies: policies(given.policies),
    behaviour: behaviour(given.release),
    ...(containerLimitRange ? { containerLimitRange } : {}),
    ...(podLimitRange ? { podLimitRange } : {}),
  };
  const processed = processRecommendation(pod);
  const annotations = [...processed.annotations].map(([name, texts]) => [name, [...texts].sort()]);
  return differences(expected, {
    recommendations: processed.recommendations,
    annotations: Object.fromEntries(annotations),
    assignments: assignResources(pod).map((assignment) => ({
      ...assignment,
      annotations: [...assignment.annotations].sort(),
    })),
  });
};

/** The limit that belongs to a recommended request; null for none. */
const limit: KindHandler = ({ input, expected }) => {
  const given = fields(input, 'input', [
    'resource',
    'originalLimit',
    'originalRequest',
    'recommendedRequest',
    'defaultLimit',
  ]);
  const of = (name: string) => optionalNumber(given[name], `input.${name}`);
  const found = proportionalLimit(oneOf(given.resource, ['cpu', 'memory'], 'input.resource'), {
    originalLimit: of('originalLimit'),
    originalRequest: of('originalRequest'),
    recommendedRequest: of('recommendedRequest'),
    defaultLimit: of('defaultLimit'),
  });
  return differences(expected, { limit: found.limit ?? null, annotation: found.annotation ?? null });
};

export const recommendationKinds: Readonly<Record<string, KindHandler>> = {
  recommendation,
  'checkpoint-object': checkpointObject,
  policy,
  'limit-range': limitRange,
  'pod-recommendation': podRecommendation,
  'proportional-limit': limit,
};
