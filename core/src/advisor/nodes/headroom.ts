import { workloadView } from '../../apis/workload.ts';
import {
  placeholderPriority,
  placeholderPriorityClass,
  placeholdersFor,
} from '../../authoring/placeholders.ts';
import { gpuResource } from '../../gpu/index.ts';
import type { KubernetesObject } from '../../manifest/kubernetes-object.ts';
import { type ClusterSnapshot, type SchedulingPod, schedulingPod } from '../../scheduling/index.ts';
import { formatFigure, formatNumber, formatShare } from '../../units/index.ts';
import { type AdvisorSources, type AnalysisOptions, analyzeNamespace } from '../analyze.ts';
import type { WorkloadReport } from '../workload-report.ts';
import type { NodeFacts } from './node-facts.ts';
import type { ReportHeadroom, ReportHeadroomWorkload } from './node-plan-report.ts';
import type { FoundPools } from './node-pools.ts';
import { placed, reportResizes, scaleUpInTime } from './scale-up-now.ts';

export interface HeadroomRequest {
  /** Workloads of this namespace; absent: of all. */
  readonly namespace?: string;
  /** From the moment at which a node is asked for until pods run on it. */
  readonly nodeStartSeconds: number;
  /** Of the forecast's interval, 0–1: its upper bound is what is kept room for. */
  readonly coverage: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: AnalysisOptions['onProgress'];
}

interface Wanted {
  readonly workload: ReportHeadroomWorkload;
  readonly manifest: KubernetesObject;
  readonly pods: readonly SchedulingPod[];
}

/** Forecasts look at least so far ahead. */
const leastHorizonMs = 300_000;

/**
 * How many pods each scaled workload is forecast to want before a node that is asked for now could take them, and placeholders
 * for these. Workloads that no HPA scales, or whose forecast is not trusted, get none, which is said.
 */
export async function planHeadroom(
  sources: AdvisorSources,
  request: HeadroomRequest,
  cluster: { readonly facts: NodeFacts; readonly pools: FoundPools; readonly snapshot: ClusterSnapshot },
): Promise<{ readonly report: ReportHeadroom; readonly manifests: readonly KubernetesObject[] }> {
  const { namespace, nodeStartSeconds, coverage, signal, onProgress } = request;
  const notes: string[] = [];
  const wanted: Wanted[] = [];
  if (!sources.metrics) notes.push('headroom follows a forecast, and without metrics there is none');
  else {
    const { cluster: source, metrics, clock } = sources;
    const { items } = await analyzeNamespace({ cluster: source, metrics, clock }, namespace, {
      horizonMs: Math.max(nodeStartSeconds * 1000, leastHorizonMs),
      coverage,
      ...(signal && { signal }),
      ...(onProgress && { onProgress }),
    });
    for (const report of items) {
      const growth = growthOf(report, nodeStartSeconds);
      if (typeof growth === 'string') notes.push(`${nameOf(report)}: ${growth}`);
      else if (growth.placeholders > 0) wanted.push(...(await placeholdersOf(sources, report, growth)));
    }
  }
  return {
    report: { nodeStartSeconds, ...roomFor(wanted, cluster, sources), notes },
    manifests:
      wanted.length === 0 ? [] : [placeholderPriorityClass, ...wanted.map(({ manifest }) => manifest)],
  };
}

interface Growth {
  readonly replicas: number;
  readonly expectedReplicas: number;
  readonly placeholders: number;
  readonly text: string;
}

/** Replicas at the forecast's highest upper bound until a node could be there, or why none is known. */
function growthOf(report: WorkloadReport, nodeStartSeconds: number): Growth | string {
  const { forecast, noForecast, scaling, replicas } = report;
  if (scaling.decidedBy !== 'hpa') return 'no HPA scales it: it will not ask for more room';
  if (!forecast) return noForecast?.note ?? 'there is no forecast of its demand';
  if (!forecast.trusted) return `its forecast is not trusted: ${forecast.note ?? 'no pattern'}`;
  const current = report.metrics.find(({ name }) => name === forecast.metric)?.current;
  if (current === undefined || current <= 0) return 'its demand now is not measured';
  const untilMs = Date.parse(report.generatedAt) + Math.max(nodeStartSeconds * 1000, leastHorizonMs);
  const points = forecast.points.filter(({ at }) => Date.parse(at) <= untilMs);
  const upper = Math.max(...points.map((point) => point.upper));
  const wantedNow = Math.ceil(replicas.spec * (upper / current) - 1e-9);
  const expectedReplicas = Math.min(wantedNow, scaling.maxReplicas ?? Infinity);
  const limited = expectedReplicas < wantedNow ? ', as many as the HPA allows' : '';
  return {
    replicas: replicas.spec,
    expectedReplicas,
    placeholders: Math.max(expectedReplicas - replicas.spec, 0),
    text:
      `${formatFigure(current, forecast.unit)}${unitText(forecast.unit)} now, up to ${formatFigure(upper, forecast.unit)} ` +
      `(upper bound of ${formatShare(forecast.coverage)}) within ${formatNumber(nodeStartSeconds / 60)} min: ${replicas.spec} → ${expectedReplicas} replicas${limited}`,
  };
}

/** Units that {@link formatFigure} does not write itself. */
function unitText(unit: string): string {
  return ['cores', 'bytes', 'ratio', 'seconds', ''].includes(unit) ? '' : ` ${unit}`;
}

async function placeholdersOf(
  { cluster }: AdvisorSources,
  report: WorkloadReport,
  growth: Growth,
): Promise<readonly Wanted[]> {
  const { apiVersion, kind, namespace, name } = report.workload;
  const group = apiVersion.includes('/') ? apiVersion.replace(/\/.*$/, '') : '';
  const object = await cluster.get({ group, kind, namespace, name });
  const manifest = object && placeholdersFor(object, growth.placeholders);
  const template = manifest && workloadView(manifest)?.template;
  if (!manifest || !template) return [];
  const pods = Array.from({ length: growth.placeholders }, (_, index) =>
    schedulingPod(template, {
      namespace,
      name: `${manifest.metadata.name ?? name}-${index + 1}`,
      priority: placeholderPriority,
    }),
  );
  const amount = (resource: string): number =>
    pods[0]?.requests.find(([requested]) => requested === resource)?.[1] ?? 0;
  const gpus = (pods[0]?.requests ?? [])
    .filter(([resource]) => gpuResource(resource))
    .reduce((sum, [, each]) => sum + each, 0);
  const workload: ReportHeadroomWorkload = {
    ...{ namespace, kind, name, ...growth },
    cpuCores: (amount('cpu') / 1000) * growth.placeholders,
    memoryBytes: amount('memory') * growth.placeholders,
    gpus: gpus * growth.placeholders,
  };
  return [{ workload, manifest, pods }];
}

/** Which placeholders find room now, and what nodes the others would bring. The snapshot is left as it was. */
function roomFor(
  wanted: readonly Wanted[],
  {
    facts,
    pools,
    snapshot,
  }: { readonly facts: NodeFacts; readonly pools: FoundPools; readonly snapshot: ClusterSnapshot },
  { prices }: AdvisorSources,
): Pick<ReportHeadroom, 'workloads' | 'placeholders' | 'fitNow' | 'resizes' | 'withoutRoom'> {
  const mark = snapshot.mark();
  const pending = wanted.flatMap(({ pods, manifest }) =>
    pods
      .filter((pod) => !placed(pod, snapshot))
      .map((pod) => ({ pod, controller: manifest.metadata.name ?? '' })),
  );
  const { resizes, left } = scaleUpInTime(facts, pools, snapshot, pending);
  snapshot.revert(mark);
  const placeholders = wanted.reduce((sum, { pods }) => sum + pods.length, 0);
  return {
    workloads: wanted.map(({ workload }) => workload),
    placeholders,
    fitNow: placeholders - pending.length,
    resizes: reportResizes(resizes, pools, prices),
    withoutRoom: left.length,
  };
}

function nameOf({ workload }: WorkloadReport): string {
  return `${workload.namespace}/${workload.name}`;
}
