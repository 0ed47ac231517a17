import {
  cronJob,
  daemonSet,
  deployment,
  isKind,
  job,
  pod,
  replicaSet,
  replicationController,
  statefulSet,
} from '../apis/kinds.ts';
import type { GroupKind } from '../manifest/kubernetes-object.ts';
import type { Path } from '../manifest/ranges.ts';

/** Kinds whose controller keeps `spec.replicas` pods. */
export const replicatedWorkloads: readonly GroupKind[] = [
  deployment,
  statefulSet,
  replicaSet,
  replicationController,
];

const podPaths: readonly (readonly [GroupKind, Path])[] = [
  ...[...replicatedWorkloads, daemonSet, job].map((kind) => [kind, ['spec', 'template']] as const),
  [cronJob, ['spec', 'jobTemplate', 'spec', 'template']],
  [pod, []],
];

/** Every built-in kind that holds a pod. */
export const podBearingKinds: readonly GroupKind[] = podPaths.map(([kind]) => kind);

/** The way to the pod (its `metadata` and `spec`) inside an object of this kind; `undefined` where it holds none. */
export function podPath(kind: GroupKind): Path | undefined {
  return podPaths.find(([known]) => isKind(kind, known))?.[1];
}
