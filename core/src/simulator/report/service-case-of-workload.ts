import type { ReportMetric, WorkloadReport } from '../../advisor/workload-report.ts';
import type { NodeView } from '../../apis/node.ts';
import type { PodTemplateView } from '../../apis/pod-template.ts';
import { type PriceBook, priceBookName } from '../../cost/index.ts';
import type { HpaSpec } from '../../hpa/index.ts';
import { schedulingNode } from '../../scheduling/node-info.ts';
import { schedulingAmount, schedulingPod } from '../../scheduling/pod.ts';
import { quantile } from '../../stats/index.ts';
import { fail, formatFigure, formatNumber, ok, parseQuantity, type Result } from '../../units/index.ts';
import { defaultPodStart, type PodShape } from '../scenario.ts';
import type { ServiceProfile } from '../serving/service-profile.ts';
import type { ServiceCase } from '../strategies/service-case.ts';
import type { DemandTrace } from '../traffic/demand-trace.ts';
import { traceFromSamples } from '../traffic/trace-from-samples.ts';
import { machinePools } from './machine-pools.ts';
import { ratiosOf, timesOf } from './paired-samples.ts';
import { type OwnHpaChoice, withOwnHpa } from './with-own-hpa.ts';

const DAY = 24 * 3_600_000;
/** What a replica was seen to carry at most is taken for this share of what it can. */
const CARRIED_SHARE = 0.8;
const SHORTEST_SERVICE_SECONDS = 0.001;

/** What a user may say of a service that metrics do not. */
export interface ServiceChoices {
  readonly serviceSeconds?: number;
  readonly concurrency?: number;
  readonly goalP95Seconds?: number;
  readonly minReplicas?: number;
  readonly maxReplicas?: number;
  readonly targetShare: number;
  readonly days: number;
  readonly seed: number;
  readonly interruptionsPerHour: number;
  /** The HPA to be tried as it is; absent: none is known. */
  readonly hpa?: OwnHpaChoice;
}

export interface ServiceCaseOfWorkload {
  readonly of: ServiceCase;
  readonly currency: string;
  readonly assumptions: readonly string[];
}

/** A workload as it was measured, as a service whose traffic can be simulated. The error says what is missing. */
export function serviceCaseOfWorkload(
  read: {
    readonly report: WorkloadReport;
    readonly template: PodTemplateView;
    readonly nodes: readonly NodeView[];
    readonly prices: PriceBook;
  },
  choices: ServiceChoices,
): Result<ServiceCaseOfWorkload, string> {
  const { report, template, nodes, prices } = read;
  const name = `${report.workload.namespace}/${report.workload.name}`;
  const requests = report.metrics.find((metric) => metric.name === 'requests');
  const demand = requests && traceOf(name, requests);
  if (!requests || !demand) {
    return fail(`${name}: no requests per second were measured; name traffic with --trace FILE.csv`);
  }
  const machine = machineOf(report, nodes, prices, choices.interruptionsPerHour);
  if (!machine.ok) return machine;
  const service = serviceProfile(report, requests, choices);
  const { namespace } = report.workload;
  const pod: PodShape = {
    requests: Object.fromEntries(schedulingPod(template, { namespace, name }).requests),
  };
  const rightSizedPod = rightSized(pod, report);
  const endMs = demand.startMs + demand.perSecond.length * demand.stepMs;
  const hpa = report.autoscalers.find(({ kind }) => kind === 'HorizontalPodAutoscaler');
  const goalP95Seconds = choices.goalP95Seconds ?? Math.max(0.1, 5 * service.profile.serviceSeconds);
  const of: ServiceCase = {
    name,
    demand,
    startMs: Math.max(demand.startMs, endMs - choices.days * DAY),
    endMs,
    seed: choices.seed,
    service: service.profile,
    pod,
    rightSizedPod,
    ...memoryOf(report),
    start: defaultPodStart,
    goalP95Seconds,
    minReplicas: choices.minReplicas ?? hpa?.minReplicas ?? 1,
    maxReplicas: choices.maxReplicas ?? 4 * Math.max(hpa?.maxReplicas ?? 0, report.replicas.spec, 5),
    targetShare: choices.targetShare,
    ...machine.value.pools,
  };
  const own = withOwnHpa(of, choices.hpa, choices.hpa ? perRequest(report, requests, choices.hpa.spec) : {});
  if (!own.ok) return fail(`${name}: ${own.error}`);
  return ok({
    currency: prices.currency,
    assumptions: [
      ...own.value.notes,
      ...service.assumptions,
      ...machine.value.assumptions,
      ...(choices.goalP95Seconds === undefined
        ? [
            `the goal is taken to be ${formatFigure(goalP95Seconds, 'seconds')} at p95; --goal-p95 says another`,
          ]
        : []),
    ],
    of: own.value.of,
  });
}

function traceOf(name: string, metric: ReportMetric): DemandTrace | undefined {
  return traceFromSamples(name, metric.basis.source, samplesOf(metric));
}

function samplesOf({ history }: ReportMetric) {
  const startMs = Date.parse(history.start);
  const known = history.values.flatMap((value, i) =>
    value === null ? [] : [[startMs + i * history.stepSeconds * 1000, value] as const],
  );
  return { labels: {}, timestampsMs: known.map(([atMs]) => atMs), values: known.map(([, value]) => value) };
}

function serviceProfile(
  report: WorkloadReport,
  requests: ReportMetric,
  { serviceSeconds, concurrency = 1 }: ServiceChoices,
): { readonly profile: ServiceProfile; readonly assumptions: readonly string[] } {
  const perSecond = requests.current ?? quantile(samplesOf(requests).values, 0.5) ?? 0;
  const { ready } = report.replicas;
  const cpu = report.metrics.find(({ name }) => name === 'cpu')?.current ?? 0;
  const cpuSecondsPerRequest = perSecond > 0 ? (cpu * ready) / perSecond : 0;
  const carried = mostPerReplica(report, requests) ?? perSecond / Math.max(1, ready);
  const capacity = carried > 0 ? carried / CARRIED_SHARE : 1 / SHORTEST_SERVICE_SECONDS;
  const seconds = serviceSeconds ?? Math.max(SHORTEST_SERVICE_SECONDS, concurrency / capacity);
  return {
    profile: {
      serviceSeconds: seconds,
      concurrency,
      cpuSecondsPerRequest,
      idleCores: 0,
      timeoutSeconds: Math.max(10, 20 * seconds),
    },
    assumptions: [
      ...(serviceSeconds === undefined
        ? [
            `a replica was seen to carry ${formatNumber(carried, 3)} requests/s (p95); that is taken for ${CARRIED_SHARE * 100} % of what it can; --service-time and --concurrency say otherwise`,
          ]
        : []),
    ],
  };
}

/** p95 of requests per replica over the time for which both are known. */
function mostPerReplica(report: WorkloadReport, requests: ReportMetric): number | undefined {
  const replicas = report.metrics.find(({ name }) => name === 'replicas');
  return replicas && quantile(ratiosOf(samplesOf(requests), samplesOf(replicas)), 0.95);
}

/** Each of the HPA's own metrics, summed over all pods, for each request per second: the median over the time for which both are known. */
function perRequest(
  report: WorkloadReport,
  requests: ReportMetric,
  { metrics = [] }: HpaSpec,
): Readonly<Record<string, number>> {
  const replicas = report.metrics.find(({ name }) => name === 'replicas');
  const load = samplesOf(requests);
  const known = metrics.flatMap((metric): readonly (readonly [string, number])[] => {
    if (metric.type === 'Resource' || metric.type === 'ContainerResource') return [];
    const { name } = metric.metric;
    const measured = report.metrics.find((each) => each.name === name);
    if (measured === undefined) return [];
    const perPod = metric.type === 'Pods';
    if (perPod && replicas === undefined) return [];
    const total =
      perPod && replicas ? timesOf(samplesOf(measured), samplesOf(replicas)) : samplesOf(measured);
    const median = quantile(ratiosOf(total, load), 0.5);
    return median !== undefined && median > 0 ? [[name, median]] : [];
  });
  return Object.fromEntries(known);
}

function machineOf(
  report: WorkloadReport,
  nodes: readonly NodeView[],
  prices: PriceBook,
  interruptionsPerHour: number,
): Result<
  { readonly pools: Pick<ServiceCase, 'pool' | 'spotPool'>; readonly assumptions: readonly string[] },
  string
> {
  const most = [...report.placement].sort((a, b) => b.pods - a.pods)[0];
  const node = most && nodes.find(({ instanceType }) => instanceType === most.instanceType);
  if (!most || !node) {
    return fail(`${report.workload.name}: no node of its pods is known, so nothing can be priced`);
  }
  const allocatable = Object.fromEntries(schedulingNode(node).allocatable);
  const pools = machinePools(most.instanceType, allocatable, prices, interruptionsPerHour);
  if (!pools.ok) return pools;
  return ok({
    pools: pools.value,
    assumptions: [`nodes are ${most.instanceType}, nothing else runs on them; ${priceBookName(prices)}`],
  });
}

/** What a pod was measured to use of memory. */
function memoryOf({ metrics }: WorkloadReport): Pick<ServiceCase, 'memoryBytes'> {
  const memory = metrics.find(({ name }) => name === 'memory')?.current;
  return memory === undefined ? {} : { memoryBytes: memory };
}

/** CPU and memory as recommended, all else as it is. */
function rightSized(pod: PodShape, { requests }: WorkloadReport): PodShape {
  const sums: Record<string, number> = {};
  for (const { resource, recommendedRequest } of requests) {
    const quantity = parseQuantity(recommendedRequest);
    if (quantity.ok) sums[resource] = (sums[resource] ?? 0) + schedulingAmount(resource, quantity.value);
  }
  return { ...pod, requests: { ...pod.requests, ...sums } };
}
