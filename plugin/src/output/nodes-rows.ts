import type {
  NodesReport,
  ReportNode,
  ReportNodeGpu,
  ReportNodeResource,
} from '@kubectl-autoscale/core/advisor';
import {
  formatBytes,
  formatCores,
  formatNumber,
  formatShare,
  formatSpan,
} from '@kubectl-autoscale/core/units';

import type { ReportColumn, ReportRows } from './report-table.ts';

/** A row for each node: what there is, what its pods ask for and use, and what keeps it. */
export function nodesRows({ nodes }: NodesReport): ReportRows<ReportNode> {
  return {
    rows: nodes,
    columns: [
      { title: 'NODE', text: ({ name }) => name },
      { title: 'POOL', text: ({ pool = '' }) => pool },
      { title: 'TYPE', text: ({ instanceType = '' }) => instanceType },
      { title: 'CAPACITY', text: ({ capacityType }) => capacityType },
      { title: 'ZONE', text: ({ zone = '' }) => zone },
      {
        title: 'AGE',
        text: ({ ageSeconds }) => (ageSeconds === undefined ? '' : formatSpan(ageSeconds)),
        value: ({ ageSeconds }) => ageSeconds,
      },
      { title: 'READY', text: ({ ready }) => (ready ? 'yes' : 'no') },
      { title: 'CORDONED', text: ({ unschedulable }) => (unschedulable ? 'yes' : 'no') },
      { title: 'PODS', text: ({ pods }) => String(pods), value: ({ pods }) => pods },
      ...resourceColumns('CPU', ({ cpu }) => cpu, formatCores),
      ...resourceColumns('MEMORY', ({ memory }) => memory, formatBytes),
      ...gpuColumns,
      { title: 'VERDICT', text: ({ removal }) => removal.verdict },
      { title: 'REASON', text: ({ removal }) => removal.reason ?? '' },
      {
        title: 'POD',
        text: ({ removal: { pod } }) => (pod === undefined ? '' : `${pod.namespace}/${pod.name}`),
      },
      { title: 'WHY', text: ({ removal }) => removal.text },
    ],
    name: ({ name }) => `node/${name}`,
  };
}

function resourceColumns(
  title: string,
  of: (node: ReportNode) => ReportNodeResource,
  show: (amount: number) => string,
): readonly ReportColumn<ReportNode>[] {
  const column = (
    name: string,
    amount: (node: ReportNode) => number | undefined,
  ): ReportColumn<ReportNode> => ({
    title: name,
    text: (node) => {
      const value = amount(node);
      return value === undefined ? '' : show(value);
    },
    value: amount,
  });
  return [
    column(title, (node) => of(node).allocatable),
    column(`${title} ASKED`, (node) => of(node).requested),
    column(`${title} USED`, (node) => of(node).used),
  ];
}

/** A node with slices of several sizes has a figure for each, in the order of `GPU RESOURCE`: their sum would count nothing that exists. */
const gpuColumns: readonly ReportColumn<ReportNode>[] = [
  { title: 'GPU RESOURCE', text: ({ gpus }) => gpus.map(({ resource }) => resource).join(' ') },
  gpuColumn('GPU', ({ allocatable }) => allocatable),
  gpuColumn('GPU ASKED', ({ requested }) => requested),
  {
    title: 'GPU USED',
    // What is measured is the whole node's, and stands with each of its resources.
    text: ({ gpus: [{ used } = {}] }) => (used === undefined ? '' : formatShare(used)),
    value: ({ gpus: [{ used } = {}] }) => used,
  },
];

function gpuColumn(title: string, amount: (gpu: ReportNodeGpu) => number): ReportColumn<ReportNode> {
  const text = ({ gpus }: ReportNode): string => gpus.map((gpu) => formatNumber(amount(gpu))).join(' ');
  return {
    title,
    text,
    value: (node) => (node.gpus.length === 1 ? node.gpus.map(amount)[0] : text(node)),
  };
}
