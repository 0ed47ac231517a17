import { type GroupKind, groupOf, type KubernetesObject } from '../manifest/kubernetes-object.ts';

export const horizontalPodAutoscaler: GroupKind = { group: 'autoscaling', kind: 'HorizontalPodAutoscaler' };
export const verticalPodAutoscaler: GroupKind = {
  group: 'autoscaling.k8s.io',
  kind: 'VerticalPodAutoscaler',
};
export const scaledObject: GroupKind = { group: 'keda.sh', kind: 'ScaledObject' };
export const nodePool: GroupKind = { group: 'karpenter.sh', kind: 'NodePool' };
export const podDisruptionBudget: GroupKind = { group: 'policy', kind: 'PodDisruptionBudget' };
export const priorityClass: GroupKind = { group: 'scheduling.k8s.io', kind: 'PriorityClass' };
export const configMap: GroupKind = { group: '', kind: 'ConfigMap' };
export const limitRange: GroupKind = { group: '', kind: 'LimitRange' };
export const resourceQuota: GroupKind = { group: '', kind: 'ResourceQuota' };
export const node: GroupKind = { group: '', kind: 'Node' };
export const pod: GroupKind = { group: '', kind: 'Pod' };
export const persistentVolume: GroupKind = { group: '', kind: 'PersistentVolume' };
export const persistentVolumeClaim: GroupKind = { group: '', kind: 'PersistentVolumeClaim' };
export const replicationController: GroupKind = { group: '', kind: 'ReplicationController' };
export const deployment: GroupKind = { group: 'apps', kind: 'Deployment' };
export const statefulSet: GroupKind = { group: 'apps', kind: 'StatefulSet' };
export const daemonSet: GroupKind = { group: 'apps', kind: 'DaemonSet' };
export const replicaSet: GroupKind = { group: 'apps', kind: 'ReplicaSet' };
export const job: GroupKind = { group: 'batch', kind: 'Job' };
export const cronJob: GroupKind = { group: 'batch', kind: 'CronJob' };

/** Those of the kinds above whose objects are in no namespace. */
const clusterScoped: readonly GroupKind[] = [node, persistentVolume, priorityClass, nodePool];

export function isClusterScoped(kind: GroupKind): boolean {
  return clusterScoped.some((each) => isKind(each, kind));
}

/** Same group and kind: versions are never compared. */
export function isKind(a: GroupKind, b: GroupKind): boolean {
  return a.group === b.group && a.kind === b.kind;
}

export function groupKindOf(object: KubernetesObject): GroupKind {
  return { group: groupOf(object.apiVersion), kind: object.kind };
}

/** `isKind` for an object as it stands. */
export function isOfKind(object: KubernetesObject, kind: GroupKind): boolean {
  return isKind(groupKindOf(object), kind);
}
