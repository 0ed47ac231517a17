import type { SchedulingPod } from '../scheduling/pod.ts';
import { zoneLabel } from './zone-label.ts';

/** Pods that are equal in all that a node is chosen by. */
export interface PodClass {
  /** Stands for all. */
  readonly exemplar: SchedulingPod;
  readonly pods: readonly SchedulingPod[];
  /** How many of them one node may hold. */
  readonly perNode: number;
  /** The zone that spreading gave them; absent where they may go anywhere. */
  readonly zone?: string;
  /** They may not go onto spot nodes, although they would tolerate them. */
  readonly onDemandOnly: boolean;
}

/** Classes in the order of their first pods. */
export function podClasses(pods: readonly SchedulingPod[]): readonly PodClass[] {
  const byShape = new Map<string, SchedulingPod[]>();
  for (const pod of pods) {
    const key = shapeOf(pod);
    const equal = byShape.get(key);
    if (equal) equal.push(pod);
    else byShape.set(key, [pod]);
  }
  return [...byShape.values()].flatMap((equal) => {
    const [exemplar] = equal;
    return exemplar ? [{ exemplar, pods: equal, perNode: perNodeOf(exemplar), onDemandOnly: false }] : [];
  });
}

/** All but the name. The parts that most pods leave empty are cheap to write down. */
function shapeOf(pod: SchedulingPod): string {
  return JSON.stringify({ ...pod, name: '' });
}

/**
 * Ports of the host, anti-affinity to its own kind and spreading over hosts bound how many equal pods a node takes. A
 * node of a plan may always be beside an empty one, so spreading allows no more than its skew.
 */
function perNodeOf(pod: SchedulingPod): number {
  const apart = pod.podAntiAffinity.some(({ topologyKey }) => topologyKey === hostname);
  if (pod.hostPorts.length > 0 || apart) return 1;
  const skews = pod.spread
    .filter(({ topologyKey }) => topologyKey === hostname)
    .map(({ maxSkew }) => maxSkew);
  return Math.min(Infinity, ...skews);
}

const hostname = 'kubernetes.io/hostname';

/**
 * Whether where one pod goes depends on where others are, beyond spreading evenly: such pods are placed last, one by
 * one.
 */
export function dependsOnOthers({ podAffinity, podAntiAffinity, spread }: SchedulingPod): boolean {
  return (
    podAffinity.length > 0 ||
    podAntiAffinity.some(({ topologyKey }) => topologyKey !== hostname) ||
    spread.some(({ topologyKey }) => topologyKey !== hostname && topologyKey !== zoneLabel)
  );
}

/** Holds back pods of each class from spot nodes, so that no more than `share` of it is there. */
export function limitSpotShare(classes: readonly PodClass[], share: number): readonly PodClass[] {
  if (share >= 1) return classes;
  return classes.flatMap((each) => {
    const onSpot = Math.floor(each.pods.length * Math.max(share, 0) + 1e-9);
    return [
      ...(onSpot > 0 ? [{ ...each, pods: each.pods.slice(0, onSpot) }] : []),
      ...(onSpot < each.pods.length ? [{ ...each, pods: each.pods.slice(onSpot), onDemandOnly: true }] : []),
    ];
  });
}

/**
 * Deals pods that have to be spread over zones out to the zones that they can use, one after the other. Classes that
 * count each other's pods (the same selector) are dealt on where the last one stopped.
 */
export function spreadOverZones(
  classes: readonly PodClass[],
  zonesOf: (each: PodClass) => readonly string[],
): readonly PodClass[] {
  const nextBySelector = new Map<string, number>();
  return classes.flatMap((each) => {
    const constraint = each.exemplar.spread.find(({ topologyKey }) => topologyKey === zoneLabel);
    const zones = constraint ? zonesOf(each) : [];
    if (!constraint || zones.length === 0) return [each];
    const key = JSON.stringify([each.exemplar.namespace, constraint.selector]);
    const start = nextBySelector.get(key) ?? 0;
    nextBySelector.set(key, start + each.pods.length);
    return zones.flatMap((zone, index) => {
      const pods = each.pods.filter((_, at) => (start + at) % zones.length === index);
      return pods.length === 0 ? [] : [{ ...each, pods, zone }];
    });
  });
}
