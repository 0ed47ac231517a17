import { type FieldPath, itemsAt, stringAt, stringsAt } from './field-values.ts';
import { type LabelSelector, labelSelectorAt } from './label-selector.ts';

/** One alternative of a required node affinity: all its expressions and fields must hold. */
export interface NodeSelectorTerm {
  readonly matchExpressions: readonly NodeSelectorRequirement[];
  /** Of the node itself: `metadata.name` is the only field that Kubernetes knows. */
  readonly matchFields: readonly NodeSelectorRequirement[];
}

export interface NodeSelectorRequirement {
  readonly key: string;
  /** `In`, `NotIn`, `Exists`, `DoesNotExist`, `Gt`, `Lt`, or what else was written. */
  readonly operator: string;
  readonly values: readonly string[];
}

/** A required term of pod affinity or anti-affinity. */
export interface PodAffinityTerm {
  /** Absent: it matches no pod. */
  readonly labelSelector?: LabelSelector;
  readonly topologyKey: string;
  readonly namespaces: readonly string[];
  /** Absent: only `namespaces`, or the pod's own where that is empty too. Empty: every namespace. */
  readonly namespaceSelector?: LabelSelector;
  /** Label keys whose values are taken from the pod and must be equal. */
  readonly matchLabelKeys: readonly string[];
  readonly mismatchLabelKeys: readonly string[];
}

/** What is required while scheduling; preferences are not read, as autoscalers ignore them. */
export interface RequiredAffinity {
  /** Alternatives; absent where no node affinity is required, which is not the same as none that matches. */
  readonly nodeSelectorTerms?: readonly NodeSelectorTerm[];
  readonly podAffinity: readonly PodAffinityTerm[];
  readonly podAntiAffinity: readonly PodAffinityTerm[];
}

const required = 'requiredDuringSchedulingIgnoredDuringExecution';

/** Reads the `affinity` of a pod's spec. */
export function requiredAffinityAt(root: unknown, ...path: FieldPath): RequiredAffinity {
  const terms = nodeSelectorTermsAt(root, ...path, 'nodeAffinity', required);
  return {
    ...(terms && { nodeSelectorTerms: terms }),
    podAffinity: podAffinityTermsAt(root, ...path, 'podAffinity', required),
    podAntiAffinity: podAffinityTermsAt(root, ...path, 'podAntiAffinity', required),
  };
}

/** A `core/v1` NodeSelector, as in node affinity and in a PersistentVolume; `undefined` where there is none. */
export function nodeSelectorTermsAt(
  root: unknown,
  ...path: FieldPath
): readonly NodeSelectorTerm[] | undefined {
  const terms = itemsAt(root, ...path, 'nodeSelectorTerms');
  if (terms.length === 0) return undefined;
  return terms.map((term) => ({
    matchExpressions: requirementsAt(term, 'matchExpressions'),
    matchFields: requirementsAt(term, 'matchFields'),
  }));
}

function requirementsAt(term: unknown, list: string): readonly NodeSelectorRequirement[] {
  return itemsAt(term, list).map((entry) => ({
    key: stringAt(entry, 'key') ?? '',
    operator: stringAt(entry, 'operator') ?? '',
    values: stringsAt(entry, 'values'),
  }));
}

function podAffinityTermsAt(root: unknown, ...path: FieldPath): readonly PodAffinityTerm[] {
  return itemsAt(root, ...path).map((entry) => {
    const labelSelector = labelSelectorAt(entry, 'labelSelector');
    const namespaceSelector = labelSelectorAt(entry, 'namespaceSelector');
    return {
      ...(labelSelector && { labelSelector }),
      topologyKey: stringAt(entry, 'topologyKey') ?? '',
      namespaces: stringsAt(entry, 'namespaces'),
      ...(namespaceSelector && { namespaceSelector }),
      matchLabelKeys: stringsAt(entry, 'matchLabelKeys'),
      mismatchLabelKeys: stringsAt(entry, 'mismatchLabelKeys'),
    };
  });
}
