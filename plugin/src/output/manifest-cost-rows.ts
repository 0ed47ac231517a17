import type { ManifestCostReport, ManifestCostRow } from '@kubectl-autoscale/core/advisor';
import { formatPrice, formatRate } from '@kubectl-autoscale/core/units';

import type { ReportRows } from './report-table.ts';

/** A row for each workload of the manifests. */
export function manifestCostRows({ rows, currency }: ManifestCostReport): ReportRows<ManifestCostRow> {
  const rate = (value: number | undefined): string =>
    value === undefined ? '' : formatRate(value, currency);
  return {
    rows,
    columns: [
      { title: 'WORKLOAD', text: ({ workload }) => workload },
      { title: 'REPLICAS', text: ({ replicas }) => String(replicas) },
      { title: 'MIN', text: ({ minReplicas = '' }) => String(minReplicas) },
      { title: 'MAX', text: ({ maxReplicas = '' }) => String(maxReplicas) },
      { title: 'COST', text: ({ perHour }) => rate(perHour), value: ({ perHour }) => perHour },
      {
        title: 'A MONTH',
        text: ({ perMonth }) => (perMonth === undefined ? '' : formatPrice(perMonth, currency)),
        value: ({ perMonth }) => perMonth,
      },
      {
        title: 'COST LOWER',
        text: ({ rangePerHour }) => rate(rangePerHour?.lower),
        value: ({ rangePerHour }) => rangePerHour?.lower,
      },
      {
        title: 'COST UPPER',
        text: ({ rangePerHour }) => rate(rangePerHour?.upper),
        value: ({ rangePerHour }) => rangePerHour?.upper,
      },
      { title: 'CURRENCY', text: () => currency },
      { title: 'WHERE', text: ({ file, line }) => `${file}:${line}` },
    ],
    name: ({ workload }) => workload,
  };
}
