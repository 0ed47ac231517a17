import type { LabelSelector, LabelSelectorRequirement } from '../apis/label-selector.ts';

/**
 * The selector narrowed by `matchLabelKeys` and `mismatchLabelKeys`: pods with the same (or with other) values
 * than this pod. A key that the pod does not have is left out, as the API server does when it stores a pod
 * (`applyMatchLabelKeysAndMismatchLabelKeys`, Kubernetes 1.36).
 */
export function withLabelKeys(
  selector: LabelSelector,
  labels: Readonly<Record<string, string>>,
  keys: { readonly same: readonly string[]; readonly different: readonly string[] },
): LabelSelector {
  const added = [...requirements(keys.same, 'In', labels), ...requirements(keys.different, 'NotIn', labels)];
  if (added.length === 0) return selector;
  return { ...selector, matchExpressions: [...selector.matchExpressions, ...added] };
}

function requirements(
  keys: readonly string[],
  operator: string,
  labels: Readonly<Record<string, string>>,
): readonly LabelSelectorRequirement[] {
  return keys.flatMap((key) => {
    const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
    return value === undefined ? [] : [{ key, operator, values: [value] }];
  });
}
