import { policyProblem } from '../scaling/index.ts';
import { defaultMetricPipeline, type Scaler, type Scenario, type WorkloadScenario } from './scenario.ts';
import { idleP95Seconds } from './serving/service-profile.ts';
import { SLOT_MS } from './traffic/arrivals.ts';
import { traceProblem } from './traffic/demand-trace.ts';

/** The first thing that is wrong with a scenario, for people; `undefined` for one that can be run. */
export function scenarioProblem(scenario: Scenario): string | undefined {
  const { startMs, endMs, workloads, cluster } = scenario;
  const { scrapeMs, windowMs, refreshMs } = { ...defaultMetricPipeline, ...scenario.metrics };
  if (!(endMs > startMs)) return 'a run must end after it begins';
  if (!(scrapeMs > 0) || scrapeMs % SLOT_MS !== 0) {
    return `the scrape interval must be a multiple of ${SLOT_MS / 1000} s, not ${scrapeMs / 1000} s`;
  }
  if (!(windowMs > 0) || windowMs % scrapeMs !== 0) {
    return 'the window must be a multiple of the scrape interval';
  }
  if (!(refreshMs > 0)) return 'the refresh interval must be above 0';
  if (workloads.length === 0) return 'a scenario needs a workload';
  const names = workloads.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) return `two workloads are called ${twice}`;
  for (const pool of cluster?.pools ?? []) {
    if (!(pool.minSize >= 0 && pool.minSize <= pool.maxSize)) {
      return `pool ${pool.name}: its minimum (${pool.minSize}) must lie between 0 and its maximum (${pool.maxSize})`;
    }
    if (!(pool.pricePerHour >= 0)) return `pool ${pool.name}: its price must be a number from 0 on`;
  }
  return workloads.map(workloadProblem).find((problem) => problem !== undefined);
}

function workloadProblem({
  name,
  demand,
  service,
  scaler,
  goalP95Seconds,
  vpa,
}: WorkloadScenario): string | undefined {
  const problem = traceProblem(demand) ?? scalerProblem(scaler);
  if (problem !== undefined) return `workload ${name}: ${problem}`;
  if (!(service.serviceSeconds > 0 && service.concurrency >= 1)) {
    return `workload ${name}: a request must take some time, and a replica serve one at least`;
  }
  if (vpa && !(vpa.periodMs > 0)) return `workload ${name}: the VPA's period must be above 0`;
  const fastest = idleP95Seconds(service);
  if (!(goalP95Seconds > fastest)) {
    return `workload ${name}: no number of replicas brings the p95 to ${goalP95Seconds} s: an idle one has ${fastest.toPrecision(3)} s (exponential service of ${service.serviceSeconds} s)`;
  }
  return undefined;
}

function scalerProblem(scaler: Scaler): string | undefined {
  switch (scaler.kind) {
    case 'static':
      return Number.isInteger(scaler.replicas) && scaler.replicas >= 0
        ? undefined
        : `replicas are whole and not below 0, not ${scaler.replicas}`;
    case 'policy':
      return policyProblem(scaler.policy);
    case 'hpa': {
      const { minReplicas = 1, maxReplicas, metrics = [] } = scaler.spec;
      if (!(maxReplicas >= minReplicas)) {
        return `maxReplicas (${maxReplicas}) is below minReplicas (${minReplicas})`;
      }
      for (const metric of metrics) {
        if ('metric' in metric && !(metric.metric.name in scaler.signals)) {
          return `nothing in the simulation stands for the metric ${metric.metric.name}`;
        }
      }
      return undefined;
    }
  }
}
