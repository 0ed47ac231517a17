import type { CostReport, CostRow } from '@kubectl-autoscale/core/advisor';
import { formatPrice, formatRate, formatShare, HOURS_PER_MONTH } from '@kubectl-autoscale/core/units';

import type { ReportRows } from './report-table.ts';

/** Who the bill is for, then what is nobody's: rows of `cost`, which add up to the bill. */
export function costRows({ by, rows, idle, commitments = [], now }: CostReport): ReportRows<CostRow> {
  const { currency } = now;
  const unused = commitments.reduce((sum, { unusedPerHour }) => sum + unusedPerHour, 0);
  const nobodys = (name: string, perHour: number): CostRow => ({
    ...{ name, pods: 0, perHour, perMonth: perHour * HOURS_PER_MONTH },
    share: now.perHour === 0 ? 0 : perHour / now.perHour,
  });
  const withRequests = rows.some(({ perThousandRequests }) => perThousandRequests !== undefined);
  return {
    rows: [
      ...rows,
      nobodys('(idle)', idle.perHour),
      ...(commitments.length === 0 ? [] : [nobodys('(committed, unused)', unused)]),
    ],
    columns: [
      { title: by.toUpperCase(), text: ({ name }) => name },
      { title: 'PODS', text: ({ pods }) => String(pods), value: ({ pods }) => pods },
      {
        title: 'COST',
        text: ({ perHour }) => formatRate(perHour, currency),
        value: ({ perHour }) => perHour,
      },
      {
        title: 'A MONTH',
        text: ({ perMonth }) => formatPrice(perMonth, currency),
        value: ({ perMonth }) => perMonth,
      },
      { title: 'CURRENCY', text: () => currency },
      { title: 'SHARE', text: ({ share }) => formatShare(share), value: ({ share }) => share },
      ...(withRequests
        ? [
            {
              title: 'PER 1000 REQUESTS',
              text: ({ perThousandRequests: each }: CostRow) =>
                each === undefined ? '' : formatPrice(each, currency),
              value: ({ perThousandRequests }: CostRow) => perThousandRequests,
            },
          ]
        : []),
    ],
    name: ({ name }) => name,
  };
}
