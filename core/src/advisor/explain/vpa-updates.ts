import { runningContainers } from '../../apis/pod-template.ts';
import type { Reason } from '../../evidence/index.ts';
import {
  type ContainerAmounts,
  containerPoliciesOf,
  decideUpdate,
  DEFAULT_UPDATER_CONFIG,
  effectiveLimitRange,
  type EvictionRequirement,
  inForce,
  mayDisrupt,
  observedContainers,
  type PodContainer,
  processRecommendation,
  RESOURCE_NAMES,
  resourceAmountsOf,
  UPDATE_MODES,
  updateModeOf,
} from '../../vpa/index.ts';
import { reportReason } from '../report-basis.ts';
import type { ExplainedPod } from './explanation.ts';
import type { VpaFacts, VpaPod } from './vpa-facts.ts';

/** What the updater would do to each pod with these recommendations; nothing in a mode that leaves running pods alone. */
export function podUpdates(
  facts: VpaFacts,
  recommendations: readonly ContainerAmounts[],
  nowMs: number,
): ExplainedPod[] {
  const mode = updateModeOf(facts.vpa.updatePolicy?.updateMode);
  const effect = mode && UPDATE_MODES[mode];
  if (recommendations.length === 0 || effect === undefined) return [];
  if (!effect.evicts && !effect.resizesInPlace) return [];
  const policies = containerPoliciesOf(facts.vpa);
  const ranges = {
    containerLimitRange: effectiveLimitRange(facts.limitRanges, 'Container'),
    podLimitRange: effectiveLimitRange(facts.limitRanges, 'Pod'),
  };
  const living = facts.pods.filter(({ view: { metadata, phase } }) => {
    return metadata.deletionMs === undefined && (phase === 'Running' || phase === 'Pending');
  });
  const group = {
    configured: facts.workload?.desiredPods ?? living.length,
    live: living.length,
    pending: living.filter(({ view }) => view.phase === 'Pending').length,
    disrupted: 0,
  };
  const minReplicas = facts.vpa.updatePolicy?.minReplicas;
  return living.map((pod) => {
    const isPending = pod.view.phase === 'Pending';
    const allowed = mayDisrupt(group, DEFAULT_UPDATER_CONFIG, { minReplicas, isPending });
    const containers = containersOf(pod);
    const adjusted = processRecommendation({ containers, recommendations, policies, ...defined(ranges) });
    const observed = observedContainers(pod.view.metadata.annotations.vpaObservedContainers);
    const { startMs } = pod.view;
    const { update, reason } = decideUpdate({
      containers,
      recommendations: adjusted.recommendations,
      policies,
      ...(startMs === undefined ? {} : { startedMs: startMs }),
      lastTerminations: pod.lastTerminations,
      ...(observed === undefined ? {} : { observed }),
      ...requirementsOf(facts),
      nowMs,
      config: DEFAULT_UPDATER_CONFIG,
    });
    const steps: Reason[] = [reason];
    if (update && !allowed) steps.push(tooFew(living.length));
    const cappings = [...adjusted.annotations].map(
      ([container, texts]) => `${container}: ${texts.join(', ')}`,
    );
    return {
      pod: pod.view.metadata.name ?? '',
      update: update && allowed,
      text: [...steps.map(({ text }) => text), ...cappings].join(' '),
      steps: steps.map(reportReason),
    };
  });
}

function containersOf({ view, reportedResources }: VpaPod): readonly PodContainer[] {
  return runningContainers(view.template).map(({ name, requests, limits }) =>
    inForce(
      { name, requests: resourceAmountsOf(requests), limits: resourceAmountsOf(limits) },
      reportedResources.get(name),
    ),
  );
}

function tooFew(live: number): Reason {
  const text = `With ${live} live ${live === 1 ? 'pod' : 'pods'} the updater takes none.`;
  return { rule: 'vpa/update/too-few-pods', text, inputs: { live } };
}

/** Words that the API does not know leave a requirement that nothing meets out, as upstream ignores the object then. */
function requirementsOf({ vpa }: VpaFacts): {
  readonly evictionRequirements?: readonly EvictionRequirement[];
} {
  const written = vpa.updatePolicy?.evictionRequirements;
  if (written === undefined) return {};
  return {
    evictionRequirements: written.flatMap(({ resources, changeRequirement }) =>
      changeRequirement === 'TargetHigherThanRequests' || changeRequirement === 'TargetLowerThanRequests'
        ? [{ resources: RESOURCE_NAMES.filter((name) => resources.includes(name)), changeRequirement }]
        : [],
    ),
  };
}

function defined<T extends object>(values: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}
