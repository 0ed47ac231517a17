import type { ClusterReport, CostRow } from '@kubectl-autoscale/core/advisor';
import {
  formatBytes,
  formatChange,
  formatCores,
  formatPrice,
  formatRate,
  formatShare,
  HOURS_PER_MONTH,
} from '@kubectl-autoscale/core/units';

import type { ReportSection, SectionRow } from './report-section.ts';
import { savingText } from './saving-text.ts';

/** Who the bill is for, by namespace and by workload. */
export function costTables(report: ClusterReport): readonly ReportSection[] {
  const { cost, namespaces } = report;
  const intro =
    'A pod pays its share of its node; what no pod pays for is idle. The rows and the idle part add up to the nodes.';
  return [
    {
      id: 'namespaces',
      title: 'Cost by namespace',
      intro,
      heads: ['namespace', 'pods', 'cost', 'a month', 'of all'],
      rows: [...namespaces.map((row) => costRow(report, row, false)), ...nobodysRows(report, false)],
      none: 'No pod has a price.',
    },
    {
      id: 'workloads',
      title: 'Cost by workload',
      intro: cost.rows.some(({ perThousandRequests }) => perThousandRequests !== undefined)
        ? 'The price of 1,000 requests stands where requests per second are measured.'
        : 'The same, by workload.',
      heads: ['workload', 'pods', 'cost', 'a month', 'of all', 'per 1,000 requests'],
      rows: [...cost.rows.map((row) => costRow(report, row, true)), ...nobodysRows(report, true)],
      none: 'No pod has a price.',
    },
  ];
}

function costRow({ cost }: ClusterReport, row: CostRow, withRequests: boolean): SectionRow {
  const { currency } = cost.now;
  const { perThousandRequests } = row;
  return {
    cells: [
      row.name,
      String(row.pods),
      formatRate(row.perHour, currency),
      formatPrice(row.perMonth, currency),
      formatShare(row.share),
      ...(withRequests
        ? [perThousandRequests === undefined ? '' : formatPrice(perThousandRequests, currency)]
        : []),
    ],
    bar: [0, row.share],
  };
}

/** What nobody asks for: room on nodes, and commitments that cover none. */
function nobodysRows(report: ClusterReport, withRequests: boolean): readonly SectionRow[] {
  const { idle, commitments } = report.cost;
  const unused = (commitments ?? []).reduce((sum, { unusedPerHour }) => sum + unusedPerHour, 0);
  return [
    nobodysRow(report, '(idle)', idle.perHour, withRequests),
    ...(commitments ? [nobodysRow(report, '(committed, unused)', unused, withRequests)] : []),
  ];
}

function nobodysRow(
  { cost: { now } }: ClusterReport,
  name: string,
  perHour: number,
  withRequests: boolean,
): SectionRow {
  const share = now.perHour === 0 ? 0 : perHour / now.perHour;
  return {
    cells: [
      name,
      '',
      formatRate(perHour, now.currency),
      formatPrice(perHour * HOURS_PER_MONTH, now.currency),
      formatShare(share),
      ...(withRequests ? [''] : []),
    ],
    bar: [0, share],
    kind: 'info',
  };
}

/** What is requested and not needed. */
export function wasteTable({ waste, cost: { now } }: ClusterReport): ReportSection {
  const most = Math.max(...waste.rows.map(({ unusedPerHour }) => unusedPerHour), 0);
  const amounts = (
    figures: { readonly requested: number; readonly needed: number } | undefined,
    format: (amount: number) => string,
  ): string =>
    figures === undefined
      ? ''
      : `${format(figures.requested)} → ${format(figures.needed)}${figures.requested === 0 ? '' : ` (${formatChange(figures.needed / figures.requested - 1)})`}`;
  return {
    id: 'waste',
    title: 'Requested and not needed',
    intro:
      'What a workload pays for requests beyond measured use and its reserve, at the replicas that run. A pod whose share a GPU decides pays no less for lower requests. Lower requests save money only once nodes are given back: the sequence below counts that.',
    heads: ['workload', 'unused', 'a month', 'of its cost', 'CPU a pod', 'memory a pod', 'GPU used'],
    rows: waste.rows.map((row) => ({
      cells: [
        row.workload,
        formatRate(row.unusedPerHour, now.currency),
        formatPrice(row.unusedPerHour * HOURS_PER_MONTH, now.currency),
        formatShare(row.perHour === 0 ? 0 : row.unusedPerHour / row.perHour),
        amounts(row.cpu, formatCores),
        amounts(row.memory, formatBytes),
        row.gpuUsedShare === undefined ? '' : formatShare(row.gpuUsedShare),
      ],
      bar: [0, most === 0 ? 0 : row.unusedPerHour / most] as const,
    })),
    none: 'No use was measured, so nothing can be said of what is not needed.',
  };
}

/** The savings, step by step: the steps add up to the last row. */
export function savingsTable({ cost: { plan, now } }: ClusterReport): ReportSection {
  const { currency, perHour } = now;
  const share = (amount: number): number => (perHour === 0 ? 0 : amount / perHour);
  const steps = (plan?.actions ?? []).map(({ title, alone, inSequence }): SectionRow => ({
    cells: [
      title,
      savingText(alone.savingPerHour, currency, '/h'),
      savingText(inSequence.savingPerHour, currency, '/h'),
      savingText(inSequence.savingPerMonth, currency, ''),
      formatChange(-(inSequence.savingShare ?? 0)),
      formatRate(inSequence.afterPerHour, currency),
    ],
    bar: [share(inSequence.afterPerHour), share(inSequence.beforePerHour)],
  }));
  const total = plan && {
    cells: [
      'in all',
      '',
      savingText(plan.total.savingPerHour, currency, '/h'),
      savingText(plan.total.savingPerMonth, currency, ''),
      formatChange(-(plan.total.savingShare ?? 0)),
      formatRate(plan.total.afterPerHour, currency),
    ],
    bar: [share(plan.total.afterPerHour), share(plan.total.beforePerHour)] as const,
    kind: 'sum' as const,
  };
  return {
    id: 'savings',
    title: 'What could be saved',
    intro:
      'Alone: without the other actions. In sequence: after the actions above it; the sequence adds up to the total exactly, and nothing is counted twice.',
    heads: ['action', 'alone', 'in sequence', 'a month', 'of now', 'then'],
    rows: total ? [...steps, total] : [],
    notes: plan?.actions.flatMap(({ id, details }) => details.map((detail) => `${id}: ${detail}`)) ?? [],
    none: 'Not asked for.',
  };
}
