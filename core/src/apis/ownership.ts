import type { GroupKind, KubernetesObject } from '../manifest/kubernetes-object.ts';
import { deployment, groupKindOf, isKind, isOfKind, pod, replicaSet } from './kinds.ts';
import { matchesLabels } from './label-selector.ts';
import { metadataOf, type ObjectMetadata, type OwnerReference } from './object-metadata.ts';
import { workloadView } from './workload.ts';

/** Who controls whom among the objects of a cluster, found by `metadata.ownerReferences`. */
export interface Ownership {
  /** The objects that `owner` controls itself. */
  controlledBy(owner: KubernetesObject): readonly KubernetesObject[];
  /** The pods of a workload, through ReplicaSets and Jobs. */
  podsOf(owner: KubernetesObject): readonly KubernetesObject[];
}

interface Controlled {
  readonly object: KubernetesObject;
  readonly reference: OwnerReference;
}

/**
 * Looks through the objects once. An owner and a reference are the same when group, kind, namespace and name
 * are, and the uid too where both have one (a workload that was deleted and made again has another).
 * References without `controller: true` do not count. Where ReplicaSets are not among the objects, their pods
 * are brought to the Deployment by the name that it gives its ReplicaSets.
 */
export function createOwnership(objects: Iterable<KubernetesObject>): Ownership {
  const all = [...objects];
  const replicaSets = new Set(
    all.filter((object) => isOfKind(object, replicaSet)).map((object) => keyOf(object)),
  );
  const byOwner = new Map<string, Controlled[]>();
  for (const object of all) {
    const { namespace, ownerReferences, labels } = metadataOf(object);
    const controller = ownerReferences.find((reference) => reference.controller);
    if (!controller) continue;
    const isKnown = !isKind(controller, replicaSet) || replicaSets.has(ownerKey(controller, namespace));
    const reference = isKnown ? controller : (deploymentOf(controller, labels) ?? controller);
    const key = ownerKey(reference, namespace);
    const controlled = byOwner.get(key);
    if (controlled) controlled.push({ object, reference });
    else byOwner.set(key, [{ object, reference }]);
  }
  const controlledBy = (owner: KubernetesObject): readonly KubernetesObject[] => {
    const { uid } = metadataOf(owner);
    return (byOwner.get(keyOf(owner)) ?? [])
      .filter(({ reference }) => uid === undefined || reference.uid === undefined || reference.uid === uid)
      .map(({ object }) => object);
  };
  return { controlledBy, podsOf: (owner) => collectPods(owner, controlledBy) };
}

/**
 * `chat-5d8f` with the pod's label `pod-template-hash: 5d8f` is Deployment chat's (deployment/sync.go,
 * Kubernetes 1.37).
 */
function deploymentOf(
  { name }: OwnerReference,
  labels: Readonly<Record<string, string>>,
): OwnerReference | undefined {
  const hash = labels['pod-template-hash'];
  const suffix = `-${hash ?? ''}`;
  if (hash === undefined || !name.endsWith(suffix)) return undefined;
  return { ...deployment, name: name.slice(0, -suffix.length), controller: true };
}

/**
 * Who controls a pod, as people know it: the Deployment behind a ReplicaSet that is named after it, else its controller
 * itself. `undefined` for a pod that nobody controls.
 */
export function controllerOf({ ownerReferences, labels }: ObjectMetadata): OwnerReference | undefined {
  const controller = ownerReferences.find((reference) => reference.controller);
  if (!controller || !isKind(controller, replicaSet)) return controller;
  return deploymentOf(controller, labels) ?? controller;
}

/** Goes down level by level. An object is visited once, so that references in a circle end. */
function collectPods(
  owner: KubernetesObject,
  controlledBy: (owner: KubernetesObject) => readonly KubernetesObject[],
): readonly KubernetesObject[] {
  const found = new Set<KubernetesObject>([owner]);
  for (const object of found) controlledBy(object).forEach((controlled) => found.add(controlled));
  found.delete(owner);
  return [...found].filter((object) => isOfKind(object, pod));
}

/**
 * The pods that a workload's selector matches, whoever controls them: those that an HPA counts. Empty where
 * the workload has no selector.
 */
export function podsSelectedBy(
  workload: KubernetesObject,
  pods: Iterable<KubernetesObject>,
): readonly KubernetesObject[] {
  const selector = workloadView(workload)?.selector;
  if (!selector) return [];
  const { namespace } = metadataOf(workload);
  return [...pods].filter((candidate) => {
    const metadata = metadataOf(candidate);
    return (
      isOfKind(candidate, pod) && metadata.namespace === namespace && matchesLabels(selector, metadata.labels)
    );
  });
}

function keyOf(object: KubernetesObject): string {
  const { namespace, name = '' } = metadataOf(object);
  return ownerKey({ ...groupKindOf(object), name }, namespace);
}

function ownerKey(
  { group, kind, name }: GroupKind & { readonly name: string },
  namespace: string | undefined,
): string {
  return `${namespace ?? ''}/${group}/${kind}/${name}`;
}
