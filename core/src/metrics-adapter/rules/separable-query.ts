import { equal } from '../../promql/index.ts';
import type { MetricsQuery } from './metrics-query.ts';

// Stand-ins that no query has by itself.
const groupStandIn = 'kubectl_autoscale_group';
const matcherStandIn = 'kubectl_autoscale_matcher';

const groupingAggregations = new Set(['sum', 'avg', 'min', 'max', 'count', 'stddev', 'stdvar', 'group']);

/** Functions that look at each series, or each set of series with the same labels, for itself, and keep its labels. */
const seriesFunctions = new Set([
  ...['rate', 'irate', 'increase', 'delta', 'idelta', 'deriv', 'predict_linear', 'resets', 'changes'],
  ...['avg', 'min', 'max', 'sum', 'count', 'quantile', 'stddev', 'last'].map((name) => `${name}_over_time`),
  ...[
    'abs',
    'ceil',
    'floor',
    'round',
    'clamp',
    'clamp_min',
    'clamp_max',
    'sgn',
    'exp',
    'ln',
    'log2',
    'log10',
  ],
  ...['sqrt', 'histogram_quantile'],
]);

/**
 * Whether a query for all objects of a resource, grouped by object, gives each object what a query for that object alone
 * gives. Said only where it is plain from the text: every selector holds `<<.LabelMatchers>>`, every aggregation is by
 * `<<.GroupBy>>`, and all else looks at each series for itself. In doubt each request has a query of its own.
 */
export function isSeparable(query: MetricsQuery): boolean {
  if (query.fields.has('LabelValuesByName') || query.fields.has('GroupBySlice')) return false;
  const promql = query.build({
    series: 'series',
    matchers: [{ matcher: equal(matcherStandIn, ''), values: '' }],
    groupBy: [groupStandIn],
  });
  if (!promql.ok) return false;
  const words = tokenize(promql.value);
  return words !== undefined && new SeparabilityReader(words).isSeparable();
}

const token =
  /\s+|#[^\n]*|(?<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)|(?<number>(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(?!\w)|(?<duration>\d\w*)|(?<name>[a-zA-Z_:][\w:]*)|(?<mark>=~|!~|==|!=|<=|>=|[-+*/%^(){}[\],=<>@])|(?<bad>.)/gsu;

function tokenize(promql: string): readonly string[] | undefined {
  const words: string[] = [];
  for (const { 0: word, groups = {} } of promql.matchAll(token)) {
    if (groups.bad !== undefined) return undefined;
    if (word.trim() !== '' && !word.startsWith('#')) words.push(word);
  }
  return words;
}

const isName = (word: string | undefined): word is string => word !== undefined && /^[a-zA-Z_:]/.test(word);

/** Walks over the words of a query and stops at the first that is not known to be harmless. */
class SeparabilityReader {
  readonly #words: readonly string[];
  #next = 0;
  /** How many aggregations by object are around the present word. */
  #depth = 0;
  #bareSelectors = 0;
  #operators = 0;

  constructor(words: readonly string[]) {
    this.#words = words;
  }

  isSeparable(): boolean {
    if (!this.#until(undefined)) return false;
    // Operators match series by all their labels, so each side must have the labels of the group and no others.
    return this.#operators === 0 || this.#bareSelectors === 0;
  }

  /** Everything up to the closing mark. */
  #until(close: string | undefined): boolean {
    for (;;) {
      const word = this.#words[this.#next];
      if (word === close) {
        this.#next += 1;
        return true;
      }
      if (word === undefined || !this.#word(word)) return false;
    }
  }

  #word(word: string): boolean {
    this.#next += 1;
    if (word === '(') return this.#until(')');
    if (word === '{') return this.#selector();
    if (word === '[') return this.#until(']');
    if (isName(word)) return this.#name(word);
    if (/^[-+*/%^<>]$|^[=!<>]=$/.test(word)) {
      if (this.#depth === 0) this.#operators += 1;
      return true;
    }
    return word === ',' || word === '@' || /^[\d."'`]/.test(word);
  }

  #name(word: string): boolean {
    const following = this.#words[this.#next];
    if (groupingAggregations.has(word) && (following === '(' || following === 'by')) {
      return this.#aggregation();
    }
    if (following === '(') {
      if (!seriesFunctions.has(word)) return false;
      this.#next += 1;
      return this.#until(')');
    }
    if (following === '{') {
      this.#next += 1;
      return this.#selector();
    }
    // `and`, `or` and `unless` match by labels as operators do; anything else that stands alone is a whole metric.
    if (word === 'offset' || word === 'bool' || word === 'start' || word === 'end') return true;
    if (word !== 'and' && word !== 'or' && word !== 'unless') return false;
    if (this.#depth === 0) this.#operators += 1;
    return this.#depth === 0;
  }

  /** After its name: the grouping stands before or after the argument. */
  #aggregation(): boolean {
    const grouped = this.#words[this.#next] === 'by';
    if (grouped && !this.#grouping()) return false;
    if (this.#words[this.#next] !== '(') return false;
    this.#next += 1;
    this.#depth += 1;
    if (!this.#until(')')) return false;
    this.#depth -= 1;
    return grouped || (this.#words[this.#next] === 'by' && this.#grouping());
  }

  /** `by (…)` with the group of the object in it. */
  #grouping(): boolean {
    const close = this.#words.indexOf(')', this.#next);
    if (this.#words[this.#next + 1] !== '(' || close < 0) return false;
    const labels = this.#words.slice(this.#next + 2, close);
    this.#next = close + 1;
    return labels.includes(groupStandIn);
  }

  /** After its `{`: the conditions of the object must be among its own. */
  #selector(): boolean {
    const close = this.#words.indexOf('}', this.#next);
    if (close < 0) return false;
    const matchers = this.#words.slice(this.#next, close);
    this.#next = close + 1;
    if (this.#depth === 0) this.#bareSelectors += 1;
    return matchers.includes(matcherStandIn);
  }
}
