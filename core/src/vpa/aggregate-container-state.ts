import { DecayingHistogram } from './decaying-histogram.ts';
import { MIN_SAMPLE_WEIGHT, type RecommenderConfig } from './recommender-config.ts';
import { coresFromCpuAmount, type ResourceAmount } from './resource-amount.ts';
import type { VpaBehaviour } from './versions.ts';

/** What a policy may set for one container; absent fields keep the recommender's flags (feature gate PerVPAConfig). */
export interface AggregationOverrides {
  readonly oomBumpUpRatio?: number;
  readonly oomMinBumpUpBytes?: number;
  readonly memoryAggregationIntervalMs?: number;
  readonly memoryAggregationIntervalCount?: number;
}

/**
 * All that the recommender remembers of containers with one name and equal pod labels: the distribution of CPU samples,
 * the distribution of memory peaks, and how long and how densely they were observed. Count and first and last time come
 * from CPU samples only: a container with nothing but memory samples has no confidence.
 *
 * Mirrors VPA `pkg/recommender/model/aggregate_container_state.go` (1.8.1).
 */
export class AggregateContainerState {
  readonly config: RecommenderConfig;
  readonly createdMs: number;
  readonly cpuUsage: DecayingHistogram;
  readonly memoryPeaks: DecayingHistogram;
  #firstSampleMs: number | undefined;
  #lastSampleMs: number | undefined;
  #totalSamples = 0;
  #overrides: AggregationOverrides = {};

  constructor(config: RecommenderConfig, createdMs: number) {
    this.config = config;
    this.createdMs = createdMs;
    this.cpuUsage = new DecayingHistogram(config.cpuHistogram, config.cpuHalfLifeMs);
    this.memoryPeaks = new DecayingHistogram(config.memoryHistogram, config.memoryHalfLifeMs);
  }

  /** Absent before the first CPU sample. */
  get firstSampleMs(): number | undefined {
    return this.#firstSampleMs;
  }

  get lastSampleMs(): number | undefined {
    return this.#lastSampleMs;
  }

  get totalSamples(): number {
    return this.#totalSamples;
  }

  get oomBumpUpRatio(): number {
    return this.#overrides.oomBumpUpRatio ?? this.config.oomBumpUpRatio;
  }

  get oomMinBumpUpBytes(): number {
    return this.#overrides.oomMinBumpUpBytes ?? this.config.oomMinBumpUpBytes;
  }

  get memoryAggregationIntervalMs(): number {
    return this.#overrides.memoryAggregationIntervalMs ?? this.config.memoryAggregationIntervalMs;
  }

  /** How long samples count: intervals × their length. */
  get windowMs(): number {
    const count =
      this.#overrides.memoryAggregationIntervalCount ?? this.config.memoryAggregationIntervalCount;
    return this.memoryAggregationIntervalMs * count;
  }

  get oomStaleness(): VpaBehaviour['oomStaleness'] {
    return this.config.behaviour.oomStaleness;
  }

  override(overrides: AggregationOverrides): void {
    this.#overrides = overrides;
  }

  /** Adds a sample in millicores. `request`, also millicores, counts only for `cpuSampleWeight: 'request'`. */
  addCpuSample(usage: ResourceAmount, timeMs: number, request: ResourceAmount = 0): void {
    const weight =
      this.config.behaviour.cpuSampleWeight === 'constant'
        ? MIN_SAMPLE_WEIGHT
        : Math.max(coresFromCpuAmount(request), MIN_SAMPLE_WEIGHT);
    this.cpuUsage.add(coresFromCpuAmount(usage), weight, timeMs);
    if (this.#lastSampleMs === undefined || timeMs > this.#lastSampleMs) this.#lastSampleMs = timeMs;
    if (this.#firstSampleMs === undefined || timeMs < this.#firstSampleMs) this.#firstSampleMs = timeMs;
    this.#totalSamples++;
  }

  /** Adds the memory peak, in bytes, of an aggregation interval that ends at the given time. */
  addMemoryPeak(peak: ResourceAmount, intervalEndMs: number): void {
    this.memoryPeaks.add(peak, 1, intervalEndMs);
  }

  subtractMemoryPeak(peak: ResourceAmount, intervalEndMs: number): void {
    this.memoryPeaks.subtract(peak, 1, intervalEndMs);
  }

  /** Adds another aggregate of the same container; its histograms may be brought to a younger reference. */
  merge(other: AggregateContainerState): void {
    this.cpuUsage.merge(other.cpuUsage);
    this.memoryPeaks.merge(other.memoryPeaks);
    this.addObservation(other.firstSampleMs, other.lastSampleMs, other.totalSamples);
  }

  /** Widens the observed stretch and adds to the count, without touching the histograms. */
  addObservation(firstMs: number | undefined, lastMs: number | undefined, samples: number): void {
    this.#firstSampleMs = earlier(this.#firstSampleMs, firstMs);
    this.#lastSampleMs = later(this.#lastSampleMs, lastMs);
    this.#totalSamples += samples;
  }

  /** Without a sample for the whole window (by default eight days), counted from creation when there never was one. */
  isExpired(nowMs: number): boolean {
    const lastSignOfLife = this.#totalSamples === 0 ? this.createdMs : (this.#lastSampleMs ?? -Infinity);
    return nowMs - lastSignOfLife >= this.windowMs;
  }
}

function earlier(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Math.min(a, b);
}

function later(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Math.max(a, b);
}
