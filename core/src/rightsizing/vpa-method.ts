import type { Reason } from '../evidence/index.ts';
import type { AggregateContainerState } from '../vpa/aggregate-container-state.ts';
import { recommend, type RecommendedContainerResources } from '../vpa/recommend.ts';
import { DEFAULT_RECOMMENDER_CONFIG } from '../vpa/recommender-config.ts';
import {
  cpuAmountFromCores,
  memoryAmountFromBytes,
  type ResourceAmount,
  type ResourceName,
} from '../vpa/resource-amount.ts';
import { UsageModel } from '../vpa/usage-model.ts';
import { NEWEST_VPA_VERSION } from '../vpa/versions.ts';
import type { OomKill } from './container-usage.ts';
import type { Estimate, EstimateInput } from './estimate.ts';
import type { RightsizingInput } from './recommendation.ts';

const MINUTE_MS = 60_000;

/**
 * What the VPA's recommender would say had it seen these samples: all of them go through its histograms, memory peaks and
 * estimators, with default flags. Amounts stay exact, so that they compare with a real VPA's status; only the sample times
 * differ, and with them the confidence, which expects a CPU sample a minute. All containers count when the per-pod minimum
 * is split, also those that only the usage knows.
 */
export function vpaEstimator(input: RightsizingInput): (wanted: EstimateInput) => Estimate | undefined {
  const aggregates = vpaAggregates(input);
  const recommendations = recommend({ config: DEFAULT_RECOMMENDER_CONFIG, aggregates });
  return ({ container, resource, usage }) => {
    const found = recommendations.find(({ containerName }) => containerName === container);
    const [lower, target, upper] = [
      found?.lowerBound[resource],
      found?.target[resource],
      found?.upperBound[resource],
    ];
    if (!found || lower === undefined || target === undefined || upper === undefined) return undefined;
    return {
      lower,
      target,
      upper,
      method: `VPA ${NEWEST_VPA_VERSION} recommender, a sample every ${Math.round(usage.stepMs / 1000)} s`,
      reasons: [...reasonsFor(found, resource), ...coarseSamples(usage.stepMs)],
    };
  };
}

function reasonsFor(found: RecommendedContainerResources, resource: ResourceName): readonly Reason[] {
  return found.reasons.filter((reason) => reason.inputs.resource === resource);
}

function coarseSamples(stepMs: number): readonly Reason[] {
  if (stepMs < 2 * MINUTE_MS) return [];
  return [
    {
      rule: 'rightsizing/coarse-samples',
      text:
        `Samples are ${Math.round(stepMs / 1000)} s apart and the recommender expects 60 s: ` +
        'its confidence is lower for it and the bounds are wider than those of a VPA that watches live.',
      inputs: { sampleIntervalMs: stepMs },
    },
  ];
}

/** A sample, or an OOM kill, of one container of one pod. */
interface UsageEvent {
  readonly pod: string;
  readonly container: string;
  readonly resource: ResourceName;
  readonly timeMs: number;
  readonly amount: ResourceAmount;
  readonly oom: boolean;
}

/** What the recommender would remember of these samples, by container. */
export function vpaAggregates(
  input: Pick<RightsizingInput, 'containers' | 'usage' | 'oomKills' | 'nowMs'>,
): ReadonlyMap<string, AggregateContainerState> {
  return fedModel(input).aggregates(input.nowMs);
}

function fedModel(input: Parameters<typeof vpaAggregates>[0]): UsageModel {
  const model = new UsageModel({ config: DEFAULT_RECOMMENDER_CONFIG });
  const pods = new Set(input.usage.map(({ pod }) => pod));
  const names = new Set([
    ...input.containers.map(({ container }) => container),
    ...input.usage.map(({ container }) => container),
  ]);
  for (const pod of pods) {
    for (const name of names) model.addContainer(pod, {}, name, input.nowMs);
  }
  for (const { pod, container, resource, timeMs, amount, oom } of eventsOf(input)) {
    if (oom) model.recordOom(pod, container, timeMs, amount);
    else model.addSample(pod, container, resource, amount, timeMs);
  }
  return model;
}

function eventsOf({
  usage,
  oomKills = [],
  nowMs,
}: Parameters<typeof vpaAggregates>[0]): readonly UsageEvent[] {
  const events: UsageEvent[] = oomKills.map(eventOfKill);
  for (const { pod, container, resource, series } of usage) {
    const amountOf = resource === 'cpu' ? cpuAmountFromCores : memoryAmountFromBytes;
    for (const [index, timeMs] of series.timestampsMs.entries()) {
      const amount = amountOf(series.values[index] ?? 0);
      events.push({ pod, container, resource, timeMs, amount, oom: false });
    }
  }
  return events.filter(({ timeMs }) => timeMs <= nowMs).sort(byTime);
}

function eventOfKill({ pod, container, atMs, requestBytes }: OomKill): UsageEvent {
  return { pod, container, resource: 'memory', timeMs: atMs, amount: requestBytes, oom: true };
}

/** A kill comes after the sample of the same moment, which is what it was killed for. */
function byTime(a: UsageEvent, b: UsageEvent): number {
  return a.timeMs - b.timeMs || Number(a.oom) - Number(b.oom);
}
