import type { KubernetesObject } from '../manifest/kubernetes-object.ts';
import { type Condition, conditionsAt } from './condition.ts';
import { dropUndefined } from './drop-undefined.ts';
import { stringAt, timeMsAt } from './field-values.ts';
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
  /** When the kubelet took the pod on, epoch milliseconds. */
  readonly startMs?: number;
  /** Absent until the pod is scheduled. */
  readonly nodeName?: string;
  /** Its containers and what it asks of a node. */
  readonly template: PodTemplateView;
}

const phases: readonly PodPhase[] = ['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'];

/** `undefined` for an object of another kind. */
export function podView(object: KubernetesObject): PodView | undefined {
  if (!isOfKind(object, pod)) return undefined;
  const phase = stringAt(object, 'status', 'phase');
  const nodeName = stringAt(object, 'spec', 'nodeName');
  return dropUndefined({
    metadata: metadataOf(object),
    phase: phase === undefined ? 'Pending' : (phases.find((known) => known === phase) ?? 'Unknown'),
    ready: conditionsAt(object, 'status', 'conditions').find(({ type }) => type === 'Ready'),
    startMs: timeMsAt(object, 'status', 'startTime'),
    nodeName: nodeName === '' ? undefined : nodeName,
    template: podTemplateAt(object, []),
  });
}

/** Whether the pod holds its node's resources: it is scheduled and has not ended. */
export function occupiesNode(view: PodView): boolean {
  return view.nodeName !== undefined && view.phase !== 'Succeeded' && view.phase !== 'Failed';
}
