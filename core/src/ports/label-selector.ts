/** One requirement of a label selector in Kubernetes' query syntax. */
interface Requirement {
  readonly key: string;
  readonly operator: 'in' | 'notin' | 'exists' | 'absent';
  readonly values: readonly string[];
}

type Labels = Readonly<Record<string, string>>;

/**
 * A predicate for a label selector as `kubectl -l` takes it: `app=chat,tier in (a,b),!canary`
 * (apimachinery v0.36 pkg/labels/selector.go). `!=` and `notin` also match objects without the label. An empty selector
 * matches all.
 *
 * @throws RangeError where the text is no selector.
 */
export function labelSelectorPredicate(text: string): (labels: Labels | undefined) => boolean {
  const requirements = splitRequirements(text).map(parseRequirement);
  return (labels = {}) => requirements.every((requirement) => holds(requirement, labels));
}

/** At commas outside parentheses. */
function splitRequirements(text: string): readonly string[] {
  if (text.trim() === '') return [];
  return text.split(/,(?![^(]*\))/).map((part) => part.trim());
}

function parseRequirement(text: string): Requirement {
  const set = /^(\S+)\s+(in|notin)\s*\(([^()]*)\)$/.exec(text);
  if (set) {
    const [, key = '', operator, list = ''] = set;
    return {
      key,
      operator: operator === 'in' ? 'in' : 'notin',
      values: list.split(',').map((value) => value.trim()),
    };
  }
  const equality = /^([^\s=!]+)\s*(==|=|!=)\s*([^\s=!]*)$/.exec(text);
  if (equality) {
    const [, key = '', operator, value = ''] = equality;
    return { key, operator: operator === '!=' ? 'notin' : 'in', values: [value] };
  }
  const existence = /^(!?)\s*([^\s=!()]+)$/.exec(text);
  if (existence) {
    const [, not, key = ''] = existence;
    return { key, operator: not === '!' ? 'absent' : 'exists', values: [] };
  }
  throw new RangeError(`${JSON.stringify(text)} is no label selector such as app=chat or tier in (a,b)`);
}

function holds({ key, operator, values }: Requirement, labels: Labels): boolean {
  const value = labels[key];
  switch (operator) {
    case 'in':
      return value !== undefined && values.includes(value);
    case 'notin':
      return value === undefined || !values.includes(value);
    case 'exists':
      return value !== undefined;
    case 'absent':
      return value === undefined;
  }
}
