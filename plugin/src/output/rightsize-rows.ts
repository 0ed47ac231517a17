import type { RightsizeItem, RightsizeReport, RightsizeRow } from '@kubectl-autoscale/core/advisor';
import { formatPrice, formatShare } from '@kubectl-autoscale/core/units';

import type { ReportRows } from './report-table.ts';

/** One resource of one container, and whose it is. */
interface SizedRow extends RightsizeRow {
  readonly item: RightsizeItem;
}

/** A row for each container and resource: what is asked for, what should be, and what the difference comes to. Quantities as Kubernetes writes them. */
export function rightsizeRows({ items }: RightsizeReport): ReportRows<SizedRow> {
  const share = (value: number | undefined): string => (value === undefined ? '' : formatShare(value));
  return {
    rows: items.flatMap((item) => item.rows.map((row) => ({ ...row, item }))),
    columns: [
      { title: 'NAMESPACE', text: ({ item }) => item.workload.namespace },
      { title: 'WORKLOAD', text: ({ item }) => item.workload.name },
      { title: 'KIND', text: ({ item }) => item.workload.kind },
      { title: 'REPLICAS', text: ({ item }) => String(item.replicas) },
      { title: 'CONTAINER', text: ({ container }) => container },
      { title: 'RESOURCE', text: ({ resource }) => resource },
      { title: 'REQUEST', text: ({ currentRequest = '' }) => currentRequest },
      { title: 'TARGET', text: ({ target }) => target },
      { title: 'LOWER', text: ({ lowerBound }) => lowerBound },
      { title: 'UPPER', text: ({ upperBound }) => upperBound },
      { title: 'LIMIT', text: ({ currentLimit = '' }) => currentLimit },
      { title: 'TARGET LIMIT', text: ({ targetLimit = '' }) => targetLimit },
      { title: 'UNUSED', text: ({ wasteShare }) => share(wasteShare), value: ({ wasteShare }) => wasteShare },
      {
        title: 'SAVES A MONTH',
        text: ({ savingPerMonth, item: { cost } }) =>
          savingPerMonth === undefined || cost === undefined
            ? ''
            : formatPrice(savingPerMonth, cost.currency),
        value: ({ savingPerMonth }) => savingPerMonth,
      },
      { title: 'CURRENCY', text: ({ item }) => item.cost?.currency ?? '' },
      { title: 'PEAK', text: ({ peak = '' }) => peak },
      {
        title: 'HEADROOM',
        text: ({ oomHeadroom }) => share(oomHeadroom),
        value: ({ oomHeadroom }) => oomHeadroom,
      },
      { title: 'OOM KILLS', text: ({ oomKills = 0 }) => String(oomKills) },
      { title: 'VPA', text: ({ item }) => item.vpa?.name ?? '' },
    ],
    name: ({ item: { workload } }) => `${workload.kind.toLowerCase()}.apps/${workload.name}`,
  };
}
