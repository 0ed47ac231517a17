import { ClusterRun } from './cluster/cluster-run.ts';
import { NodeAutoscaler } from './cluster/node-autoscaler.ts';
import { Placeholders } from './cluster/placeholders.ts';
import { unlimitedPlaces } from './cluster/places.ts';
import type { DecisionSink } from './decision-record.ts';
import { EventQueue, type Phase, phases } from './event-queue.ts';
import type { ClusterScorecard, Scorecard } from './outcome/scorecard.ts';
import type { Timeline } from './outcome/timeline.ts';
import { defaultMetricPipeline, type MetricPipeline, type Scenario } from './scenario.ts';
import { scenarioProblem } from './scenario-problem.ts';
import { ResponseModels } from './serving/response-times.ts';
import { SLOT_MS } from './traffic/arrivals.ts';
import { WorkloadRun } from './workload-run.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;
/** Controllers look at their workloads one after the other. */
const OFFSET_MS = 997;

export interface WorkloadOutcome {
  readonly scorecard: Scorecard;
  readonly timeline: Timeline;
}

export interface Outcome {
  readonly workloads: readonly WorkloadOutcome[];
  /** Absent where no cluster was simulated. */
  readonly cluster?: ClusterScorecard;
  /** Nodes at the end of each minute, by pool and in all; absent likewise. */
  readonly nodes?: { readonly atMs: readonly number[]; readonly count: readonly number[] };
  /** Of the nodes where they were simulated, of the pods elsewhere. */
  readonly cost: number;
}

/**
 * Runs a scenario: traffic, pods, nodes and the controllers at their own periods, each deciding by the function that decides in production, from
 * what had been scraped by then. All chance comes from the seed; the same scenario gives the same outcome, to the byte.
 *
 * @param decided is told every decision with its reasons.
 * @throws RangeError for a scenario that cannot be run.
 */
export function simulate(scenario: Scenario, decided?: DecisionSink): Outcome {
  const problem = scenarioProblem(scenario);
  if (problem !== undefined) throw new RangeError(problem);
  const { startMs, endMs, seed } = scenario;
  const pipeline = { ...defaultMetricPipeline, ...scenario.metrics };
  const events = new EventQueue();
  const cluster = scenario.cluster && new ClusterRun(scenario.cluster, { startMs, seed, events, decided });
  const places = cluster ?? unlimitedPlaces;
  const models = new ResponseModels();
  const workloads = scenario.workloads.map(
    (workload, index) =>
      new WorkloadRun(workload, {
        scenario,
        pipeline,
        seed: seed + Math.imul(index + 1, 0x9e3779b1),
        events,
        places,
        models,
        decided,
      }),
  );
  for (const workload of workloads) workload.begin(startMs);
  if (cluster && scenario.cluster.headroom) new Placeholders(scenario.cluster.headroom, cluster, startMs);
  events.runUntil(startMs);
  for (const workload of workloads) workload.startWarm(startMs);
  planWorkloads(workloads, events, pipeline, startMs);
  const nodes = { atMs: [] as number[], count: [] as number[] };
  if (cluster) {
    const { autoscaler } = scenario.cluster;
    if (autoscaler) {
      const loop = new NodeAutoscaler(cluster, autoscaler, { seed, decided });
      events.every(autoscaler.scanMs, startMs + autoscaler.scanMs, phases.nodes, (nowMs) => loop.loop(nowMs));
    }
    events.every(MINUTE, startMs + MINUTE, phases.sample, (nowMs) => {
      nodes.atMs.push(nowMs);
      nodes.count.push(cluster.nodes);
    });
  }
  events.runUntil(endMs);
  const outcomes = workloads.map((workload) => ({
    scorecard: workload.finish(endMs),
    timeline: workload.timeline,
  }));
  const clusterCard = cluster && clusterScorecard(cluster, endMs);
  return {
    workloads: outcomes,
    ...(clusterCard && { cluster: clusterCard, nodes }),
    cost: clusterCard?.cost ?? outcomes.reduce((sum, { scorecard }) => sum + (scorecard.podCost ?? 0), 0),
  };
}

/** What happens to all workloads at the same moments is one event: their number does not make the queue of events longer, only their decisions do. */
function planWorkloads(
  workloads: readonly WorkloadRun[],
  events: EventQueue,
  { scrapeMs, refreshMs }: MetricPipeline,
  startMs: number,
): void {
  const everyOf = (
    periodMs: number,
    firstMs: number,
    phase: Phase,
    run: (workload: WorkloadRun, nowMs: number) => void,
  ): void =>
    events.every(periodMs, firstMs, phase, (nowMs) => {
      for (const workload of workloads) run(workload, nowMs);
    });
  everyOf(scrapeMs, startMs + scrapeMs, phases.scrape, (workload, nowMs) => workload.scrape(nowMs));
  everyOf(refreshMs, startMs + refreshMs, phases.scrape, (workload) => workload.refresh());
  everyOf(MINUTE, startMs + MINUTE, phases.forecast, (workload, nowMs) => workload.endMinute(nowMs));
  everyOf(SLOT_MS, startMs, phases.sample, (workload, nowMs) => workload.compare(nowMs));
  for (const [index, workload] of workloads.entries()) {
    workload.planDecisions(events, (index * OFFSET_MS) % 15_000);
  }
}

function clusterScorecard(cluster: ClusterRun, endMs: number): ClusterScorecard {
  const hours = cluster.pools.map(
    (poolRun) => [poolRun.pool, cluster.nodeMs(poolRun, endMs) / HOUR] as const,
  );
  return {
    nodeHours: Object.fromEntries(hours.map(([{ name }, sum]) => [name, sum])),
    cost: hours.reduce((cost, [{ pricePerHour }, sum]) => cost + sum * pricePerHour, 0),
    mostNodes: cluster.mostNodes,
    pendingPodMinutes: cluster.waitingMs(endMs) / MINUTE,
  };
}
