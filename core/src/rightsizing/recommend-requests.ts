import type { InsufficientData } from '../forecast/forecast.ts';
import { RESOURCE_NAMES, type ResourceName } from '../vpa/resource-amount.ts';
import type { ContainerResources } from './container-usage.ts';
import { estimateByPercentile } from './percentile-method.ts';
import {
  type ContainerRecommendation,
  DEFAULT_MINIMUM_HISTORY_MS,
  type Rightsizing,
  type RightsizingGap,
  type RightsizingInput,
} from './recommendation.ts';
import { type PooledUsage,poolUsage } from './usage-sample.ts';

/**
 * Recommends requests for every container of a workload from its measured use. Samples after `nowMs` are not used. A
 * container and resource with less history than `minimumHistoryMs` becomes a gap; when there is nothing but gaps, the
 * answer is {@link InsufficientData} with the longest history that there is.
 */
export function recommendRequests(input: RightsizingInput): Rightsizing | InsufficientData {
  const needMs = input.minimumHistoryMs ?? DEFAULT_MINIMUM_HISTORY_MS;
  const recommendations: ContainerRecommendation[] = [];
  const gaps: RightsizingGap[] = [];
  for (const container of input.containers) {
    for (const resource of RESOURCE_NAMES) {
      const usage = poolUsage(input.usage, container.container, resource, input.nowMs);
      if (usage === undefined || usage.spanMs < needMs) {
        gaps.push({ container: container.container, resource, haveMs: usage?.spanMs ?? 0, needMs });
      } else {
        recommendations.push(recommend(input, container, resource, usage));
      }
    }
  }
  if (recommendations.length > 0) return { kind: 'rightsizing', recommendations, gaps };
  return { kind: 'insufficient-data', haveMs: Math.max(0, ...gaps.map((gap) => gap.haveMs)), needMs };
}

function recommend(
  input: RightsizingInput,
  current: ContainerResources,
  resource: ResourceName,
  usage: PooledUsage,
): ContainerRecommendation {
  const { container } = current;
  const currentRequest = current.requests[resource];
  const currentLimit = current.limits[resource];
  const oomKills = (input.oomKills ?? []).filter(
    (kill) => kill.container === container && kill.atMs <= input.nowMs,
  );
  const { lower, target, upper, method, reasons } = estimateByPercentile({
    container,
    resource,
    usage,
    currentLimit,
    oomKills,
  });
  return {
    container,
    resource,
    ...(currentRequest === undefined ? {} : { currentRequest }),
    ...(currentLimit === undefined ? {} : { currentLimit }),
    lower,
    target,
    upper,
    ...(currentRequest ? { wasteShare: (currentRequest - target) / currentRequest } : {}),
    method: 'percentile',
    basis: { source: input.source, asOfMs: usage.lastMs, windowMs: usage.spanMs, method },
    reasons,
  };
}
