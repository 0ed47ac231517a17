import {
  compareUpdatePriority,
  type ContainerPolicies,
  cpuAmountFromCores,
  decideUpdate,
  DEFAULT_RECOMMENDER_CONFIG,
  DEFAULT_UPDATER_CONFIG,
  mayDisrupt,
  memoryAmountFromBytes,
  type PodContainer,
  recommend,
  type RecommendedContainerResources,
  UPDATE_MODES,
  UsageModel,
} from '../../vpa/index.ts';
import type { SimPod } from '../cluster/pod-and-machine.ts';
import type { DecisionRecord, DecisionSink } from '../decision-record.ts';
import type { Readings } from '../metrics/scraped-metrics.ts';
import type { ReplicaSet } from '../replicas/replica-set.ts';
import type { VpaScenario } from '../scenario.ts';

const CONTAINER = 'app';
const NO_LABELS = {};

/**
 * The VPA over one simulated workload: its recommender takes a sample of every ready pod, new pods get the target as its admission controller gives it to
 * them, and where the mode evicts, the updater evicts pods in its order as far as it may. It begins without a history. Pods of one workload share their
 * load evenly, so all samples of a moment are alike; nothing is resized in place.
 */
export class VerticalAutoscaler {
  readonly periodMs: number;
  readonly #vpa: VpaScenario;
  readonly #replicaSet: ReplicaSet;
  readonly #decided: DecisionSink | undefined;
  readonly #policies: ContainerPolicies;
  readonly #usage: UsageModel;
  readonly #known = new Set<SimPod>();

  constructor(vpa: VpaScenario, replicaSet: ReplicaSet, decided: DecisionSink | undefined) {
    this.periodMs = vpa.periodMs;
    this.#vpa = vpa;
    this.#replicaSet = replicaSet;
    this.#decided = decided;
    const { maxAllowed } = vpa;
    this.#policies = [
      {
        containerName: CONTAINER,
        controlledResources: vpa.memoryBytes === undefined ? ['cpu'] : ['cpu', 'memory'],
        ...(maxAllowed && { maxAllowed }),
      },
    ];
    this.#usage = new UsageModel({ config: DEFAULT_RECOMMENDER_CONFIG, policies: this.#policies });
  }

  loop(nowMs: number, { cpuCores }: Readings): void {
    this.#sample(cpuCores / Math.max(1, this.#replicaSet.ready), nowMs);
    const [recommended] = recommend({
      config: DEFAULT_RECOMMENDER_CONFIG,
      aggregates: this.#usage.aggregates(nowMs),
      policies: this.#policies,
      explain: this.#decided !== undefined,
    });
    // Before the first sample the recommender has only its minimum.
    if (!recommended || this.#known.size === 0) return;
    const mode = UPDATE_MODES[this.#vpa.updateMode];
    if (mode.onCreation) this.#giveNewPods(recommended, nowMs);
    if (mode.evicts) this.#evict(recommended, nowMs);
  }

  #sample(cores: number, nowMs: number): void {
    const { memoryBytes } = this.#vpa;
    for (const pod of this.#known) {
      if (pod.state === 'ready') continue;
      this.#usage.deletePod(pod.name);
      this.#known.delete(pod);
    }
    for (const pod of this.#replicaSet.pods) {
      if (pod.state !== 'ready') continue;
      if (!this.#known.has(pod)) {
        this.#known.add(pod);
        this.#usage.addContainer(pod.name, NO_LABELS, CONTAINER, nowMs);
      }
      this.#usage.addSample(pod.name, CONTAINER, 'cpu', cpuAmountFromCores(cores), nowMs);
      if (memoryBytes === undefined) continue;
      this.#usage.addSample(pod.name, CONTAINER, 'memory', memoryAmountFromBytes(memoryBytes), nowMs);
    }
  }

  #giveNewPods({ target, reasons }: RecommendedContainerResources, nowMs: number): void {
    const before = this.#replicaSet.newPodRequests;
    this.#replicaSet.giveNewPods({ ...before, ...target });
    for (const [resource, amount] of Object.entries(target)) {
      const about = reasons.filter(({ inputs }) => inputs.resource === resource);
      this.#tell(`${this.#replicaSet.name} ${resource} request`, before[resource] ?? 0, amount, about, nowMs);
    }
  }

  #evict(recommended: RecommendedContainerResources, nowMs: number): void {
    const pods = this.#replicaSet.pods.filter(({ state }) => state !== 'ending');
    const wanted = pods
      .map((pod) => ({
        pod,
        ...decideUpdate({
          containers: [containerOf(pod)],
          recommendations: [recommended],
          policies: this.#policies,
          ...(pod.startMs !== undefined && { startedMs: pod.startMs }),
          updateMode: this.#vpa.updateMode,
          nowMs,
          config: DEFAULT_UPDATER_CONFIG,
        }),
      }))
      .filter(({ update }) => update)
      .sort((a, b) => compareUpdatePriority(a.priority, b.priority));
    const group = {
      configured: this.#replicaSet.wanted,
      live: pods.length,
      pending: pods.filter(({ state }) => state === 'waiting').length,
    };
    let disrupted = 0;
    for (const { pod, reason } of wanted) {
      const isPending = pod.state === 'waiting';
      if (!mayDisrupt({ ...group, disrupted }, DEFAULT_UPDATER_CONFIG, { isPending })) continue;
      disrupted += 1;
      this.#tell(pod.name, 1, 0, [reason], nowMs);
      this.#replicaSet.evict(pod, nowMs);
    }
  }

  #tell(subject: string, from: number, to: number, reasons: DecisionRecord['reasons'], atMs: number): void {
    this.#decided?.({ atMs, controller: 'vpa', subject, from, to, reasons });
  }
}

function containerOf({ drain: { pod } }: SimPod): PodContainer {
  return { name: CONTAINER, requests: Object.fromEntries(pod.requests), limits: {} };
}
