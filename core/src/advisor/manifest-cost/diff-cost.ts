import { formatNumber } from '../../units/index.ts';
import type {
  ManifestCostChange,
  ManifestCostDiff,
  ManifestCostReport,
  ManifestCostRow,
} from './manifest-cost-report.ts';

/** Smaller differences are rounding. */
const nothingPerMonth = 0.005;

/** What changes between two predictions, the largest change first; workloads are the same by namespace, kind and name. */
export function diffCost(before: ManifestCostReport, after: ManifestCostReport): ManifestCostDiff {
  if (before.currency !== after.currency) {
    throw new RangeError(`costs in ${before.currency} and ${after.currency} cannot be compared`);
  }
  const old = new Map(before.rows.map((row) => [row.workload, row]));
  const fresh = new Map(after.rows.map((row) => [row.workload, row]));
  const names = [...new Set([...old.keys(), ...fresh.keys()])];
  const changes = names
    .flatMap((name) => changeOf(name, old.get(name), fresh.get(name)) ?? [])
    .sort((a, b) => Math.abs(b.perMonth ?? Infinity) - Math.abs(a.perMonth ?? Infinity));
  return {
    apiVersion: 'kubectl-autoscale.io/v1alpha1',
    kind: 'ManifestCostDiff',
    before: before.source,
    after: after.source,
    currency: after.currency,
    beforePerMonth: before.perMonth,
    afterPerMonth: after.perMonth,
    perHour: after.perHour - before.perHour,
    perMonth: after.perMonth - before.perMonth,
    ...(before.perMonth > 0 && { changeShare: after.perMonth / before.perMonth - 1 }),
    changes,
    unchanged: names.length - changes.length,
    unpriced: [...new Set([...before.unpriced, ...after.unpriced])],
    assumptions: after.assumptions,
    basis: after.basis,
  };
}

function changeOf(
  workload: string,
  before: ManifestCostRow | undefined,
  after: ManifestCostRow | undefined,
): ManifestCostChange | undefined {
  const months = {
    ...(before?.perMonth !== undefined && { beforePerMonth: before.perMonth }),
    ...(after?.perMonth !== undefined && { afterPerMonth: after.perMonth }),
  };
  const isKnown = (row: ManifestCostRow | undefined): boolean =>
    row === undefined || row.perMonth !== undefined;
  const perMonth =
    isKnown(before) && isKnown(after) ? (after?.perMonth ?? 0) - (before?.perMonth ?? 0) : undefined;
  if (before && after && perMonth !== undefined && Math.abs(perMonth) < nothingPerMonth) return undefined;
  return {
    workload,
    change: before ? (after ? 'changed' : 'removed') : 'added',
    ...months,
    ...(perMonth !== undefined && { perMonth }),
    reason: reasonOf(before, after),
  };
}

function reasonOf(before: ManifestCostRow | undefined, after: ManifestCostRow | undefined): string {
  if (!before || !after) return replicasText((before ?? after)?.replicas ?? 0);
  const perPod = (row: ManifestCostRow): number =>
    row.replicas === 0 ? 0 : (row.perMonth ?? 0) / row.replicas;
  const parts = [
    ...(before.replicas === after.replicas ? [] : [`replicas ${before.replicas} → ${after.replicas}`]),
    ...(Math.abs(perPod(before) - perPod(after)) < nothingPerMonth
      ? []
      : [`a pod ${formatNumber(perPod(before), 3)} → ${formatNumber(perPod(after), 3)} a month`]),
  ];
  return parts.length === 0 ? 'not priced on one side' : parts.join(', ');
}

function replicasText(replicas: number): string {
  return `${replicas} ${replicas === 1 ? 'replica' : 'replicas'}`;
}
