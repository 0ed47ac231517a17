import type { NodePlanReport } from '@kubectl-autoscale/core/advisor';
import { formatRate } from '@kubectl-autoscale/core/units';

import type { ReportRows } from './report-table.ts';

/** One thing that the plan does, would do later, or cannot do. */
interface PlannedRow {
  readonly action: 'add' | 'remove' | 'remove later' | 'hold headroom' | 'no pool helps';
  /** `node/…`, `pool/…`, or the workload whose pods it is about. */
  readonly name: string;
  /** Of the workload; a node and a pool have none. */
  readonly namespace?: string;
  readonly pool?: string;
  /** Nodes added or removed, placeholders held, pods that wait. */
  readonly count: number;
  /** Of the bill: negative where it gets smaller. */
  readonly perHour?: number;
  readonly why: string;
}

/** A row for each pool that would grow, node that would go now or later, workload that headroom is held for, and owner of pods that no pool helps. */
export function nodePlanRows(report: NodePlanReport): ReportRows<PlannedRow> {
  const currency = report.change?.currency ?? 'USD';
  return {
    rows: [...addedRows(report), ...removedRows(report), ...headroomRows(report), ...hopelessRows(report)],
    columns: [
      { title: 'ACTION', text: ({ action }) => action },
      { title: 'OBJECT', text: ({ name }) => name },
      { title: 'NAMESPACE', text: ({ namespace = '' }) => namespace },
      { title: 'POOL', text: ({ pool = '' }) => pool },
      { title: 'COUNT', text: ({ count }) => String(count), value: ({ count }) => count },
      {
        title: 'AN HOUR',
        text: ({ perHour }) => (perHour === undefined ? '' : changeText(perHour, currency)),
        value: ({ perHour }) => perHour,
      },
      { title: 'CURRENCY', text: ({ perHour }) => (perHour === undefined ? '' : currency) },
      { title: 'WHY', text: ({ why }) => why },
    ],
    name: ({ name }) => name,
  };
}

function changeText(perHour: number, currency: string): string {
  return `${perHour < 0 ? '−' : '+'}${formatRate(Math.abs(perHour), currency)}`;
}

function addedRows({ scaleUp: { resizes, options } }: NodePlanReport): readonly PlannedRow[] {
  return resizes.map(({ pool, from, to, perHour }) => ({
    action: 'add' as const,
    name: `pool/${pool}`,
    pool,
    count: to - from,
    ...(perHour !== undefined && { perHour }),
    why: [
      `${from} → ${to} nodes`,
      ...options.flatMap((option) => (option.chosen && option.pool === pool ? option.figures : [])),
    ].join(', '),
  }));
}

function removedRows({ scaleDown: { remove, later } }: NodePlanReport): readonly PlannedRow[] {
  return [
    ...remove.map(({ node, pool, pods, perHour }) => ({
      action: 'remove' as const,
      name: `node/${node}`,
      ...(pool !== undefined && { pool }),
      count: 1,
      ...(perHour !== undefined && { perHour: -perHour }),
      why: pods === 0 ? 'empty' : `${pods} ${pods === 1 ? 'pod moves' : 'pods move'}`,
    })),
    ...later.map(({ node, pool, reason, text }) => ({
      action: 'remove later' as const,
      name: `node/${node}`,
      ...(pool !== undefined && { pool }),
      count: 1,
      why: `${reason}: ${text}`,
    })),
  ];
}

function headroomRows({ headroom }: NodePlanReport): readonly PlannedRow[] {
  return (headroom?.workloads ?? [])
    .filter(({ placeholders }) => placeholders > 0)
    .map(({ kind, namespace, name, placeholders, text }) => ({
      action: 'hold headroom' as const,
      name: `${kind.toLowerCase()}.apps/${name}`,
      namespace,
      count: placeholders,
      why: text,
    }));
}

function hopelessRows({ scaleUp: { hopeless } }: NodePlanReport): readonly PlannedRow[] {
  return hopeless.map(({ controller, pods, refusals }) => ({
    action: 'no pool helps' as const,
    ...controllerName(controller),
    count: pods,
    why:
      refusals.length === 0
        ? 'there is no pool that could grow'
        : refusals.map(({ pool, reasons }) => `${pool}: ${reasons.join(', ')}`).join('; '),
  }));
}

/** `replicaset/chat-6f9c` of `prod/ReplicaSet/chat-6f9c`; a pod that nobody controls stands under its own name. */
function controllerName(controller: string): Pick<PlannedRow, 'name' | 'namespace'> {
  const [namespace, kind, name] = controller.split('/');
  if (namespace === undefined || kind === undefined) return { name: `pod/${controller}` };
  return name === undefined
    ? { namespace, name: `pod/${kind}` }
    : { namespace, name: `${kind.toLowerCase()}/${name}` };
}
