import { type LabelSelector, matchesLabels } from '../apis/label-selector.ts';
import type { Labels, PodTerm, SchedulingPod } from './pod.ts';

/** The labels of a namespace; none where they are not known. */
export type NamespaceLabels = (namespace: string) => Labels;

/** Whether a term selects the pod: its namespace and its labels. */
export function termSelects(
  { selector, namespaces, namespaceSelector }: PodTerm,
  pod: SchedulingPod,
  namespaceLabels: NamespaceLabels,
): boolean {
  if (!selector) return false;
  const inNamespace =
    namespaces.includes(pod.namespace) ||
    (namespaceSelector !== undefined && matchesLabels(namespaceSelector, namespaceLabels(pod.namespace)));
  return inNamespace && matchesLabels(selector, pod.labels);
}

/** Whether there are terms and each selects the pod. */
export function everyTermSelects(
  terms: readonly PodTerm[],
  pod: SchedulingPod,
  namespaceLabels: NamespaceLabels,
): boolean {
  return terms.length > 0 && terms.every((term) => termSelects(term, pod, namespaceLabels));
}

/** An empty selector, which spreading takes for one that counts nothing (`countPodsMatchSelector`). */
export function isEmptySelector({ matchLabels, matchExpressions }: LabelSelector): boolean {
  return matchExpressions.length === 0 && Object.keys(matchLabels).length === 0;
}
