import { AggregateContainerState } from './aggregate-container-state.ts';
import { ContainerState, type UsageSink } from './container-state.ts';
import type { RecommenderConfig } from './recommender-config.ts';
import type { ResourceAmount, ResourceName } from './resource-amount.ts';
import { type ContainerPolicies, policyFor } from './resource-policy.ts';

/** Pods of one workload that have equal labels share aggregates; the labels are only ever compared. */
export type PodLabels = Readonly<Record<string, string>>;

export interface UsageModelOptions {
  readonly config: RecommenderConfig;
  readonly policies?: ContainerPolicies;
  /** The feature gate that lets policies set OOM bump and memory interval. Default off. */
  readonly perVpaConfig?: boolean;
}

interface Pod {
  readonly labelsKey: string;
  readonly containers: Map<string, ContainerState>;
}

interface AggregateEntry {
  readonly container: string;
  readonly labelsKey: string;
  readonly state: AggregateContainerState;
}

/**
 * What the recommender knows of the pods that one VPA matches: takes their samples and gives, by container name, the
 * aggregate that recommendations are made of. Usage outlives its pod until it expires.
 *
 * Mirrors VPA `pkg/recommender/model/{cluster,vpa}.go` for one VPA (1.8.1). Amounts are millicores and bytes.
 */
export class UsageModel {
  readonly #options: UsageModelOptions;
  readonly #pods = new Map<string, Pod>();
  readonly #aggregates = new Map<string, AggregateEntry>();
  readonly #checkpointed = new Map<string, AggregateContainerState>();

  constructor(options: UsageModelOptions) {
    this.#options = options;
  }

  /** Makes a pod's container known; repeated, it keeps its history. */
  addContainer(pod: string, labels: PodLabels, container: string, nowMs: number): void {
    const labelsKey = keyOfLabels(labels);
    let known = this.#pods.get(pod);
    if (known?.labelsKey !== labelsKey) {
      known = { labelsKey, containers: new Map() };
      this.#pods.set(pod, known);
    }
    if (known.containers.has(container)) return;
    this.#aggregateFor(container, labelsKey, nowMs);
    known.containers.set(container, new ContainerState(this.#sinkFor(container, labelsKey, nowMs)));
  }

  /** False when the container is unknown, or the sample negative or out of order. */
  addSample(
    pod: string,
    container: string,
    resource: ResourceName,
    usage: ResourceAmount,
    timeMs: number,
  ): boolean {
    const state = this.#pods.get(pod)?.containers.get(container);
    if (!state) return false;
    return resource === 'cpu' ? state.addCpuSample(usage, timeMs) : state.addMemorySample(usage, timeMs);
  }

  /** False when the container is unknown or the kill too old. */
  recordOom(pod: string, container: string, timeMs: number, requested: ResourceAmount): boolean {
    return this.#pods.get(pod)?.containers.get(container)?.recordOom(timeMs, requested) ?? false;
  }

  /** Forgets a pod; what it used stays. */
  deletePod(pod: string): void {
    this.#pods.delete(pod);
  }

  /** History from a checkpoint; it is merged into every answer and never expires. */
  loadCheckpoint(container: string, state: AggregateContainerState): void {
    this.#checkpointed.set(container, state);
  }

  /** Drops aggregates that expired, and empty ones that no pod feeds any more. */
  collectGarbage(nowMs: number): void {
    for (const [key, { container, labelsKey, state }] of this.#aggregates) {
      const fed = [...this.#pods.values()].some(
        (pod) => pod.labelsKey === labelsKey && pod.containers.has(container),
      );
      if ((!fed && state.totalSamples === 0) || state.isExpired(nowMs)) this.#aggregates.delete(key);
    }
  }

  /** Aggregates by container name over all pods and the checkpoints; fresh copies. */
  aggregates(nowMs: number): Map<string, AggregateContainerState> {
    const merged = new Map<string, AggregateContainerState>();
    const mergeInto = (container: string, state: AggregateContainerState) => {
      const target = merged.get(container) ?? new AggregateContainerState(this.#options.config, nowMs);
      target.merge(state);
      merged.set(container, target);
    };
    for (const { container, state } of this.#aggregates.values()) mergeInto(container, state);
    for (const [container, state] of this.#checkpointed) mergeInto(container, state);
    return merged;
  }

  /**
   * The same for checkpoints: without the memory peaks of intervals that are still running, because after a restart those
   * intervals would get a second peak.
   */
  aggregatesForCheckpoint(nowMs: number): Map<string, AggregateContainerState> {
    const merged = this.aggregates(nowMs);
    for (const pod of this.#pods.values()) {
      for (const [container, { windowEndMs, maxMemoryPeak }] of pod.containers) {
        if (windowEndMs === undefined || nowMs >= windowEndMs) continue;
        merged.get(container)?.subtractMemoryPeak(maxMemoryPeak, windowEndMs);
      }
    }
    return merged;
  }

  #aggregateFor(container: string, labelsKey: string, nowMs: number): AggregateContainerState {
    const key = `${container}\n${labelsKey}`;
    const existing = this.#aggregates.get(key);
    if (existing) return existing.state;
    const { config, policies = [], perVpaConfig } = this.#options;
    const state = new AggregateContainerState(config, nowMs);
    const overrides = policyFor(policies, container)?.aggregation;
    if (perVpaConfig && overrides) state.override(overrides);
    this.#aggregates.set(key, { container, labelsKey, state });
    return state;
  }

  /** Looks the aggregate up at each sample: it may have expired and have to be made anew. */
  #sinkFor(container: string, labelsKey: string, createdMs: number): UsageSink {
    const aggregate = (timeMs: number) => this.#aggregateFor(container, labelsKey, timeMs);
    return {
      addCpuSample: (usage, timeMs, request) => {
        aggregate(timeMs).addCpuSample(usage, timeMs, request);
      },
      addMemoryPeak: (peak, endMs) => {
        aggregate(endMs).addMemoryPeak(peak, endMs);
      },
      subtractMemoryPeak: (peak, endMs) => {
        aggregate(endMs).subtractMemoryPeak(peak, endMs);
      },
      get oomBumpUpRatio() {
        return aggregate(createdMs).oomBumpUpRatio;
      },
      get oomMinBumpUpBytes() {
        return aggregate(createdMs).oomMinBumpUpBytes;
      },
      get memoryAggregationIntervalMs() {
        return aggregate(createdMs).memoryAggregationIntervalMs;
      },
      oomStaleness: this.#options.config.behaviour.oomStaleness,
    };
  }
}

function keyOfLabels(labels: PodLabels): string {
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}
