import type { NodeSelectorRequirement, NodeSelectorTerm } from '../apis/affinity.ts';
import { labelOf, satisfiesRequirement } from '../apis/label-selector.ts';
import type { SchedulingNode } from './node-info.ts';
import type { SchedulingPod } from './pod.ts';

/** Whether the pod's nodeSelector and required node affinity let it onto the node. */
export function matchesNodeAffinity(
  { nodeSelector, nodeSelectorTerms }: Pick<SchedulingPod, 'nodeSelector' | 'nodeSelectorTerms'>,
  node: SchedulingNode,
): boolean {
  for (const key of Object.keys(nodeSelector)) {
    if (labelOf(node.labels, key) !== nodeSelector[key]) return false;
  }
  return nodeSelectorTerms === undefined || matchesAnyTerm(nodeSelectorTerms, node);
}

/**
 * Whether one of the alternatives holds (`LazyErrorNodeSelector.Match`, k8s.io/component-helpers 0.36): an empty
 * term matches nothing, and neither does a term with an operator or a number that Kubernetes does not know.
 */
export function matchesAnyTerm(terms: readonly NodeSelectorTerm[], node: SchedulingNode): boolean {
  return terms.some((term) => matchesTerm(term, node));
}

function matchesTerm({ matchExpressions, matchFields }: NodeSelectorTerm, node: SchedulingNode): boolean {
  if (matchExpressions.length === 0 && matchFields.length === 0) return false;
  return (
    matchExpressions.every((requirement) =>
      satisfiesOnNode(requirement, labelOf(node.labels, requirement.key), comparisons),
    ) &&
    matchFields.every(
      (requirement) =>
        requirement.values.length === 1 && satisfiesOnNode(requirement, fieldOf(requirement, node), {}),
    )
  );
}

function fieldOf({ key }: NodeSelectorRequirement, node: SchedulingNode): string | undefined {
  return key === 'metadata.name' ? node.name : undefined;
}

type Comparison = (label: bigint, value: bigint) => boolean;

/** Only labels are compared as numbers; a field knows `In` and `NotIn` alone. */
const comparisons: Readonly<Record<string, Comparison>> = {
  Gt: (label, value) => label > value,
  Lt: (label, value) => label < value,
};

function satisfiesOnNode(
  requirement: NodeSelectorRequirement,
  value: string | undefined,
  numeric: Readonly<Record<string, Comparison>>,
): boolean {
  const comparison = Object.hasOwn(numeric, requirement.operator) ? numeric[requirement.operator] : undefined;
  return comparison === undefined
    ? satisfiesRequirement(requirement, value)
    : compares(comparison, value, requirement.values);
}

function compares(
  comparison: Comparison,
  value: string | undefined,
  [bound, ...more]: readonly string[],
): boolean {
  if (more.length > 0 || !isInteger(value) || !isInteger(bound)) return false;
  return comparison(BigInt(value), BigInt(bound));
}

function isInteger(text: string | undefined): text is string {
  return text !== undefined && /^-?\d+$/.test(text);
}
