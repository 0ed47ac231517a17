import type { CompiledRule, CompiledRules } from './compile-rules.ts';
import { fixedMetricName } from './fixed-metric-name.ts';

/** The forecasts whose metric no rule can make, whatever series there are. */
export function unmadeForecasts({ custom, external, forecasts }: CompiledRules): readonly number[] {
  const rules = [...custom, ...external];
  return forecasts.flatMap(({ metric }, index) =>
    rules.some((rule) => mayMake(rule, metric)) ? [] : [index],
  );
}

/** In doubt it may: a capture in `as` can stand for anything. */
function mayMake(compiled: CompiledRule, metric: string): boolean {
  const fixed = fixedMetricName(compiled);
  if (fixed !== undefined) return fixed === metric;
  const { as } = compiled.rule.name;
  if (as === '') return true;
  const [first = '', ...rest] = as.split(/\$(?:\$|\{\w+\}|\w+)/u);
  return matchesInOrder(metric, first, rest);
}

/** Whether a text begins with `first`, ends with the last of `rest`, and has the others between them in their order. */
function matchesInOrder(text: string, first: string, rest: readonly string[]): boolean {
  if (!text.startsWith(first)) return false;
  let from = first.length;
  for (const piece of rest.slice(0, -1)) {
    const found = text.indexOf(piece, from);
    if (found < 0) return false;
    from = found + piece.length;
  }
  const last = rest.at(-1) ?? '';
  return text.length - last.length >= from && text.endsWith(last);
}
