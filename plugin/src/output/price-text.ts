import type { InstanceOffering, PriceBook } from '@kubectl-autoscale/core/cost';
import { formatBytes, formatCores, formatRate } from '@kubectl-autoscale/core/units';

import type { Palette } from './palette.ts';

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
