import type { MetricQuery } from '../metric-query.ts';

/** Any PromQL as a user typed it. The text is its identity; the unit is not known. */
export function userQuery(promql: string): MetricQuery {
  const text = promql.trim();
  return { id: text, promql: text, unit: '' };
}
