import { escapeRegex, quoteString } from './quote.ts';

/** One condition on a label. `=` and `!=` compare with a value, `=~` and `!~` with an RE2 pattern that must match all of it. */
export interface Matcher {
  readonly label: string;
  readonly operator: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

/** The label equals `value`; an absent label has the value ``. */
export function equal(label: string, value: string): Matcher {
  return { label, operator: '=', value };
}

export function notEqual(label: string, value: string): Matcher {
  return { label, operator: '!=', value };
}

/** The whole label value matches the RE2 `pattern`. What a user gave goes into it through `escapeRegex` only. */
export function matching(label: string, pattern: string): Matcher {
  return { label, operator: '=~', value: pattern };
}

/** The label has one of the values. */
export function oneOf(label: string, values: readonly string[]): Matcher {
  return matching(label, values.map(escapeRegex).join('|'));
}

/** The label has none of the values. */
export function noneOf(label: string, values: readonly string[]): Matcher {
  return { label, operator: '!~', value: values.map(escapeRegex).join('|') };
}

/**
 * A vector selector: `metric{label="value",…}`. A metric name that is no PromQL identifier is written as a matcher
 * of `__name__`, so that any text is safe in its place.
 *
 * @throws when a label is no PromQL label name: labels are chosen by us or come from {@link labelName}.
 */
export function selector(metric: string, matchers: readonly Matcher[] = []): string {
  const plain = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(metric);
  const all = plain ? matchers : [equal('__name__', metric), ...matchers];
  const conditions = all.map(({ label, operator, value }) => {
    if (!isLabelName(label)) throw new Error(`${JSON.stringify(label)} is no PromQL label name`);
    return `${label}${operator}${quoteString(value)}`;
  });
  const name = plain ? metric : '';
  return conditions.length === 0 ? name : `${name}{${conditions.join(',')}}`;
}

/**
 * The Prometheus spelling of a Kubernetes label key: what no label name may hold becomes `_`, as exporters write it
 * (`app.kubernetes.io/name` → `app_kubernetes_io_name`).
 */
export function labelName(key: string): string {
  const name = key.replace(/[^a-zA-Z0-9_]/g, '_');
  return /^[0-9]/.test(name) || name === '' ? `_${name}` : name;
}

function isLabelName(text: string): boolean {
  return /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(text);
}
