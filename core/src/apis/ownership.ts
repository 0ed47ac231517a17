import type { GroupKind, KubernetesObject } from '../manifest/kubernetes-object.ts';
import { groupKindOf, isOfKind, pod } from './kinds.ts';
import { matchesLabels } from './label-selector.ts';
import { metadataOf, type OwnerReference } from './object-metadata.ts';
import { workloadView } from './workload.ts';

/** Who controls whom among the objects of a cluster, found by `metadata.ownerReferences`. */
export interface Ownership {
  /** The objects that `owner` controls itself. */
  controlledBy(owner: KubernetesObject): readonly KubernetesObject[];
  /**
   *  The pods of a workload, through whatever stands between: Deployment → ReplicaSet → Pod, CronJob → Job →
   * Pod.
   */
  podsOf(owner: KubernetesObject): readonly KubernetesObject[];
}

interface Controlled {
  readonly object: KubernetesObject;
  readonly reference: OwnerReference;
}

/**
 * Looks through the objects once. An owner and a reference are the same when group, kind, namespace and name
 * are, and the uid too where both have one (a workload that was deleted and made again has another).
 * References without `controller: true` do not count.
 */
export function createOwnership(objects: Iterable<KubernetesObject>): Ownership {
  const byOwner = new Map<string, Controlled[]>();
  for (const object of objects) {
    const { namespace, ownerReferences } = metadataOf(object);
    const reference = ownerReferences.find(({ controller }) => controller);
    if (!reference) continue;
    const key = ownerKey(reference, namespace, reference.name);
    const controlled = byOwner.get(key);
    if (controlled) controlled.push({ object, reference });
    else byOwner.set(key, [{ object, reference }]);
  }
  const controlledBy = (owner: KubernetesObject): readonly KubernetesObject[] => {
    const { namespace, name = '', uid } = metadataOf(owner);
    return (byOwner.get(ownerKey(groupKindOf(owner), namespace, name)) ?? [])
      .filter(({ reference }) => uid === undefined || reference.uid === undefined || reference.uid === uid)
      .map(({ object }) => object);
  };
  return { controlledBy, podsOf: (owner) => collectPods(owner, controlledBy) };
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

function ownerKey({ group, kind }: GroupKind, namespace: string | undefined, name: string): string {
  return `${namespace ?? ''}/${group}/${kind}/${name}`;
}
