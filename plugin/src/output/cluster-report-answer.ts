import type { ClusterReport } from '@kubectl-autoscale/core/advisor';
import {
  formatChange,
  formatPrice,
  formatRate,
  formatShare,
  shortSource,
} from '@kubectl-autoscale/core/units';

import { costTables, savingsTable, wasteTable } from './cluster-cost-tables.ts';
import { nodeTables } from './cluster-node-tables.ts';
import { findingsTable, forecastsTable, risksTable } from './cluster-risk-tables.ts';
import type { ReportSection } from './report-section.ts';

/** One figure of those that come first. */
export interface Headline {
  readonly title: string;
  readonly figure: string;
  readonly basis: string;
}

/** The figures that a reader wants first, with what each stands on. */
export function headlines({ cost, waste, risks, findings }: ClusterReport): readonly Headline[] {
  const { currency, perHour, perMonth, rangePerHour } = cost.now;
  const nodes = cost.nodes.reduce((sum, each) => sum + each.nodes, 0);
  const range = rangePerHour
    ? `, ${formatRate(rangePerHour.lower, currency)} to ${formatRate(rangePerHour.upper, currency)} as prices are estimated`
    : '';
  const share = (amount: number): string => formatShare(perHour === 0 ? 0 : amount / perHour);
  const errors = [...risks, ...findings].filter(({ severity }) => severity === 'error').length;
  const total = cost.plan?.total;
  return [
    {
      title: 'cost now',
      figure: `${formatPrice(perMonth, currency)} a month`,
      basis: `${formatRate(perHour, currency)} for ${nodes} ${nodes === 1 ? 'node' : 'nodes'}${range}`,
    },
    {
      title: 'idle',
      figure: `${formatPrice(cost.idle.perMonth, currency)} a month`,
      basis: `${share(cost.idle.perHour)} of the nodes, which no pod requests`,
    },
    {
      title: 'requested, not needed',
      figure: `${formatPrice(waste.unusedPerHour * 730, currency)} a month`,
      basis: `${share(waste.unusedPerHour)} of the nodes, by measured use of ${waste.rows.length} ${waste.rows.length === 1 ? 'workload' : 'workloads'}`,
    },
    ...(total
      ? [
          {
            title: 'could be saved',
            figure: `${formatPrice(total.savingPerMonth, currency)} a month`,
            basis: `${formatChange(-(total.savingShare ?? 0))} with all actions in sequence`,
          },
        ]
      : []),
    {
      title: 'risks and findings',
      figure: `${errors} ${errors === 1 ? 'error' : 'errors'}`,
      basis: `${risks.length} measured risks, ${findings.length} findings in the objects`,
    },
  ];
}

/** The tables in the order in which they are read: money, what to do, machines, what may go wrong, what is ahead. */
export function reportTables(report: ClusterReport): readonly ReportSection[] {
  return [
    ...costTables(report),
    wasteTable(report),
    savingsTable(report),
    ...nodeTables(report),
    risksTable(report),
    findingsTable(report),
    forecastsTable(report),
  ];
}

/** What the figures rest on and what is missing from them, one sentence each. */
export function restsOn({ cost, notes }: ClusterReport): readonly string[] {
  return [
    ...cost.unpriced.map((each) => `not priced: ${each}`),
    ...cost.assumptions.map((each) => `assumed: ${each}`),
    ...cost.notes,
    ...notes,
    `${shortSource(cost.basis.source)}; ${cost.basis.method ?? ''}; a month has 730 hours`,
  ];
}

/** `recording …, all namespaces, 2026-11-19T10:00:00Z`. */
export function scopeText({ cluster, namespace, generatedAt }: ClusterReport): string {
  return `${cluster} · ${namespace === undefined ? 'workloads of all namespaces' : `workloads of ${namespace}, the bill of the whole cluster`} · ${generatedAt}`;
}
