import {
  type ConfigProblem,
  type DescribedMetric,
  type DescribedRule,
  pathText,
} from '@kubectl-autoscale/core/metrics-adapter';
import { formatDuration } from '@kubectl-autoscale/core/units';

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
  const rows = metrics.map((metric) => [metric.api, metric.name, metric.rule, asked(metric), metric.promql]);
  return `${textTable([['API', 'METRIC', 'RULE', 'QUERIES', 'PROMQL'], ...rows])}\n`;
}

/** What rules would serve as far as they tell it themselves, with the query as it is written. Empty without rules. */
export function describedRulesText(rules: readonly DescribedRule[]): string {
  if (rules.length === 0) return '';
  const rows = rules.map((rule) => {
    const { api, metric, resources = [], resourceTemplate, promql } = rule;
    const of = [...resources, ...(resourceTemplate === undefined ? [] : [resourceTemplate])].join(', ');
    // A query may be written over several lines; a cell is one.
    return [
      api,
      metric ?? `named by ${rule.series}`,
      of || '-',
      rule.rule,
      promql.replace(/\s*\n\s*/g, ' ').trim(),
    ];
  });
  return `${textTable([['API', 'METRIC', 'OF', 'RULE', 'QUERY AS WRITTEN'], ...rows])}\n`;
}

function asked({ shared, renewedEveryMs }: DescribedMetric): string {
  if (renewedEveryMs !== undefined) return `one a demand, each ${formatDuration(renewedEveryMs)}`;
  return shared ? 'one query for all' : 'one a request';
}
