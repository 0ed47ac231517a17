import { formatFigure } from '../../units/index.ts';
import { ownHpaTitle } from '../own-hpa/own-hpa.ts';
import type { StrategyResult } from '../strategies/compare.ts';
import type { TriedSettings } from '../strategies/search-settings.ts';
import type { ServiceCase } from '../strategies/service-case.ts';
import { PEAK_RESERVE, type StrategyId } from '../strategies/strategy.ts';
import type { SimulatedStrategy, SimulationReport } from './simulation-report.ts';

const HOUR = 3_600_000;

export const strategyTitles: Readonly<Record<StrategyId, string>> = {
  'static-peak': `fixed at ${PEAK_RESERVE} × the peak's need`,
  'static-least': 'fewest fixed that meet the goal',
  'own-hpa': ownHpaTitle({}),
  'what-if': `${ownHpaTitle({})}, with`,
  'hpa-cpu': 'HPA on CPU',
  'hpa-metric': 'HPA on requests per second',
  'hpa-forecast': 'HPA on requests and their forecast',
  policy: 'policy with forecast, no HPA',
  'right-sized': 'HPA with forecast, pods right-sized',
  'cluster-autoscaler': '… and Cluster Autoscaler',
  headroom: '… and placeholder pods',
  spot: '… and spot nodes',
  vpa: 'HPA with forecast, nodes and a VPA',
};

/** What is said of a comparison, as JSON. */
export function simulationReport(
  of: ServiceCase,
  results: readonly StrategyResult[],
  about: {
    readonly currency: string;
    readonly assumptions: readonly string[];
    readonly settings?: readonly TriedSettings[];
  },
): SimulationReport {
  const { demand, startMs, endMs } = of;
  return {
    apiVersion: 'kubectl-autoscale.io/v1alpha1',
    kind: 'Simulation',
    service: of.name,
    traffic: demand.source,
    start: new Date(startMs).toISOString(),
    hours: (endMs - startMs) / HOUR,
    seed: of.seed,
    historyHours: Math.max(0, (startMs - demand.startMs) / HOUR),
    goal: { p95Seconds: of.goalP95Seconds },
    assumptions: [...about.assumptions, ...modelAssumptions(of)],
    currency: about.currency,
    strategies: results.map((result) => simulatedStrategy(result, titleOf(result.id, of))),
    ...(about.settings && { settings: about.settings.map((each) => ({ ...each })) }),
  };
}

function modelAssumptions(of: ServiceCase): readonly string[] {
  const { start, pool, spotPool } = of;
  const seconds = (ms: number): string => `${ms / 1000} s`;
  const starts = `${pool.startMs.least / 1000} to ${seconds(pool.startMs.most)}`;
  return [
    requestAssumption(of),
    `a pod is Ready ${seconds(start.imagePullMs + start.startUpMs)} after it has a node, a node ${starts} after it is ordered`,
    ...(spotPool?.spot
      ? [
          `spot: every pod may be moved; a node is taken back ${spotPool.spot.interruptionsPerHour} times an hour on average, ${seconds(spotPool.spot.noticeMs)} after its notice`,
        ]
      : []),
  ];
}

/** How requests are served, in a sentence. */
export function requestAssumption({ service }: Pick<ServiceCase, 'service'>): string {
  return `a request takes ${formatFigure(service.serviceSeconds, 'seconds')} on average (exponential), ${service.concurrency} at a time in each replica, one queue for all (M/M/c)`;
}

function titleOf(id: StrategyId, { ownHpa, whatIfHpa }: ServiceCase): string {
  const own = ownHpaTitle(ownHpa ?? {});
  if (id === 'own-hpa') return own;
  return id === 'what-if' ? `${own}, with ${whatIfHpa?.changes ?? ''}` : strategyTitles[id];
}

function simulatedStrategy(result: StrategyResult, title: string): SimulatedStrategy {
  const { id, scorecard, cluster, podCost, nodeCost, nodesMost, saved, costPerMillionRequests, outcome } =
    result;
  const { timeline } = outcome.workloads[0]!;
  const { latencySeconds, scaleUp, forecast } = scorecard;
  const perPod = cluster === undefined;
  return {
    id,
    title,
    ...(perPod && { podCost }),
    nodeCost,
    ...(costPerMillionRequests !== undefined && { costPerMillionRequests }),
    nodesMost,
    saved: {
      ...(perPod && { podShare: saved.podShare }),
      nodeShare: saved.nodeShare,
      counts: saved.counts,
    },
    requests: scorecard.requests,
    failed: scorecard.failed,
    ...(latencySeconds && { latencySeconds }),
    lostMinutes: scorecard.lostMinutes,
    crowdedMinutes: scorecard.crowdedMinutes,
    mostWaiting: scorecard.mostWaiting,
    podHours: scorecard.podHours,
    overProvisionedPodHours: scorecard.overProvisionedPodHours,
    underProvisionedPodHours: scorecard.underProvisionedPodHours,
    ...(scaleUp && { scaleUp }),
    changes: scorecard.changes,
    flapsPerDay: scorecard.flapsPerDay,
    mostReplicas: scorecard.mostReplicas,
    ...(forecast && { forecast }),
    ...(cluster && {
      nodes: {
        hours: { ...cluster.nodeHours },
        most: cluster.mostNodes,
        pendingPodMinutes: cluster.pendingPodMinutes,
      },
    }),
    decisions: result.changes.map(({ atMs, controller, subject, from, to, reasons }) => ({
      at: new Date(atMs).toISOString(),
      controller,
      subject,
      from,
      to,
      reasons: reasons.map(({ text }) => text),
    })),
    timeline: {
      start: new Date(timeline.atMs[0] ?? 0).toISOString(),
      stepSeconds: 60,
      demand: timeline.demand,
      replicas: timeline.wanted,
      ready: timeline.ready,
      needed: timeline.needed,
      p95Seconds: timeline.p95Seconds,
      waiting: timeline.waiting,
      forecast: timeline.ahead.map((value) => (Number.isFinite(value) ? value : null)),
      ...(outcome.nodes && { nodes: [...outcome.nodes.count] }),
    },
  };
}
