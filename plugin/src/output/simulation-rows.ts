import type { SimulatedStrategy, SimulationReport } from '@kubectl-autoscale/core/simulator';
import { formatChange, formatFigure, formatNumber, formatPrice } from '@kubectl-autoscale/core/units';

import type { ReportRows } from './report-table.ts';

/** A row for each strategy; in CSV shares are between 0 and 1, times in seconds, and what is lost in minutes. */
export function simulationRows({ strategies, currency }: SimulationReport): ReportRows<SimulatedStrategy> {
  const money = (of: (strategy: SimulatedStrategy) => number | undefined) => ({
    text: (strategy: SimulatedStrategy): string => {
      const amount = of(strategy);
      return amount === undefined ? '' : formatPrice(amount, currency);
    },
    value: of,
  });
  const seconds = (of: 'p50' | 'p95' | 'p99') => ({
    text: ({ latencySeconds }: SimulatedStrategy): string =>
      latencySeconds === undefined ? '' : formatFigure(latencySeconds[of], 'seconds'),
    value: ({ latencySeconds }: SimulatedStrategy) => latencySeconds?.[of],
  });
  const count = (of: (strategy: SimulatedStrategy) => number) => ({
    text: (strategy: SimulatedStrategy): string => formatNumber(of(strategy), 3),
    value: of,
  });
  return {
    rows: strategies,
    columns: [
      { title: 'STRATEGY', text: ({ id }) => id },
      { title: 'TITLE', text: ({ title }) => title },
      { title: 'POD COST', ...money(({ podCost }) => podCost) },
      { title: 'NODE COST', ...money(({ nodeCost }) => nodeCost) },
      { title: 'CURRENCY', text: () => currency },
      {
        title: 'VS FIXED',
        text: ({ saved }) => formatChange(-saved.nodeShare),
        value: ({ saved }) => -saved.nodeShare,
      },
      { title: 'COUNTS', text: ({ saved }) => (saved.counts ? 'yes' : 'no') },
      { title: 'LOST MINUTES', ...count(({ lostMinutes }) => lostMinutes) },
      { title: 'P50', ...seconds('p50') },
      { title: 'P95', ...seconds('p95') },
      { title: 'P99', ...seconds('p99') },
      { title: 'FLAPS A DAY', ...count(({ flapsPerDay }) => flapsPerDay) },
      { title: 'PODS MAX', ...count(({ mostReplicas }) => mostReplicas) },
      { title: 'NODES MAX', ...count(({ nodesMost }) => nodesMost) },
      { title: 'PER MILLION', ...money(({ costPerMillionRequests }) => costPerMillionRequests) },
      { title: 'POD HOURS', ...count(({ podHours }) => podHours) },
      { title: 'FAILED', ...count(({ failed }) => failed) },
    ],
    // As --strategies takes it.
    name: ({ id }) => id,
  };
}
