import type { ClusterNode, ClusterReport } from '@kubectl-autoscale/core/advisor';
import { formatPrice, formatRate, formatShare } from '@kubectl-autoscale/core/units';

import { gpusThenText } from './gpus-then-text.ts';
import type { ReportSection } from './report-section.ts';

/** The nodes by kind, each by itself, and those that the plan would have in their place. */
export function nodeTables(report: ClusterReport): readonly ReportSection[] {
  return [kindsTable(report), nodesTable(report), stepsTable(report)];
}

function kindsTable({ cost: { nodes, now } }: ClusterReport): ReportSection {
  const most = Math.max(...nodes.map(({ perHour }) => perHour), 0);
  return {
    id: 'node-kinds',
    title: 'Nodes by kind',
    intro: 'Nodes × price per hour. Idle: what no pod requests.',
    heads: ['type', 'paid as', 'nodes', 'each', 'all', 'a month', 'idle'],
    words: ['paid as'],
    rows: nodes.map((each) => ({
      cells: [
        each.instanceType,
        each.capacityType,
        String(each.nodes),
        formatRate(each.perNodePerHour, now.currency),
        formatRate(each.perHour, now.currency),
        formatPrice(each.perMonth, now.currency),
        formatShare(each.perHour === 0 ? 0 : each.idlePerHour / each.perHour),
      ],
      bar: [0, most === 0 ? 0 : each.perHour / most] as const,
    })),
    none: 'No node has a price.',
  };
}

function nodesTable({ nodes, cost: { now } }: ClusterReport): ReportSection {
  const gpus = [...new Set(nodes.flatMap((node) => Object.keys(node.requestedShare)))].filter(
    (name) => name !== 'cpu' && name !== 'memory',
  );
  const share = (node: ClusterNode, name: string): string => {
    const requested = node.requestedShare[name];
    return requested === undefined ? '' : formatShare(requested);
  };
  return {
    id: 'nodes',
    title: 'Nodes',
    intro: 'How much of each node is requested, dearest first. The bar is the part that pods pay for.',
    heads: ['node', 'type', 'zone', 'pods', 'cost', 'idle', 'CPU', 'memory', ...gpus],
    words: ['type', 'zone'],
    rows: nodes.map((node) => {
      const idle =
        node.perHour === undefined || node.perHour === 0 ? undefined : (node.idlePerHour ?? 0) / node.perHour;
      return {
        cells: [
          `${node.name}${node.ready ? '' : ' (not ready)'}${node.unschedulable ? ' (cordoned)' : ''}`,
          [node.instanceType ?? 'type unknown', node.capacityType === 'spot' ? 'spot' : '']
            .filter((part) => part !== '')
            .join(' '),
          node.zone ?? '',
          String(node.pods),
          node.perHour === undefined ? 'no price' : formatRate(node.perHour, now.currency),
          idle === undefined ? '' : formatShare(idle),
          share(node, 'cpu'),
          share(node, 'memory'),
          ...gpus.map((name) => share(node, name)),
        ],
        ...(idle !== undefined && { bar: [0, 1 - idle] as const }),
        ...(!node.ready && { kind: 'warning' as const }),
      };
    }),
    none: 'There are no nodes.',
  };
}

function stepsTable({ cost: { plan, now } }: ClusterReport): ReportSection {
  const mix = plan?.mix;
  return {
    id: 'steps',
    title: 'Nodes after all of it',
    intro:
      mix === undefined
        ? 'What to do to get there.'
        : `In the hour that needs most: ${formatRate(mix.perHour, now.currency)}${mix.gap === undefined ? '' : `, at most ${formatShare(mix.gap)} above the least possible`}. Kinds that grow come first.${mix.gpus ? ` GPUs: ${gpusThenText(mix.gpus)}.` : ''}`,
    heads: ['type', 'paid as', 'zone', 'now', 'then'],
    words: ['paid as', 'zone'],
    rows: (mix?.steps ?? []).map((step) => ({
      cells: [step.instanceType, step.capacityType, step.zone ?? '', String(step.from), String(step.to)],
    })),
    notes: mix?.unplaced.map(({ pod, reasons }) => `no node for ${pod}: ${reasons.join(', ')}`) ?? [],
    none: 'The nodes stay as they are.',
  };
}
