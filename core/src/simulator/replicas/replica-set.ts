import type { Places } from '../cluster/places.ts';
import type { PodOwner, SimPod } from '../cluster/pod-and-machine.ts';
import { podMaker } from '../cluster/pod-shape.ts';
import { type EventQueue, phases } from '../event-queue.ts';
import type { PodShape, WorkloadScenario } from '../scenario.ts';

/** Is told before the number of ready pods changes, so that what happened until then is counted with the old one. */
export type BeforeReadyChanges = (nowMs: number) => void;

/**
 * A Deployment's pods: as many as it was scaled to, each through waiting, image pull and start-up to Ready. Of too many it deletes as the ReplicaSet
 * controller does: first those without a node, then those that are not ready, then the newest.
 */
export class ReplicaSet implements PodOwner {
  readonly name: string;
  readonly priority: number;
  readonly pods: SimPod[] = [];
  readonly #scenario: WorkloadScenario;
  readonly #places: Places;
  readonly #events: EventQueue;
  #make: ReturnType<typeof podMaker>;
  #newPodRequests: PodShape['requests'];
  readonly #beforeReadyChanges: BeforeReadyChanges;
  #wanted = 0;
  #made = 0;
  #ready = 0;
  #changes = 0;

  constructor(
    scenario: WorkloadScenario,
    run: {
      readonly places: Places;
      readonly events: EventQueue;
      readonly beforeReadyChanges: BeforeReadyChanges;
    },
  ) {
    this.name = scenario.name;
    this.priority = scenario.pod.priority ?? 0;
    this.#scenario = scenario;
    this.#places = run.places;
    this.#events = run.events;
    this.#beforeReadyChanges = run.beforeReadyChanges;
    this.#make = podMaker(scenario.name, scenario.pod);
    this.#newPodRequests = scenario.pod.requests;
  }

  /** `spec.replicas`. */
  get wanted(): number {
    return this.#wanted;
  }

  get ready(): number {
    return this.#ready;
  }

  /** Grows with every change of a pod. */
  get changes(): number {
    return this.#changes;
  }

  /** What pods that are made from now on ask for. */
  get newPodRequests(): PodShape['requests'] {
    return this.#newPodRequests;
  }

  giveNewPods(requests: PodShape['requests']): void {
    const before = this.#newPodRequests;
    if (Object.entries(requests).every(([resource, amount]) => before[resource] === amount)) return;
    this.#newPodRequests = requests;
    this.#make = podMaker(this.name, { ...this.#scenario.pod, requests });
  }

  scaleTo(replicas: number, nowMs: number): void {
    this.#wanted = replicas;
    this.#meet(nowMs);
  }

  /** Makes the pods that are there count as ready now: how a run begins. */
  startWarm(nowMs: number): void {
    for (const pod of this.pods) if (pod.state === 'starting') this.#becomeReady(pod, nowMs);
  }

  placed(pod: SimPod, nowMs: number): void {
    pod.state = 'starting';
    pod.startMs = nowMs;
    this.#changes += 1;
    const { imagePullMs, startUpMs } = this.#scenario.start;
    this.#events.at(nowMs + imagePullMs + startUpMs, phases.pod, (atMs) => {
      if (pod.state === 'starting' && pod.startMs === nowMs) this.#becomeReady(pod, atMs);
    });
  }

  evicted(pod: SimPod, nowMs: number): void {
    this.#drop(pod, nowMs);
    this.#meet(nowMs);
  }

  /** Somebody wants the pod made anew: it ends as one that is scaled away, and another takes its place at once. */
  evict(pod: SimPod, nowMs: number): void {
    this.#end(pod, nowMs);
    this.#meet(nowMs);
  }

  #meet(nowMs: number): void {
    while (this.pods.length < this.#wanted) this.#create(nowMs);
    if (this.pods.length > this.#wanted) {
      const surplus = [...this.pods].sort(byDeletionOrder).slice(0, this.pods.length - this.#wanted);
      for (const pod of surplus) this.#end(pod, nowMs);
    }
  }

  #create(nowMs: number): void {
    const name = `${this.name}-${(this.#made += 1)}`;
    const pod: SimPod = { name, owner: this, drain: this.#make(name), createdMs: nowMs, state: 'waiting' };
    this.pods.push(pod);
    this.#changes += 1;
    this.#places.request(pod, nowMs);
  }

  #becomeReady(pod: SimPod, nowMs: number): void {
    this.#beforeReadyChanges(nowMs);
    pod.state = 'ready';
    pod.readyMs = nowMs;
    this.#ready += 1;
    this.#changes += 1;
  }

  #end(pod: SimPod, nowMs: number): void {
    this.#drop(pod, nowMs);
    if (pod.machine === undefined && this.#scenario.start.terminationMs > 0) {
      this.#places.release(pod, nowMs);
      return;
    }
    this.#events.at(nowMs + this.#scenario.start.terminationMs, phases.pod, (atMs) =>
      this.#places.release(pod, atMs),
    );
  }

  #drop(pod: SimPod, nowMs: number): void {
    if (pod.state === 'ready') {
      this.#beforeReadyChanges(nowMs);
      this.#ready -= 1;
    }
    pod.state = 'ending';
    this.pods.splice(this.pods.indexOf(pod), 1);
    this.#changes += 1;
  }
}

const rank = { waiting: 0, starting: 1, ready: 2, ending: 3 } as const;

function byDeletionOrder(a: SimPod, b: SimPod): number {
  return rank[a.state] - rank[b.state] || (b.readyMs ?? b.createdMs) - (a.readyMs ?? a.createdMs);
}
