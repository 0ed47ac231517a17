import { risksOfOne } from './cluster-report/cluster-risks.ts';
import { wasteOf } from './cluster-report/cluster-waste.ts';
import type { ReportRank, ReportRisk, WorkloadReport, WorkloadReportList } from './workload-report.ts';

/** `risk`: the worst risk first, among equals the most waste. `waste`: the most waste first. `name`: by namespace and name. */
export const workloadOrders = ['risk', 'waste', 'name'] as const;

export type WorkloadOrder = (typeof workloadOrders)[number];

interface Ranked {
  readonly report: WorkloadReport;
  readonly rank: ReportRank;
}

const severities: readonly ReportRisk['severity'][] = ['error', 'warning', 'info'];

/** The same list in another order, with what each workload wastes and risks. */
export function rankWorkloads(list: WorkloadReportList, order: WorkloadOrder): WorkloadReportList {
  const ranked = list.items
    .map((report): Ranked => ({ report, rank: rankOf(report) }))
    .sort(comparisons[order]);
  return {
    ...list,
    items: ranked.map(({ report }) => report),
    ranking: ranked.map(({ rank }) => rank),
  };
}

function rankOf(report: WorkloadReport): ReportRank {
  const waste = wasteOf(report);
  const currency = report.cost?.now.currency;
  return {
    workload: report.workload,
    ...(waste && currency !== undefined && { unusedPerHour: waste.unusedPerHour, currency }),
    risks: risksOfOne(report, waste).map(({ id, severity, text }) => ({ id, severity, text })),
  };
}

/** 0 for an error, then warning, info and none. */
function worst({ risks: [first] }: ReportRank): number {
  return first === undefined ? severities.length : severities.indexOf(first.severity);
}

function byName({ rank: { workload: a } }: Ranked, { rank: { workload: b } }: Ranked): number {
  const [left, right] = [a, b].map(({ namespace, name, kind }) => [namespace, name, kind].join('\u0000'));
  return (left ?? '') < (right ?? '') ? -1 : 1;
}

function byWaste(a: Ranked, b: Ranked): number {
  return (b.rank.unusedPerHour ?? 0) - (a.rank.unusedPerHour ?? 0);
}

const comparisons: Readonly<Record<WorkloadOrder, (a: Ranked, b: Ranked) => number>> = {
  risk: (a, b) => worst(a.rank) - worst(b.rank) || byWaste(a, b) || byName(a, b),
  waste: (a, b) => byWaste(a, b) || worst(a.rank) - worst(b.rank) || byName(a, b),
  name: byName,
};
