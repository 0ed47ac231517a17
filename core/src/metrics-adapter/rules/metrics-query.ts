import {
  equal,
  escapeRegex,
  labelName,
  type Matcher,
  matching,
  notEqual,
  quoteString,
} from '../../promql/index.ts';
import { fail, ok, type Result } from '../../units/index.ts';
import { type GoTemplate, parseGoTemplate, type TemplateProblem } from './go-template.ts';
import type { LabelRequirement } from './label-requirements.ts';

/** What a `metricsQuery` is asked for. */
export interface QueryArguments {
  readonly series: string;
  /** In the order in which they are written. */
  readonly matchers: readonly QueryMatcher[];
  readonly groupBy: readonly string[];
}

/** A condition, with the values that the template sees for its label under `LabelValuesByName`. */
export interface QueryMatcher {
  readonly matcher: Matcher;
  readonly values: string;
}

const queryFields = ['Series', 'LabelMatchers', 'LabelValuesByName', 'GroupBy', 'GroupBySlice'] as const;

/** A compiled `metricsQuery`. */
export interface MetricsQuery {
  /** As it is written, with its placeholders. */
  readonly text: string;
  readonly fields: ReadonlySet<string>;
  /** The error says why there is no query. */
  build(query: QueryArguments): Result<string, string>;
}

export function compileMetricsQuery(text: string): Result<MetricsQuery, TemplateProblem> {
  const template = parseGoTemplate(text, queryFields);
  if (!template.ok) return template;
  return ok({ text, fields: template.value.fields, build: (query) => build(template.value, query) });
}

function build(template: GoTemplate, { series, matchers, groupBy }: QueryArguments): Result<string, string> {
  let promql: string;
  try {
    promql = template.render({
      Series: series,
      LabelMatchers: matchersText(matchers.map(({ matcher }) => matcher)),
      LabelValuesByName: Object.fromEntries(matchers.map(({ matcher, values }) => [matcher.label, values])),
      GroupBy: groupBy.join(','),
      GroupBySlice: groupBy,
    });
  } catch (error) {
    if (error instanceof RangeError) return fail(error.message);
    throw error;
  }
  return promql === '' ? fail('the template gives an empty query') : ok(promql);
}

/** As they stand between braces. */
export function matchersText(matchers: readonly Matcher[]): string {
  return matchers.map(({ label, operator, value }) => `${label}${operator}${quoteString(value)}`).join(',');
}

/**
 * The conditions for a selector of metric labels (prometheus-adapter v0.12, pkg/naming/metrics_query.go). Keys take
 * Prometheus' spelling and values are escaped, where prometheus-adapter would send a query that Prometheus refuses, or one
 * in which a dot stands for any character.
 */
export function selectorQueryMatchers(
  requirements: readonly LabelRequirement[],
): Result<readonly QueryMatcher[], string> {
  const matchers: QueryMatcher[] = [];
  for (const requirement of requirements) {
    const matcher = requirementMatcher(requirement);
    if (matcher === undefined) {
      return fail(`the operator ${requirement.operator} of ${requirement.key} has no counterpart in PromQL`);
    }
    matchers.push({ matcher, values: requirement.values.join('|') });
  }
  return ok(matchers);
}

function requirementMatcher({ key, operator, values }: LabelRequirement): Matcher | undefined {
  const label = labelName(key);
  const [first = ''] = values;
  switch (operator) {
    case '=':
      return equal(label, first);
    case '!=':
      return notEqual(label, first);
    case 'in':
      return matching(label, alternatives(values));
    case 'notin':
      return { label, operator: '!~', value: alternatives(values) };
    case 'exists':
      return notEqual(label, '');
    case '!':
      return equal(label, '');
    case 'gt':
    case 'lt':
      return undefined;
  }
}

/** The condition that a label has one of the names: `=` for one name, `=~` for several. */
export function namesMatcher(label: string, names: readonly string[]): QueryMatcher {
  const [only = ''] = names;
  const matcher = names.length > 1 ? matching(label, alternatives(names)) : equal(label, only);
  return { matcher, values: names.join('|') };
}

function alternatives(values: readonly string[]): string {
  return values.map(escapeRegex).join('|');
}
