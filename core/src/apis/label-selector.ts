import { type FieldPath, hasMappingAt, itemsAt, stringAt, stringMapAt, stringsAt } from './field-values.ts';

/** A `metav1.LabelSelector`; all requirements must hold. Without any it matches everything. */
export interface LabelSelector {
  readonly matchLabels: Readonly<Record<string, string>>;
  readonly matchExpressions: readonly LabelSelectorRequirement[];
}

export interface LabelSelectorRequirement {
  readonly key: string;
  /** `In`, `NotIn`, `Exists`, `DoesNotExist`, or what else was written. */
  readonly operator: string;
  readonly values: readonly string[];
}

/** `undefined` where there is none, which Kubernetes tells apart from an empty one. */
export function labelSelectorAt(root: unknown, ...path: FieldPath): LabelSelector | undefined {
  if (!hasMappingAt(root, ...path)) return undefined;
  return {
    matchLabels: stringMapAt(root, ...path, 'matchLabels'),
    matchExpressions: itemsAt(root, ...path, 'matchExpressions').flatMap((entry) => {
      const key = stringAt(entry, 'key');
      const operator = stringAt(entry, 'operator');
      if (key === undefined || operator === undefined) return [];
      return [{ key, operator, values: stringsAt(entry, 'values') }];
    }),
  };
}

/** The plain map of labels that a ReplicationController selects by. */
export function labelMapSelectorAt(root: unknown, ...path: FieldPath): LabelSelector | undefined {
  if (!hasMappingAt(root, ...path)) return undefined;
  return { matchLabels: stringMapAt(root, ...path), matchExpressions: [] };
}

/**
 * Whether the labels satisfy the selector (`metav1.LabelSelectorAsSelector`): a missing key satisfies `NotIn`
 * and `DoesNotExist`. An operator that Kubernetes does not know matches nothing.
 */
export function matchesLabels(selector: LabelSelector, labels: Readonly<Record<string, string>>): boolean {
  return (
    Object.entries(selector.matchLabels).every(([key, value]) => labelOf(labels, key) === value) &&
    selector.matchExpressions.every((requirement) =>
      satisfiesRequirement(requirement, labelOf(labels, requirement.key)),
    )
  );
}

/** Whether a label's value, or its absence, satisfies one requirement; an operator other than these four is never satisfied. */
export function satisfiesRequirement(
  { operator, values }: Pick<LabelSelectorRequirement, 'operator' | 'values'>,
  value: string | undefined,
): boolean {
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}

/** A label's own value, never what an object inherits. */
export function labelOf(labels: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(labels, key) ? labels[key] : undefined;
}
