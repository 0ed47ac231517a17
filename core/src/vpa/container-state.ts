import type { AggregateContainerState } from './aggregate-container-state.ts';
import { memoryAmountFromBytes, type ResourceAmount, scaleAmount } from './resource-amount.ts';

/** The histogram that a container's memory peaks go to, and the settings that govern them. */
export type MemoryPeakSink = Pick<
  AggregateContainerState,
  | 'addMemoryPeak'
  | 'subtractMemoryPeak'
  | 'oomBumpUpRatio'
  | 'oomMinBumpUpBytes'
  | 'memoryAggregationIntervalMs'
  | 'oomStaleness'
>;

/** Where all of a container's samples go. */
export type UsageSink = MemoryPeakSink & Pick<AggregateContainerState, 'addCpuSample'>;

/**
 * One running container: turns its samples into what the aggregate keeps. Every CPU sample counts; of memory, the
 * highest of each aggregation interval, and the interval begins with the container's first memory sample.
 *
 * Mirrors VPA `pkg/recommender/model/container.go` (1.8.1). Amounts are millicores and bytes, times epoch milliseconds.
 */
export class ContainerState {
  readonly #sink: UsageSink;
  #lastCpuSampleMs: number | undefined;
  #lastMemorySampleMs: number | undefined;
  #windowEndMs: number | undefined;
  #usagePeak = 0;
  #oomPeak = 0;

  constructor(sink: UsageSink) {
    this.#sink = sink;
  }

  /** End of the current memory interval, which does not belong to it; absent before the first memory sample. */
  get windowEndMs(): number | undefined {
    return this.#windowEndMs;
  }

  /** Highest memory use in the current interval, measured or estimated from an OOM kill. */
  get maxMemoryPeak(): ResourceAmount {
    return Math.max(this.#usagePeak, this.#oomPeak);
  }

  /**
   * Takes a CPU sample; false when it is negative or not younger than the last one. `request` is the one at the time of the
   * sample, which only `cpuSampleWeight: 'request'` looks at, and which no recommender ever filled in.
   */
  addCpuSample(usage: ResourceAmount, timeMs: number, request: ResourceAmount = 0): boolean {
    const last = this.#lastCpuSampleMs;
    if (!(usage >= 0) || (last !== undefined && timeMs <= last)) return false;
    this.#sink.addCpuSample(usage, timeMs, request);
    this.#lastCpuSampleMs = timeMs;
    return true;
  }

  /** Takes a memory sample; false when it is negative or older than the last one. */
  addMemorySample(usage: ResourceAmount, timeMs: number): boolean {
    const last = this.#lastMemorySampleMs;
    if (!(usage >= 0) || (last !== undefined && timeMs < last)) return false;
    this.#takeMemorySample(usage, timeMs, false);
    return true;
  }

  /**
   * Takes an OOM kill as a memory sample of max(used + minimum bump, used × ratio), where `used` is the larger of the
   * request and the interval's measured peak; peaks from earlier kills do not count, so that estimates do not run away.
   * False when the kill is more than an interval older than the last memory sample (before VPA 1.8.0: than the current
   * interval's end, which drops a kill that a sample in the next interval overtook).
   */
  recordOom(timeMs: number, requested: ResourceAmount): boolean {
    const reference =
      this.#sink.oomStaleness === 'last-sample' ? this.#lastMemorySampleMs : this.#windowEndMs;
    const intervalMs = this.#sink.memoryAggregationIntervalMs;
    if (reference !== undefined && timeMs < reference - intervalMs) return false;
    const used = Math.max(requested, this.#usagePeak);
    const needed = Math.max(
      used + memoryAmountFromBytes(this.#sink.oomMinBumpUpBytes),
      scaleAmount(used, this.#sink.oomBumpUpRatio),
    );
    this.#takeMemorySample(needed, timeMs, true);
    return true;
  }

  #takeMemorySample(usage: ResourceAmount, timeMs: number, isOom: boolean): void {
    this.#lastMemorySampleMs = timeMs;
    const windowEndMs = this.#windowEndMs ?? timeMs;
    if (timeMs >= windowEndMs) {
      this.#openInterval(windowEndMs, timeMs);
    } else {
      const peak = this.maxMemoryPeak;
      // A peak of 0 never gives way within its interval: upstream treats it as "no peak yet" and drops the sample.
      if (peak === 0 || usage <= peak) return;
      this.#sink.subtractMemoryPeak(peak, windowEndMs);
    }
    this.#sink.addMemoryPeak(usage, this.#windowEndMs ?? windowEndMs);
    if (isOom) this.#oomPeak = usage;
    else this.#usagePeak = usage;
  }

  #openInterval(windowEndMs: number, timeMs: number): void {
    const intervalMs = this.#sink.memoryAggregationIntervalMs;
    const whole = Math.trunc((timeMs - windowEndMs) / intervalMs);
    this.#windowEndMs = windowEndMs + (whole + 1) * intervalMs;
    this.#usagePeak = 0;
    this.#oomPeak = 0;
  }
}
