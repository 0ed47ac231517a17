import { hpaView } from '../apis/hpa.ts';
import { groupKindOf, isClusterScoped, isKind } from '../apis/kinds.ts';
import { vpaView } from '../apis/vpa.ts';
import type { KubernetesObject } from '../manifest/kubernetes-object.ts';
import { LISTED_KINDS } from './analyze.ts';
import type { NamespacedWorkload } from './workload-facts.ts';

/** The objects of manifests as they are applied: what names no namespace, and can be in one, is in this one. */
export function inNamespace(
  objects: readonly KubernetesObject[],
  namespace: string,
): readonly KubernetesObject[] {
  return objects.map((object) =>
    object.metadata.namespace !== undefined || isClusterScoped(groupKindOf(object))
      ? object
      : { ...object, metadata: { ...object.metadata, namespace } },
  );
}

/** The Deployments and StatefulSets that manifests are about: those in them and those that an HPA or VPA in them targets, each once. */
export function workloadsOfManifests(objects: readonly KubernetesObject[]): readonly NamespacedWorkload[] {
  const found = new Map<string, NamespacedWorkload>();
  for (const object of objects) {
    const { namespace = 'default', name = '' } = object.metadata;
    const target = hpaView(object)?.scaleTargetRef ?? vpaView(object)?.targetRef;
    const { group, kind, name: named } = target ?? { ...groupKindOf(object), name };
    if (!LISTED_KINDS.some((each) => isKind(each, { group, kind }))) continue;
    found.set(`${group}/${kind}/${namespace}/${named}`, { group, kind, namespace, name: named });
  }
  return [...found.values()];
}
