import { type HpaDraft, pdbObject } from '../../authoring/index.ts';
import type { KubernetesObject, YamlValue } from '../../manifest/index.ts';
import type { Resource } from '../../manifest/source-file.ts';

/** The name by which another object refers to a workload. */
export function targetOf({ apiVersion, kind, name, namespace }: Resource): HpaDraft['target'] {
  return { apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) };
}

/** The selector of a workload's pods as it is written. */
export function selectorOf({ object }: Resource): (YamlValue & object) | undefined {
  return (object.spec as { readonly selector?: YamlValue & object } | undefined)?.selector;
}

/** A PodDisruptionBudget that lets go of one pod of the workload at a time; `undefined` where it has no selector to share. */
export function budgetFor(workload: Resource): KubernetesObject | undefined {
  const selector = selectorOf(workload);
  return selector && pdbObject({ target: targetOf(workload), selector, maxUnavailable: 1 });
}
