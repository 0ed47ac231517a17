import type { AggregateContainerState } from './aggregate-container-state.ts';
import type { RecommenderConfig } from './recommender-config.ts';
import {
  cpuAmountFromCores,
  memoryAmountFromBytes,
  type ResourceAmount,
  type ResourceName,
  scaleAmount,
} from './resource-amount.ts';

/** The three figures that the recommender gives for a resource. */
export type Bound = 'target' | 'lowerBound' | 'upperBound';

/** One figure and the steps that led to it, each of which truncates to whole millicores or bytes. */
export interface Estimation {
  readonly bound: Bound;
  readonly percentile: number;
  /** The histogram's percentile. */
  readonly base: ResourceAmount;
  readonly withMargin: ResourceAmount;
  readonly withConfidence: ResourceAmount;
  /** The per-pod minimum's share of this container. */
  readonly minimum: ResourceAmount;
  readonly value: ResourceAmount;
}

/** How little history stretches a bound: `value × (1 + multiplier ÷ confidence)^exponent`. */
export interface ConfidenceStretch {
  readonly multiplier: number;
  readonly exponent: number;
}

/** The target has none; the bounds close in on it as history grows, the lower one within the first hour. */
const STRETCH: Readonly<Record<Bound, ConfidenceStretch | undefined>> = {
  target: undefined,
  lowerBound: { multiplier: 0.001, exponent: -2 },
  upperBound: { multiplier: 1, exponent: 1 },
};

const MINUTE_MS = 60_000;

/**
 * How much the history is worth: the smaller of its length and its number of samples at one a minute, both in units of
 * the confidence interval. A steady sample every minute over N days gives N. 0 without CPU samples.
 */
export function confidenceOf(
  observed: Pick<AggregateContainerState, 'firstSampleMs' | 'lastSampleMs' | 'totalSamples'>,
  confidenceIntervalMs: number,
): number {
  const { firstSampleMs, lastSampleMs, totalSamples } = observed;
  if (firstSampleMs === undefined || lastSampleMs === undefined) return 0;
  const lifespan = (lastSampleMs - firstSampleMs) / confidenceIntervalMs;
  const samples = totalSamples / (confidenceIntervalMs / MINUTE_MS);
  return Math.min(lifespan, samples);
}

/** `base + ⌊base × marginFraction⌋`. */
export function addMargin(base: ResourceAmount, marginFraction: number): ResourceAmount {
  return base + scaleAmount(base, marginFraction);
}

/** `⌊base × (1 + multiplier ÷ confidence)^exponent⌋`, at most 1e14; confidence 0 gives that cap or 0. */
export function applyConfidence(
  base: ResourceAmount,
  { multiplier, exponent }: ConfidenceStretch,
  confidence: number,
): ResourceAmount {
  return scaleAmount(base, (1 + multiplier / confidence) ** exponent);
}

/** What the pod's minimum leaves for each of its containers, truncated. */
export function minimumPerContainer(
  resource: ResourceName,
  config: Pick<RecommenderConfig, 'podMinCpuMillicores' | 'podMinMemoryMib'>,
  containers: number,
): ResourceAmount {
  const podMinimum =
    resource === 'cpu'
      ? cpuAmountFromCores(config.podMinCpuMillicores * 0.001)
      : memoryAmountFromBytes(config.podMinMemoryMib * 1024 * 1024);
  return scaleAmount(podMinimum, 1 / containers);
}

/**
 * Estimates one bound of one resource: percentile, then safety margin, then confidence, then the per-pod minimum, in this
 * order (VPA `pkg/recommender/logic/{estimator,recommender}.go`, 1.8.1).
 */
export function estimate(
  state: AggregateContainerState,
  resource: ResourceName,
  bound: Bound,
  minimum: ResourceAmount,
): Estimation {
  const { config } = state;
  const isCpu = resource === 'cpu';
  const percentile = (isCpu ? config.cpuPercentiles : config.memoryPercentiles)[bound];
  const base = isCpu
    ? cpuAmountFromCores(state.cpuUsage.percentile(percentile))
    : memoryAmountFromBytes(state.memoryPeaks.percentile(percentile));
  const withMargin = addMargin(base, config.marginFraction);
  const interval = isCpu ? config.confidenceIntervalCpuMs : config.confidenceIntervalMemoryMs;
  const stretch = STRETCH[bound];
  const withConfidence = stretch
    ? applyConfidence(withMargin, stretch, confidenceOf(state, interval))
    : withMargin;
  const value = Math.max(withConfidence, minimum);
  return { bound, percentile, base, withMargin, withConfidence, minimum, value };
}
