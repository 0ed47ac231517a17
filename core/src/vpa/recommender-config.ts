import { exponentialHistogramOptions, type HistogramOptions } from './histogram-options.ts';
import { NEWEST_VPA_BEHAVIOUR, type VpaBehaviour } from './versions.ts';

const HOUR_MS = 3_600_000;
const MIB = 1024 * 1024;

/** A percentile for each bound, 0–1. */
export interface BoundPercentiles {
  readonly target: number;
  readonly lowerBound: number;
  readonly upperBound: number;
}

/** What a recommender is started with: its flags, and what its release fixes. Durations are milliseconds. */
export interface RecommenderConfig {
  /** `--target-cpu-percentile`, `--recommendation-lower-bound-cpu-percentile`, `--recommendation-upper-bound-cpu-percentile`. */
  readonly cpuPercentiles: BoundPercentiles;
  readonly memoryPercentiles: BoundPercentiles;
  /** `--recommendation-margin-fraction`. */
  readonly marginFraction: number;
  /** `--pod-recommendation-min-cpu-millicores`. */
  readonly podMinCpuMillicores: number;
  /** `--pod-recommendation-min-memory-mb`, which counts in MiB. */
  readonly podMinMemoryMib: number;
  /** `--confidence-interval-cpu`, `--confidence-interval-memory`. */
  readonly confidenceIntervalCpuMs: number;
  readonly confidenceIntervalMemoryMs: number;
  /** `--cpu-histogram-decay-half-life`, `--memory-histogram-decay-half-life`. */
  readonly cpuHalfLifeMs: number;
  readonly memoryHalfLifeMs: number;
  /** `--memory-aggregation-interval`, `--memory-aggregation-interval-count`. */
  readonly memoryAggregationIntervalMs: number;
  readonly memoryAggregationIntervalCount: number;
  /** `--oom-bump-up-ratio`, `--oom-min-bump-up-bytes`. */
  readonly oomBumpUpRatio: number;
  readonly oomMinBumpUpBytes: number;
  /** `--round-cpu-millicores`, `--round-memory-bytes`; 1 rounds nothing. */
  readonly roundCpuMillicores: number;
  readonly roundMemoryBytes: number;
  /** `--container-recommendation-max-allowed-cpu` (millicores) and `-memory` (bytes). */
  readonly globalMaxAllowed: { readonly cpu?: number; readonly memory?: number };
  /** What the release fixes: see `vpaBehaviour`. */
  readonly behaviour: Pick<VpaBehaviour, 'cpuSampleWeight' | 'oomStaleness'>;
  readonly cpuHistogram: HistogramOptions;
  readonly memoryHistogram: HistogramOptions;
}

/** The smallest weight of a sample before it decays. */
export const MIN_SAMPLE_WEIGHT = 0.1;

/** Buckets below this weight are empty: a sample of least weight still counts after eight half-lives. */
const EPSILON = 0.001 * MIN_SAMPLE_WEIGHT;

/** Every bucket is 5 % wider than the one before. */
const BUCKET_GROWTH = 0.05;

/**
 * The flags' defaults, equal in all releases that have them, with the newest release's behaviour (VPA
 * `pkg/recommender/config/config.go`, `pkg/recommender/model/aggregations_config.go`).
 */
export const DEFAULT_RECOMMENDER_CONFIG: RecommenderConfig = {
  cpuPercentiles: { target: 0.9, lowerBound: 0.5, upperBound: 0.95 },
  memoryPercentiles: { target: 0.9, lowerBound: 0.5, upperBound: 0.95 },
  marginFraction: 0.15,
  podMinCpuMillicores: 25,
  podMinMemoryMib: 250,
  confidenceIntervalCpuMs: 24 * HOUR_MS,
  confidenceIntervalMemoryMs: 24 * HOUR_MS,
  cpuHalfLifeMs: 24 * HOUR_MS,
  memoryHalfLifeMs: 24 * HOUR_MS,
  memoryAggregationIntervalMs: 24 * HOUR_MS,
  memoryAggregationIntervalCount: 8,
  oomBumpUpRatio: 1.2,
  oomMinBumpUpBytes: 100 * MIB,
  roundCpuMillicores: 1,
  roundMemoryBytes: 1,
  globalMaxAllowed: {},
  behaviour: NEWEST_VPA_BEHAVIOUR,
  cpuHistogram: exponentialHistogramOptions({
    maxValue: 1000,
    firstBucketSize: 0.01,
    ratio: 1 + BUCKET_GROWTH,
    epsilon: EPSILON,
  }),
  memoryHistogram: exponentialHistogramOptions({
    maxValue: 1e12,
    firstBucketSize: 1e7,
    ratio: 1 + BUCKET_GROWTH,
    epsilon: EPSILON,
  }),
};
