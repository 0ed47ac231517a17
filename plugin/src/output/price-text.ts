import type { InstanceOffering, PriceBook } from '@kubectl-autoscale/core/cost';
import { formatBytes, formatCores, formatRate } from '@kubectl-autoscale/core/units';

import type { Palette } from './palette.ts';
import type { ReportRows } from './report-table.ts';

/** Price books as rows of a table. */
export function bookRows(books: readonly PriceBook[], palette: Palette): readonly (readonly string[])[] {
  const header = ['BOOK', 'TYPES', 'SPOT', 'AS OF', 'CURRENCY', 'SOURCE'].map((cell) => palette.dim(cell));
  return [
    header,
    ...books.map(({ provider, region, offerings, asOf, currency, source }) => [
      `${provider}/${region}`,
      String(offerings.length),
      spotOf(offerings),
      asOf,
      currency,
      source,
    ]),
  ];
}

function spotOf(offerings: readonly InstanceOffering[]): string {
  const priced = offerings.filter(({ spotPerHour }) => spotPerHour !== undefined);
  if (priced.length === 0) return 'none';
  return priced.some(({ spotIsEstimate }) => spotIsEstimate) ? 'estimated' : 'listed';
}

/** Instance types as rows of a table, in the book's order. */
export function offeringRows(
  { currency }: PriceBook,
  offerings: readonly InstanceOffering[],
  palette: Palette,
): readonly (readonly string[])[] {
  const header = ['TYPE', 'CPU', 'MEMORY', 'GPUS', 'ARCH', 'ON DEMAND', 'SPOT'].map((cell) =>
    palette.dim(cell),
  );
  return [
    header,
    ...offerings.map(
      ({
        instanceType,
        cpuCores,
        memoryBytes,
        gpu,
        architecture,
        onDemandPerHour,
        spotPerHour,
        spotIsEstimate,
      }) => [
        instanceType,
        formatCores(cpuCores),
        formatBytes(memoryBytes),
        gpu ? `${gpu.count} × ${gpu.model}` : '',
        architecture,
        formatRate(onDemandPerHour, currency),
        spotPerHour === undefined
          ? 'none'
          : `${formatRate(spotPerHour, currency)}${spotIsEstimate ? ' estimated' : ''}`,
      ],
    ),
  ];
}

/** Price books as `prices list` prints them in other formats. */
export function bookTable(books: readonly PriceBook[]): ReportRows<PriceBook> {
  return {
    rows: books,
    columns: [
      { title: 'BOOK', text: bookId },
      { title: 'TYPES', text: ({ offerings }) => String(offerings.length) },
      { title: 'SPOT', text: ({ offerings }) => spotOf(offerings) },
      { title: 'AS OF', text: ({ asOf }) => asOf },
      { title: 'CURRENCY', text: ({ currency }) => currency },
      { title: 'SOURCE', text: ({ source }) => source },
    ],
    name: bookId,
  };
}

function bookId({ provider, region }: PriceBook): string {
  return `${provider}/${region}`;
}

/** Instance types as `prices show` prints them in other formats; money per hour, in the book's currency. */
export function offeringTable({ currency, offerings }: PriceBook): ReportRows<InstanceOffering> {
  return {
    rows: offerings,
    columns: [
      { title: 'TYPE', text: ({ instanceType }) => instanceType },
      { title: 'CPU', text: ({ cpuCores }) => formatCores(cpuCores), value: ({ cpuCores }) => cpuCores },
      {
        title: 'MEMORY',
        text: ({ memoryBytes }) => formatBytes(memoryBytes),
        value: ({ memoryBytes }) => memoryBytes,
      },
      { title: 'GPUS', text: ({ gpu }) => (gpu ? `${gpu.count} × ${gpu.model}` : '') },
      { title: 'ARCH', text: ({ architecture }) => architecture },
      {
        title: 'ON DEMAND',
        text: ({ onDemandPerHour }) => formatRate(onDemandPerHour, currency),
        value: ({ onDemandPerHour }) => onDemandPerHour,
      },
      {
        title: 'SPOT',
        text: ({ spotPerHour }) => (spotPerHour === undefined ? 'none' : formatRate(spotPerHour, currency)),
        value: ({ spotPerHour }) => spotPerHour,
      },
      {
        title: 'SPOT IS',
        text: ({ spotPerHour, spotIsEstimate }) =>
          spotPerHour === undefined ? '' : spotIsEstimate ? 'estimated' : 'listed',
      },
    ],
    name: ({ instanceType }) => instanceType,
  };
}
