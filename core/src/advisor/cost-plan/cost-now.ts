import { controllerOf } from '../../apis/ownership.ts';
import type { PodView } from '../../apis/pod.ts';
import {
  type ClusterCost,
  containerShares,
  type Cost,
  costGroups,
  costPerHour,
  type PodCost,
} from '../../cost/index.ts';
import { nearest } from '../../units/index.ts';
import type { ReportMoney } from '../workload-report.ts';
import type { CostReport, CostRow } from './cost-report.ts';

/** `namespace`, `workload`, `container`, or `label:KEY`. */
export type CostGrouping = 'namespace' | 'workload' | 'container' | `label:${string}`;

/** The bill now, what is committed and unused with it, and who it is for: a row for each group of the selected pods. */
export function reportNow(
  cost: ClusterCost,
  unusedPerHour: number,
  by: CostGrouping,
  requestsPerSecond: ReadonlyMap<string, number>,
  isSelected: (labels: Readonly<Record<string, string>>) => boolean = () => true,
): Pick<CostReport, 'now' | 'nodes' | 'idle' | 'by' | 'rows'> {
  const total = withUnused(cost.total, unusedPerHour);
  const all = total.perHour.amount;
  const groupsOf = (each: PodCost): ReturnType<typeof groupOf> =>
    isSelected(each.pod.metadata.labels) ? groupOf(each, by) : [];
  const rows = costGroups(cost, groupsOf).map(({ name, cost: own, pods }): CostRow => {
    const perSecond = by === 'workload' ? requestsPerSecond.get(name) : undefined;
    return {
      name,
      pods,
      perHour: own.perHour.amount,
      perMonth: own.perMonth.amount,
      share: all === 0 ? 0 : own.perHour.amount / all,
      ...(perSecond !== undefined && { perThousandRequests: own.perHour.amount / (perSecond * 3.6) }),
    };
  });
  return {
    now: moneyOf(total),
    idle: moneyOf(cost.idle),
    nodes: cost.kinds.map(({ instanceType, capacityType, nodes, perNode, total, idle }) => ({
      ...{ instanceType, capacityType, nodes },
      perNodePerHour: perNode.perHour.amount,
      perHour: total.perHour.amount,
      perMonth: total.perMonth.amount,
      idlePerHour: idle.perHour.amount,
    })),
    by,
    rows,
  };
}

function groupOf({ pod, load }: PodCost, by: CostGrouping): readonly (readonly [string, number])[] {
  const { namespace = 'default', labels } = pod.metadata;
  if (by === 'namespace') return [[namespace, 1]];
  if (by === 'workload') return [[workloadName(pod), 1]];
  if (by === 'container') {
    const shares = containerShares(pod.template, load.allocatable);
    return shares.map(({ container, share }) => [`${workloadName(pod)}/${container}`, share] as const);
  }
  return [[labels[by.slice('label:'.length)] ?? '(without)', 1]];
}

/** Where no pod has the label: all that costs would be without it, as if that were the answer. */
export function unknownLabelNotes(by: CostGrouping, pods: readonly PodView[]): readonly string[] {
  if (!by.startsWith('label:')) return [];
  const key = by.slice('label:'.length);
  const known = new Set(pods.flatMap(({ metadata }) => Object.keys(metadata.labels)));
  if (pods.length === 0 || known.has(key)) return [];
  const meant = nearest(key, known);
  return [`no pod has the label ${key}${meant === undefined ? '' : `; did you mean ${meant}?`}`];
}

/** `prod/Deployment/chat`; a pod that nobody controls is by itself. */
export function workloadName({ metadata }: PodView): string {
  const controller = controllerOf(metadata);
  const { kind, name } = controller ?? { kind: 'Pod', name: metadata.name ?? '' };
  return `${metadata.namespace ?? 'default'}/${kind}/${name}`;
}

/** What is committed and covers nothing is paid too. */
function withUnused(total: Cost, unusedPerHour: number): Cost {
  const { amount, currency } = total.perHour;
  const { lower, upper } = total.rangePerHour;
  return costPerHour(
    { amount: amount + unusedPerHour, currency },
    { lower: lower + unusedPerHour, upper: upper + unusedPerHour },
  );
}

function moneyOf({ perHour, perMonth, rangePerHour }: Cost): ReportMoney {
  const { lower, upper } = rangePerHour;
  return {
    currency: perHour.currency,
    perHour: perHour.amount,
    perMonth: perMonth.amount,
    ...(lower === upper ? {} : { rangePerHour: { lower, upper } }),
  };
}
