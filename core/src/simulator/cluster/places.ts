import type { SimPod } from './pod-and-machine.ts';

/** Where pods get their places. */
export interface Places {
  /** The pod waits for a place from now on. */
  request(pod: SimPod, nowMs: number): void;
  /** The pod needs none any more, or gives its own back. */
  release(pod: SimPod, nowMs: number): void;
}

/** Every pod gets a place at once. */
export const unlimitedPlaces: Places = {
  request: (pod, nowMs) => pod.owner.placed(pod, nowMs),
  release: () => undefined,
};
