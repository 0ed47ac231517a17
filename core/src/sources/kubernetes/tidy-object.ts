import type { KubernetesObject } from '../../manifest/kubernetes-object.ts';

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** Without `managedFields` and kubectl's copy of the last applied manifest: they repeat the object. */
export function tidy(object: KubernetesObject): KubernetesObject {
  const { annotations = {}, ...others } = object.metadata;
  const metadata = without(others, 'managedFields');
  const kept = without(annotations, lastApplied);
  const hasAnnotations = Object.keys(kept).length > 0;
  return { ...object, metadata: { ...metadata, ...(hasAnnotations && { annotations: kept }) } };
}

function without<T>(fields: Readonly<Record<string, T>>, key: string): Record<string, T> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => name !== key));
}
