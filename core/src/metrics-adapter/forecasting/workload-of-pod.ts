import type { WorkloadRef } from '../../promql/index.ts';
import type { LabelledObject } from '../serving/object-names.ts';

/**
 * The workload whose pods a pod is one of, as far as the pod itself tells: the Deployment behind a ReplicaSet is known by the
 * template's hash, which stands in a label of the pod and at the end of the ReplicaSet's name.
 */
export function workloadOfPod({ name, labels, owner }: LabelledObject, namespace: string): WorkloadRef {
  if (owner === undefined) return { kind: 'Pod', namespace, name };
  const hash = labels['pod-template-hash'] ?? labels['rollouts-pod-template-hash'];
  if (owner.kind === 'ReplicaSet' && hash !== undefined && owner.name.endsWith(`-${hash}`)) {
    // A Rollout's pods are named in the same way.
    return { kind: 'Deployment', namespace, name: owner.name.slice(0, -hash.length - 1) };
  }
  return { kind: owner.kind, namespace, name: owner.name };
}
