import type { InsufficientData } from '../forecast/forecast.ts';
import { quantileOfSorted } from '../stats/quantile.ts';
import { proportionalLimit } from '../vpa/limit-scaling.ts';
import {
  cpuAmountFromCores,
  memoryAmountFromBytes,
  RESOURCE_NAMES,
  type ResourceAmount,
  type ResourceName,
} from '../vpa/resource-amount.ts';
import type { ContainerResources } from './container-usage.ts';
import type { Estimate, EstimateInput } from './estimate.ts';
import { estimateByPercentile } from './percentile-method.ts';
import { type PooledUsage, poolUsage } from './pooled-usage.ts';
import {
  type ContainerRecommendation,
  DEFAULT_MINIMUM_HISTORY_MS,
  type Rightsizing,
  type RightsizingGap,
  type RightsizingInput,
  type UseStatistics,
} from './recommendation.ts';
import { roundUpToReadable } from './rounding.ts';
import { vpaEstimator } from './vpa-method.ts';

/**
 * Recommends requests for every container of a workload from its measured use. Samples after `nowMs` are not used. A
 * container and resource with less history than `minimumHistoryMs` becomes a gap; when there is nothing but gaps, the
 * answer is {@link InsufficientData} with the longest history that there is.
 */
export function recommendRequests(input: RightsizingInput): Rightsizing | InsufficientData {
  const estimator = input.method === 'vpa' ? vpaEstimator(input) : estimateByPercentile;
  const needMs = input.minimumHistoryMs ?? DEFAULT_MINIMUM_HISTORY_MS;
  const recommendations: ContainerRecommendation[] = [];
  const gaps: RightsizingGap[] = [];
  for (const container of input.containers) {
    for (const resource of RESOURCE_NAMES) {
      const usage = poolUsage(input.usage, container.container, resource, input.nowMs);
      const enough = usage !== undefined && usage.spanMs >= needMs;
      const found = enough ? recommend(input, estimator, container, resource, usage) : undefined;
      if (found) recommendations.push(found);
      else gaps.push({ container: container.container, resource, haveMs: usage?.spanMs ?? 0, needMs });
    }
  }
  if (recommendations.length > 0) return { kind: 'rightsizing', recommendations, gaps };
  return { kind: 'insufficient-data', haveMs: Math.max(0, ...gaps.map((gap) => gap.haveMs)), needMs };
}

type Estimator = (input: EstimateInput) => Estimate | undefined;

function recommend(
  input: RightsizingInput,
  estimator: Estimator,
  current: ContainerResources,
  resource: ResourceName,
  usage: PooledUsage,
): ContainerRecommendation | undefined {
  const { container } = current;
  const currentRequest = current.requests[resource];
  const currentLimit = current.limits[resource];
  const oomKills = (input.oomKills ?? []).filter(
    (kill) => kill.container === container && kill.atMs <= input.nowMs,
  );
  const estimate = estimator({ container, resource, usage, currentLimit, oomKills });
  if (!estimate) return undefined;
  const { lower, target, upper, method, reasons } = estimate;
  const targetLimit = limitFor(input, resource, currentRequest, currentLimit, target);
  return {
    container,
    resource,
    ...(currentRequest === undefined ? {} : { currentRequest }),
    ...(currentLimit === undefined ? {} : { currentLimit }),
    lower,
    target,
    upper,
    ...(targetLimit === undefined ? {} : { targetLimit }),
    ...(currentRequest ? { wasteShare: (currentRequest - target) / currentRequest } : {}),
    use: useStatistics(resource, usage),
    method: input.method ?? 'percentile',
    basis: { source: input.source, asOfMs: usage.lastMs, windowMs: usage.spanMs, method },
    reasons,
  };
}

function useStatistics(resource: ResourceName, { ascending }: PooledUsage): UseStatistics {
  const amountOf = resource === 'cpu' ? cpuAmountFromCores : memoryAmountFromBytes;
  const at = (probability: number) => amountOf(quantileOfSorted(ascending, probability));
  return { p50: at(0.5), p95: at(0.95), max: at(1) };
}

function limitFor(
  input: RightsizingInput,
  resource: ResourceName,
  originalRequest: ResourceAmount | undefined,
  originalLimit: ResourceAmount | undefined,
  recommendedRequest: ResourceAmount,
): ResourceAmount | undefined {
  const { limit } = proportionalLimit(resource, {
    originalLimit,
    originalRequest,
    recommendedRequest,
    defaultLimit: undefined,
  });
  if (limit === undefined) return undefined;
  return input.method === 'vpa' ? limit : roundUpToReadable(resource, limit);
}
