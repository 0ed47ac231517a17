import type { ClusterScenario } from '../scenario.ts';
import type { Places } from './places.ts';
import type { PodOwner, SimPod } from './pod-and-machine.ts';
import { podMaker } from './pod-shape.ts';

/** Lower than any workload, and not so low that Cluster Autoscaler would not add nodes for it. */
const PRIORITY = -10;

/** Pods that do nothing but hold room: others take their place at once, and then they ask for a new one. */
export class Placeholders implements PodOwner {
  readonly name = 'headroom';
  readonly priority = PRIORITY;
  readonly #places: Places;
  readonly #make: ReturnType<typeof podMaker>;
  #made = 0;

  constructor(headroom: NonNullable<ClusterScenario['headroom']>, places: Places, nowMs: number) {
    this.#places = places;
    this.#make = podMaker(this.name, { ...headroom.pod, priority: PRIORITY });
    for (let i = 0; i < headroom.replicas; i++) this.#ask(nowMs);
  }

  placed(pod: SimPod): void {
    pod.state = 'ready';
  }

  evicted(_pod: SimPod, nowMs: number): void {
    this.#ask(nowMs);
  }

  #ask(nowMs: number): void {
    const name = `${this.name}-${(this.#made += 1)}`;
    this.#places.request(
      { name, owner: this, drain: this.#make(name), createdMs: nowMs, state: 'waiting' },
      nowMs,
    );
  }
}
