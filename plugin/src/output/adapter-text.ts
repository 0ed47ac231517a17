import { type ConfigProblem, type DescribedMetric, pathText } from '@kubectl-autoscale/core/metrics-adapter';

import { textTable } from './text-table.ts';

/** `adapter.yaml:6:16: warning: rules[0].metricQuery: …`, one a line. */
export function configProblemsText(source: string, problems: readonly ConfigProblem[]): string {
  return problems
    .map(({ severity, path, position: { line, column }, message }) => {
      const place = path.length === 0 ? '' : `${pathText(path)}: `;
      return `${source}:${line}:${column}: ${severity}: ${place}${message}\n`;
    })
    .join('');
}

/** What would be served, with the query behind each metric. */
export function describedMetricsText(metrics: readonly DescribedMetric[]): string {
  if (metrics.length === 0) return 'No series in Prometheus make a metric of these rules.\n';
  const rows = metrics.map(({ api, name, rule, shared, promql }) => [
    api,
    name,
    rule,
    shared ? 'one query for all' : 'one a request',
    promql,
  ]);
  return `${textTable([['API', 'METRIC', 'RULE', 'QUERIES', 'PROMQL'], ...rows])}\n`;
}
