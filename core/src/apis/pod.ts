import type { KubernetesObject } from '../manifest/kubernetes-object.ts';
import { type Condition, conditionsAt } from './condition.ts';
import { dropUndefined } from './drop-undefined.ts';
import { itemsAt, stringAt, timeMsAt } from './field-values.ts';
import { isOfKind, pod } from './kinds.ts';
import { metadataOf, type ObjectMetadata } from './object-metadata.ts';
import { podTemplateAt, type PodTemplateView } from './pod-template.ts';

export type PodPhase = 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown';

/** A pod as it runs. */
export interface PodView {
  readonly metadata: ObjectMetadata;
  /**
   * `Pending` where there is no status yet, as the API server sets it; `Unknown` for a word that is no
   * phase.
   */
  readonly phase: PodPhase;
  /** The condition of type Ready. */
  readonly ready?: Condition;
  /** The condition of type PodScheduled: what the scheduler says. */
  readonly scheduled?: Condition;
  /** Why its first container that waits does so. */
  readonly waiting?: ContainerWaiting;
  /** When the kubelet took the pod on, epoch milliseconds. */
  readonly startMs?: number;
  /** Absent until the pod is scheduled. */
  readonly nodeName?: string;
  /** Its containers and what it asks of a node. */
  readonly template: PodTemplateView;
}

/** `state.waiting` of a container status. */
export interface ContainerWaiting {
  /** `ContainerCreating`, `ImagePullBackOff`, `CreateContainerConfigError`. */
  readonly reason: string;
  readonly message?: string;
}

const phases: readonly PodPhase[] = ['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'];

/** `undefined` for an object of another kind. */
export function podView(object: KubernetesObject): PodView | undefined {
  if (!isOfKind(object, pod)) return undefined;
  const phase = stringAt(object, 'status', 'phase');
  const nodeName = stringAt(object, 'spec', 'nodeName');
  const conditions = conditionsAt(object, 'status', 'conditions');
  return dropUndefined({
    metadata: metadataOf(object),
    phase: phase === undefined ? 'Pending' : (phases.find((known) => known === phase) ?? 'Unknown'),
    ready: conditions.find(({ type }) => type === 'Ready'),
    scheduled: conditions.find(({ type }) => type === 'PodScheduled'),
    waiting: waitingOf(object),
    startMs: timeMsAt(object, 'status', 'startTime'),
    nodeName: nodeName === '' ? undefined : nodeName,
    template: podTemplateAt(object, []),
  });
}

function waitingOf(object: KubernetesObject): ContainerWaiting | undefined {
  const statuses = ['initContainerStatuses', 'containerStatuses'].flatMap((list) =>
    itemsAt(object, 'status', list),
  );
  for (const status of statuses) {
    const reason = stringAt(status, 'state', 'waiting', 'reason');
    if (reason === undefined) continue;
    return dropUndefined({ reason, message: stringAt(status, 'state', 'waiting', 'message') });
  }
  return undefined;
}

/** Whether the pod holds its node's resources: it is scheduled and has not ended. */
export function occupiesNode(view: PodView): boolean {
  return view.nodeName !== undefined && view.phase !== 'Succeeded' && view.phase !== 'Failed';
}
