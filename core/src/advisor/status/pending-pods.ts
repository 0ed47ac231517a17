import { controllerOf } from '../../apis/ownership.ts';
import type { PodView } from '../../apis/pod.ts';
import type { NodeRoom } from './node-room.ts';
import type { StatusFacts } from './status-facts.ts';
import type { StatusPendingPods } from './status-report.ts';

/** Making containers takes a while; what takes longer is worth a look. */
const STARTING_AFTER_MS = 120_000;

/** Pods that wait for a node, or have one and do not start, together by owner and by reason. */
export function pendingPods(
  { pods, nowMs }: StatusFacts,
  room: NodeRoom | undefined,
): readonly StatusPendingPods[] {
  const groups = new Map<string, Waiting[]>();
  for (const pod of pods) {
    const waiting = waitingOf(pod, nowMs);
    if (waiting === undefined) continue;
    const key = JSON.stringify([pod.metadata.namespace, ownerOf(pod), waiting.state, waiting.message]);
    groups.set(key, [...(groups.get(key) ?? []), waiting]);
  }
  return [...groups.values()]
    .flatMap((group) => rowOf(group, nowMs, room) ?? [])
    .sort((a, b) => (b.pendingSeconds ?? 0) - (a.pendingSeconds ?? 0));
}

interface Waiting extends Pick<StatusPendingPods, 'state' | 'message'> {
  readonly pod: PodView;
}

function waitingOf(pod: PodView, nowMs: number): Waiting | undefined {
  const { phase, metadata, nodeName, scheduled, waiting } = pod;
  if (phase !== 'Pending' || metadata.deletionMs !== undefined) return undefined;
  if (nodeName !== undefined) {
    const isMaking = waiting === undefined || /^(ContainerCreating|PodInitializing)$/.test(waiting.reason);
    const sinceMs = pod.startMs ?? metadata.creationMs ?? nowMs;
    if (isMaking && nowMs - sinceMs < STARTING_AFTER_MS) return undefined;
    const message = waiting
      ? [waiting.reason, waiting.message].filter((part) => part !== undefined).join(': ')
      : 'its kubelet has not started it';
    return { pod, state: 'starting', message };
  }
  if (scheduled?.reason === 'SchedulingGated') {
    return { pod, state: 'gated', message: scheduled.message ?? 'a scheduling gate holds it' };
  }
  if (scheduled?.status === 'False') {
    return { pod, state: 'unschedulable', message: scheduled.message ?? scheduled.reason ?? '' };
  }
  return { pod, state: 'unseen', message: 'no scheduler has looked at it yet' };
}

function rowOf(
  group: readonly Waiting[],
  nowMs: number,
  room: NodeRoom | undefined,
): StatusPendingPods | undefined {
  const [first] = group;
  if (first === undefined) return undefined;
  const { pod, state, message } = first;
  const created = group.flatMap((each) => each.pod.metadata.creationMs ?? []);
  const hasNode = state === 'starting' || state === 'gated';
  return {
    namespace: pod.metadata.namespace ?? 'default',
    owner: ownerOf(pod),
    pods: group.map((each) => each.pod.metadata.name ?? ''),
    ...(created.length === 0
      ? {}
      : { pendingSeconds: Math.max(0, Math.round((nowMs - Math.min(...created)) / 1000)) }),
    state,
    message,
    ...(room === undefined || hasNode ? {} : { check: room.check(pod) }),
  };
}

function ownerOf({ metadata }: PodView): string {
  const controller = controllerOf(metadata);
  return controller ? `${controller.kind}/${controller.name}` : `Pod/${metadata.name ?? ''}`;
}
