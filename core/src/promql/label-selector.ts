import { equal, labelName, type Matcher, noneOf, notEqual, oneOf } from './selector.ts';

/** A `metav1.LabelSelector` as an HPA metric carries it. */
export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly LabelRequirement[];
}

export interface LabelRequirement {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  readonly values?: readonly string[];
}

/**
 * The matchers of a metric's label selector, as prometheus-adapter v0.12 writes them (pkg/naming, metrics_query.go), with
 * values escaped and label keys in Prometheus' spelling.
 */
export function selectorMatchers({
  matchLabels = {},
  matchExpressions = [],
}: LabelSelector = {}): readonly Matcher[] {
  return [
    ...Object.entries(matchLabels).map(([key, value]) => equal(labelName(key), value)),
    ...matchExpressions.map(requirementMatcher),
  ];
}

function requirementMatcher({ key, operator, values = [] }: LabelRequirement): Matcher {
  const label = labelName(key);
  switch (operator) {
    case 'In':
      return oneOf(label, values);
    case 'NotIn':
      return noneOf(label, values);
    case 'Exists':
      return notEqual(label, '');
    case 'DoesNotExist':
      return equal(label, '');
  }
}

/** One spelling for one selector, for an id: Kubernetes' own syntax, sorted. Absent for a selector that says nothing. */
export function selectorIdentity({ matchLabels = {}, matchExpressions = [] }: LabelSelector = {}):
  string | undefined {
  const parts = [
    ...Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`),
    ...matchExpressions.map(requirementText),
  ].sort();
  return parts.length === 0 ? undefined : parts.join(',');
}

function requirementText({ key, operator, values = [] }: LabelRequirement): string {
  const list = `(${[...values].sort().join(',')})`;
  switch (operator) {
    case 'In':
      return `${key} in ${list}`;
    case 'NotIn':
      return `${key} notin ${list}`;
    case 'Exists':
      return key;
    case 'DoesNotExist':
      return `!${key}`;
  }
}
