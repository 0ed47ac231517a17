import { type MetricRole, metricRole } from './metric-role.ts';

/** PromQL as somebody typed it, brought to demand as far as its text allows. */
export interface ExpressionDemand {
  /** What to forecast; the text itself where nothing was changed. */
  readonly promql: string;
  readonly mapped: boolean;
  /** The role of the first metric named in it. */
  readonly role: MetricRole;
  /** What was changed, or what to think of; absent where the expression is demand as it stands. */
  readonly why?: string;
}

/**
 * An average over pods becomes the sum over them: `avg(x)` → `sum(x)`, `sum(x) / count(y)` → `sum(x)`, where that is all of the
 * expression. One that reads a queue, a utilization or a latency is left as it is, with a warning that scaling shapes it: which
 * workload stands behind it is not in the text.
 */
export function demandOfExpression(promql: string): ExpressionDemand {
  const text = promql.trim();
  const role = metricRole(firstMetric(text) ?? '');
  const summed = withoutAverage(text);
  const why = warning(role);
  if (summed !== undefined) {
    const change = `an average per pod falls as pods are added: ${summed} is forecast in its place`;
    return { promql: summed, mapped: true, role, why: why === undefined ? change : `${change}; ${why}` };
  }
  return { promql: text, mapped: false, role, ...(why === undefined ? {} : { why }) };
}

function warning(role: MetricRole): string | undefined {
  const what = { queue: 'a queue', utilization: 'a utilization', latency: 'a latency' } as const;
  if (role !== 'queue' && role !== 'utilization' && role !== 'latency') return undefined;
  return `${what[role]} is shaped by our own scaling: name the workload to forecast its demand instead`;
}

/** `undefined` unless the whole expression is one average. */
function withoutAverage(text: string): string | undefined {
  const opened = /^avg\s*\(/.exec(text);
  if (opened !== null && closingBracket(text, opened[0].length - 1) === text.length - 1) {
    return `sum${text.slice(3)}`;
  }
  const sum = /^sum\s*\(/.exec(text);
  if (sum === null) return undefined;
  const end = closingBracket(text, sum[0].length - 1);
  const rest = text.slice(end + 1);
  const divisor = /^\s*\/\s*count\s*\(/.exec(rest);
  const isWhole = divisor !== null && closingBracket(rest, divisor[0].length - 1) === rest.length - 1;
  return isWhole ? text.slice(0, end + 1) : undefined;
}

/** Index of the bracket that closes the one at `open`, quoted text left out; −1 without one. */
function closingBracket(text: string, open: number): number {
  let depth = 0;
  let quote: string | undefined;
  for (let at = open; at < text.length; at++) {
    const character = text.charAt(at);
    if (quote !== undefined) {
      if (character === '\\' && quote !== '`') at++;
      else if (character === quote) quote = undefined;
    } else if (character === '"' || character === "'" || character === '`') quote = character;
    else if (character === '(') depth++;
    else if (character === ')' && --depth === 0) return at;
  }
  return -1;
}

/** The first name that a selector, a range or a closing bracket follows: functions are followed by an opening one. */
function firstMetric(text: string): string | undefined {
  const bare = text
    .replace(/"(\\.|[^"\\])*"|'(\\.|[^'\\])*'|`[^`]*`/g, '""')
    .replace(/\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, '');
  const named = /__name__\s*=~?\s*""/.test(bare)
    ? /__name__\s*=~?\s*["'`]([^"'`]*)/.exec(text)?.[1]
    : undefined;
  return named ?? /(?<![\w:])([a-zA-Z_:][\w:]*)\s*(?=[{[)+\-*/]|$)/.exec(bare)?.[1];
}
