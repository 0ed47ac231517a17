import { deployment, replicaSet, replicationController, statefulSet } from '../apis/kinds.ts';
import type { GroupKind } from '../manifest/kubernetes-object.ts';

/** Built-in kinds whose controller keeps `spec.replicas` pods: what can be scaled. */
export const replicatedWorkloads: readonly GroupKind[] = [
  deployment,
  statefulSet,
  replicaSet,
  replicationController,
];
