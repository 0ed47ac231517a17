import { runningContainers } from '../apis/pod-template.ts';
import { gpuCountOf } from '../gpu/index.ts';
import {
  decideScaling,
  defaultReplicaPolicy,
  type LoadForecast,
  type ReplicaPolicy,
  type ScalingDecision,
  type ScalingInput,
  serviceRateFrom,
} from '../scaling/index.ts';
import { formatNumber, toNumber } from '../units/index.ts';
import type { DemandForecast } from './demand-ahead.ts';
import { newest } from './hpa-observations.ts';
import { replicaChanges } from './replica-changes.ts';
import { reportReason } from './report-basis.ts';
import type { WorkloadFacts } from './workload-facts.ts';
import type { ReportScalingAdvice } from './workload-report.ts';

/**
 * How many replicas a workload without an HPA should have, by the scaling policy with its defaults: CPU beside what the pods request. Nothing scales
 * it; this is what somebody might. `undefined` where an HPA decides, where the load of a replica is not known (no CPU request, no samples), and for
 * workloads on GPUs, whose CPU says little of their load.
 */
export function adviseReplicas(
  facts: WorkloadFacts,
  demand: DemandForecast | undefined,
  costPerReplicaHour: number | undefined,
): ReportScalingAdvice | undefined {
  const { workload, metrics, hpas, nowMs } = facts;
  const currentReplicas = workload.desiredPods;
  const targetValue = requestedCores(facts);
  if (hpas.length > 0 || metrics === undefined || currentReplicas === 0 || targetValue === undefined) {
    return undefined;
  }
  const samples = newest(metrics.cpu, nowMs);
  if (samples.length === 0 || gpuCountOf(workload.template) > 0) return undefined;
  const load = samples.reduce((sum, { value }) => sum + value, 0);
  const policy = policyFor(targetValue, currentReplicas);
  const forecast = demand && loadForecast(demand, load);
  const latency = latencyOf(facts, load / (targetValue * currentReplicas));
  const decision = decideScaling({
    policy,
    currentReplicas,
    load,
    history: replicaChanges(metrics.replicas.series[0]),
    nowMs,
    ...(forecast === undefined ? {} : { forecast }),
    ...(costPerReplicaHour === undefined ? {} : { costPerReplicaHour }),
    ...(latency === undefined ? {} : { latency }),
  });
  return adviceReport(decision, policy);
}

/** Bounds that nobody gave: one replica is never advised where there are several, and no more than three times as many. */
function policyFor(targetValue: number, currentReplicas: number): ReplicaPolicy {
  return {
    ...defaultReplicaPolicy,
    targetValue,
    minReplicas: Math.min(2, currentReplicas),
    maxReplicas: Math.max(4, 3 * currentReplicas),
  };
}

function requestedCores({ workload }: WorkloadFacts): number | undefined {
  const requests = runningContainers(workload.template).map(
    ({ requests: own, limits }) => own.cpu ?? limits.cpu,
  );
  if (requests.length === 0 || requests.some((amount) => amount === undefined)) return undefined;
  const cores = requests.reduce((sum, amount) => sum + (amount === undefined ? 0 : toNumber(amount)), 0);
  return cores > 0 ? cores : undefined;
}

/** CPU is taken to change with demand. */
function loadForecast({ outcome, history }: DemandForecast, load: number): LoadForecast | undefined {
  const present = history.values.at(-1);
  if (outcome.kind !== 'forecast' || present === undefined || present <= 0) return undefined;
  const point = outcome.points.at(-1);
  if (point === undefined) return undefined;
  const scale = load / present;
  const { wape } = outcome.backtest;
  return {
    value: point.value * scale,
    lower: point.lower * scale,
    upper: point.upper * scale,
    trusted: outcome.trusted,
    ...(wape === undefined ? {} : { wape }),
  };
}

/** So far may the model's own utilization lie above that of the CPU. */
const MODEL_SLACK = 0.3;

/**
 * What the queueing model starts from; `undefined` where it does not fit: a replica that is busy by the model while its CPU is not serves several
 * requests at once, or waits for something else.
 */
function latencyOf(
  { metrics, workload, nowMs }: WorkloadFacts,
  cpuShare: number,
): ScalingInput['latency'] | undefined {
  if (metrics?.demand.unit !== 'requests/s') return undefined;
  const arrivalsPerSecond = newest(metrics.demand, nowMs).reduce((sum, { value }) => sum + value, 0);
  const [p95] = newest(metrics.latency, nowMs);
  const replicas = workload.desiredPods;
  const rate = p95 && serviceRateFrom(arrivalsPerSecond, replicas, p95.value);
  if (p95 === undefined || rate === undefined) return undefined;
  const busy = arrivalsPerSecond / (rate * replicas);
  return busy > cpuShare + MODEL_SLACK ? undefined : { arrivalsPerSecond, p95Seconds: p95.value };
}

function adviceReport(decision: ScalingDecision, policy: ReplicaPolicy): ReportScalingAdvice {
  const { desiredReplicas, action, on, confidence, costChangePerHour, p95Seconds, reasons } = decision;
  return {
    desiredReplicas,
    action,
    on,
    confidence,
    policy: {
      metric: `cpu, ${formatNumber(policy.targetValue, 3)} cores a replica`,
      scaleUpThreshold: policy.scaleUpThreshold,
      scaleDownThreshold: policy.scaleDownThreshold,
      minReplicas: policy.minReplicas,
      maxReplicas: policy.maxReplicas,
    },
    ...(costChangePerHour === undefined ? {} : { costChangePerHour }),
    ...(p95Seconds === undefined
      ? {}
      : {
          latency: {
            p95Seconds: p95Seconds.now,
            // Without end is no number of JSON.
            ...(Number.isFinite(p95Seconds.after) ? { p95SecondsAfter: p95Seconds.after } : {}),
            assumption: p95Seconds.assumption,
          },
        }),
    reasons: reasons.map(reportReason),
  };
}
