import type { CompiledRule } from './compile-rules.ts';

/**
 * The name of a rule's metric where it is known without asking Prometheus: `as` refers to no capture, or `seriesQuery` begins with the
 * name of one series. `undefined` where only the series tell it, and where the rule's own filters leave that series out.
 */
export function fixedMetricName(compiled: CompiledRule): string | undefined {
  const { rule } = compiled;
  const { as } = rule.name;
  if (as !== '' && !as.includes('$')) return as;
  const series = /^\s*([a-zA-Z_:][\w:]*)\s*(?:\{|$)/.exec(rule.seriesQuery)?.[1];
  const name = series === undefined ? undefined : compiled.metricName(series);
  return name === '' ? undefined : name;
}
