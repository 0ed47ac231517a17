import type { DecisionRecord } from '../decision-record.ts';
import type { ClusterScorecard, Scorecard } from '../outcome/scorecard.ts';
import { type Outcome, simulate } from '../simulate.ts';
import { podsPerNode, type ServiceCase } from './service-case.ts';
import {
  isPossible,
  PEAK_RESERVE,
  replicasNeeded,
  type StrategyId,
  strategyIds,
  strategyScenario,
} from './strategy.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** A fixed count meets the goal when it loses no more than this share of the minutes. */
export const LOST_SHARE_ALLOWED = 0.001;

export interface StrategyResult {
  readonly id: StrategyId;
  readonly scorecard: Scorecard;
  /** Where nodes were simulated. */
  readonly cluster?: ClusterScorecard;
  /** Pods by their share of a node; absent where nodes were simulated, which have a cost of their own. */
  readonly podCost: number;
  /** Nodes: those simulated, elsewhere as many as its largest number of pods needs, all the time. */
  readonly nodeCost: number;
  readonly costPerMillionRequests?: number;
  /** Nodes at the peak, counted in the same way. */
  readonly nodesMost: number;
  /** Against the fewest fixed replicas that meet the goal. */
  readonly saved: Saving;
  /** Those that changed a count: of replicas, of a pool's nodes. */
  readonly changes: readonly DecisionRecord[];
  readonly outcome: Outcome;
}

/** A saving counts where no more minutes are lost for it. Shares of the static cost; below 0 it costs more. */
export interface Saving {
  readonly podShare: number;
  readonly nodeShare: number;
  readonly counts: boolean;
}

/** A service under every strategy on the same traffic. `progress` is told each strategy before it runs. */
export function compareStrategies(
  of: ServiceCase,
  progress: (id: StrategyId) => void = () => undefined,
  ids: readonly StrategyId[] = strategyIds,
): readonly StrategyResult[] {
  progress('static-least');
  const least = leastStatic(of);
  const base = runOf('static-least', of, least);
  return ids
    .filter((id) => isPossible(id, of))
    .map((id) => {
      if (id !== 'static-least') progress(id);
      const run = id === 'static-least' ? base : runOf(id, of, peakReplicas(of));
      return resultOf(id, of, run, base);
    });
}

interface Run {
  readonly outcome: Outcome;
  readonly changes: readonly DecisionRecord[];
  readonly nodeCost: number;
  readonly nodesMost: number;
}

function runOf(id: StrategyId, of: ServiceCase, replicas: number): Run {
  const scenario = strategyScenario(id, of, replicas);
  const changes: DecisionRecord[] = [];
  const outcome = simulate(scenario, (record) => {
    if (record.from !== record.to) changes.push(record);
  });
  if (outcome.cluster) {
    return { outcome, changes, nodeCost: outcome.cost, nodesMost: outcome.cluster.mostNodes };
  }
  const perNode = podsPerNode(of.pool, scenario.workloads[0]!.pod);
  const most = outcome.workloads[0]!.scorecard.mostReplicas;
  const nodes = perNode > 0 ? Math.ceil(most / perNode) : Number.NaN;
  const nodeCost = (nodes * of.pool.pricePerHour * (of.endMs - of.startMs)) / HOUR;
  return { outcome, changes, nodeCost, nodesMost: nodes };
}

function resultOf(
  id: StrategyId,
  of: ServiceCase,
  { outcome, changes, nodeCost, nodesMost }: Run,
  base: Run,
): StrategyResult {
  const { scorecard } = outcome.workloads[0]!;
  const { scorecard: baseCard } = base.outcome.workloads[0]!;
  const podCost = scorecard.podCost ?? 0;
  return {
    id,
    scorecard,
    ...(outcome.cluster && { cluster: outcome.cluster }),
    podCost,
    nodeCost,
    nodesMost,
    ...(scorecard.requests > 0 && { costPerMillionRequests: (1e6 * nodeCost) / scorecard.requests }),
    saved: {
      podShare: 1 - podCost / (baseCard.podCost ?? Number.NaN),
      nodeShare: 1 - nodeCost / base.nodeCost,
      counts: scorecard.lostMinutes <= baseCard.lostMinutes,
    },
    changes,
    outcome,
  };
}

function peakReplicas(of: ServiceCase): number {
  return Math.max(of.minReplicas, Math.ceil(PEAK_RESERVE * replicasNeeded(of, peakDemand(of))));
}

/** The trace's highest rate within the run. */
function peakDemand({ demand, startMs, endMs }: ServiceCase): number {
  return demand.perSecond.reduce((most, value, i) => {
    const atMs = demand.startMs + i * demand.stepMs;
    return atMs >= startMs && atMs <= endMs ? Math.max(most, value) : most;
  }, 0);
}

/** Minutes that may be lost within the goal. */
export function lostMinutesAllowed({ startMs, endMs }: ServiceCase): number {
  return (LOST_SHARE_ALLOWED * (endMs - startMs)) / MINUTE;
}

/** The smallest fixed count that loses at most {@link LOST_SHARE_ALLOWED} of the minutes: by halving, since more never lose more. */
export function leastStatic(of: ServiceCase): number {
  const allowed = lostMinutesAllowed(of);
  const lost = (replicas: number): number =>
    simulate(strategyScenario('static-least', of, replicas)).workloads[0]!.scorecard.lostMinutes;
  let low = 1;
  let high = Math.max(1, replicasNeeded(of, peakDemand(of)));
  while (lost(high) > allowed) high = Math.ceil(high * 1.25) + 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lost(middle) <= allowed) high = middle;
    else low = middle + 1;
  }
  return low;
}
