import type { NodeView } from '../../apis/node.ts';
import type { PodView } from '../../apis/pod.ts';
import { formatChange, formatNumber } from '../../units/index.ts';
import type { WorkloadReport } from '../workload-report.ts';
import type { ClusterRisk, RiskSeverity, WorkloadWaste } from './cluster-report.ts';
import { titleOf } from './workload-title.ts';

const order: readonly RiskSeverity[] = ['error', 'warning', 'info'];

/** A need that is smaller than this above what is requested is within what the recommendation adds on top. */
const toleratedShortfall = 0.15;

export interface RiskFacts {
  readonly workloads: readonly WorkloadReport[];
  readonly waste: readonly WorkloadWaste[];
  readonly pods: readonly PodView[];
  readonly nodes: readonly NodeView[];
}

/** What measured figures say may go wrong, worst first. */
export function clusterRisks({ workloads, waste, pods, nodes }: RiskFacts): ClusterRisk[] {
  const risks = [
    ...workloads.flatMap(risksOfWorkload),
    ...waste.flatMap(shortfall),
    ...pendingPods(pods),
    ...nodes.filter(({ ready }) => !ready).map(notReady),
  ];
  return risks.sort(
    (a, b) =>
      order.indexOf(a.severity) - order.indexOf(b.severity) ||
      compare(a.subject, b.subject) ||
      compare(a.id, b.id),
  );
}

/** Of one workload, worst first; `waste` where its use was measured. */
export function risksOfOne(report: WorkloadReport, waste: WorkloadWaste | undefined): ClusterRisk[] {
  return [...risksOfWorkload(report), ...(waste ? shortfall(waste) : [])].sort(bySeverity);
}

function bySeverity(a: ClusterRisk, b: ClusterRisk): number {
  return order.indexOf(a.severity) - order.indexOf(b.severity) || compare(a.id, b.id);
}

function risksOfWorkload(report: WorkloadReport): ClusterRisk[] {
  const subject = titleOf(report);
  const { scaling, replicas } = report;
  const risk = (
    id: ClusterRisk['id'],
    severity: RiskSeverity,
    text: string | false | undefined,
  ): ClusterRisk[] => (text === undefined || text === false ? [] : [{ id, severity, subject, text }]);
  return [
    ...risk('at-maximum', 'error', aboveMaximum(report, 'now')),
    ...risk('forecast-above-maximum', 'warning', aboveMaximum(report, 'peak')),
    ...scaling.notes.flatMap((note) => risk('autoscaler-blind', 'error', note)),
    ...risk(
      'not-ready',
      'warning',
      replicas.ready < replicas.spec && `${replicas.ready} of ${replicas.spec} replicas are ready`,
    ),
    ...risk('all-on-spot', 'info', allOnSpot(report)),
    ...risk('no-autoscaler', 'info', unscaled(report)),
  ];
}

/** Where a metric asks for more replicas than the HPA may run. */
function aboveMaximum({ scaling }: WorkloadReport, moment: 'now' | 'peak'): string | undefined {
  const { maxReplicas, [moment]: decision } = scaling;
  if (maxReplicas === undefined || decision === undefined) return undefined;
  const wanted = Math.max(...decision.proposals.map(({ proposal = 0 }) => proposal), 0);
  if (wanted <= maxReplicas) return undefined;
  return moment === 'now'
    ? `its metrics ask for ${wanted} replicas, the HPA may run ${maxReplicas}`
    : `the forecast asks for ${wanted} replicas at its highest point (${decision.at}), the HPA may run ${maxReplicas}`;
}

function allOnSpot({ placement, replicas }: WorkloadReport): string | false {
  const types = new Set(placement.map(({ capacityType }) => capacityType));
  const kinds = new Set(placement.map(({ instanceType }) => instanceType));
  return (
    replicas.spec > 0 &&
    types.size === 1 &&
    types.has('spot') &&
    kinds.size === 1 &&
    `all its pods are on spot nodes of one type (${[...kinds].join()}): one shortage takes them all`
  );
}

function unscaled({ scaling, autoscalers, forecast, replicas }: WorkloadReport): string | false {
  const isVaried = forecast?.trusted === true && forecast.pattern !== 'none';
  const hasHpa = autoscalers.some(({ kind }) => kind === 'HorizontalPodAutoscaler');
  return (
    scaling.decidedBy === 'none' &&
    !hasHpa &&
    isVaried &&
    `nothing scales its ${replicas.spec} replicas, and its demand has a pattern (${forecast.pattern})`
  );
}

function shortfall({ workload, cpu, memory }: WorkloadWaste): ClusterRisk[] {
  const parts = (
    [
      ['CPU', cpu],
      ['memory', memory],
    ] as const
  ).flatMap(([name, amounts]) => {
    if (amounts === undefined || amounts.requested === 0) return [];
    const share = amounts.needed / amounts.requested - 1;
    return share > toleratedShortfall ? [`${name} ${formatChange(share)}`] : [];
  });
  if (parts.length === 0) return [];
  const isMemory = parts.some((part) => part.startsWith('memory'));
  return [
    {
      id: 'requests-too-little',
      severity: isMemory ? 'warning' : 'info',
      subject: workload,
      text: `its pods need more than they request: ${parts.join(', ')}${isMemory ? '; under pressure they are evicted first' : ''}`,
    },
  ];
}

function pendingPods(pods: readonly PodView[]): ClusterRisk[] {
  const counts = new Map<string, number>();
  for (const { phase, nodeName, metadata } of pods) {
    if (phase !== 'Pending' || nodeName !== undefined) continue;
    const namespace = metadata.namespace ?? 'default';
    counts.set(namespace, (counts.get(namespace) ?? 0) + 1);
  }
  return [...counts].map(([subject, count]) => ({
    id: 'pending-pods',
    severity: 'error',
    subject,
    text: `${formatNumber(count, 6)} ${count === 1 ? 'pod waits' : 'pods wait'} for a node`,
  }));
}

function notReady({ metadata }: NodeView): ClusterRisk {
  const text = 'the node is not ready, and costs what it costs';
  return { id: 'node-not-ready', severity: 'warning', subject: metadata.name ?? '', text };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
