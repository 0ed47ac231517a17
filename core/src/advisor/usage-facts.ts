import {
  type DemandFigure,
  type GpuFigure,
  type RequestFigure,
  type UsageFacts,
  usageKey,
  type WorkloadUsage,
} from '../lint/usage.ts';
import { groupOf } from '../manifest/kubernetes-object.ts';
import { quantile } from '../stats/index.ts';
import { formatDuration } from '../units/index.ts';
import type { ReportBasis, ReportMetric, ReportRequest, WorkloadReport } from './workload-report.ts';

/** What a report's first metric may be: that for which the workload is there, not how hard each pod works. */
const DEMAND_METRICS = new Set(['requests', 'total-cpu', 'demand']);

/** What the linter may know of workloads, from their reports. */
export function usageOfReports(
  reports: Iterable<WorkloadReport>,
  { source, defaultNamespace }: Pick<UsageFacts, 'source' | 'defaultNamespace'>,
): UsageFacts {
  const workloads = [...reports].map((report): readonly [string, WorkloadUsage] => {
    const { apiVersion, kind, name, namespace } = report.workload;
    const key = usageKey(namespace, { group: groupOf(apiVersion), kind, name });
    return [key, usageOf(report.requests, report.metrics)];
  });
  return { source, defaultNamespace, workloads: new Map(workloads) };
}

/** What the linter may know of one workload. */
export function usageOf(requests: readonly ReportRequest[], metrics: readonly ReportMetric[]): WorkloadUsage {
  const demand = metrics.find(({ name }) => DEMAND_METRICS.has(name));
  const gpu = metrics.find(({ name }) => name === 'gpu');
  return {
    requests: requests.map(requestFigure),
    ...optional('demand', demand && demandFigure(demand)),
    ...optional('gpu', gpu && gpuFigure(gpu)),
  };
}

function requestFigure({ container, resource, recommendedRequest, basis }: ReportRequest): RequestFigure {
  return { container, resource, quantity: recommendedRequest, basis: basisText(basis) };
}

function demandFigure({ title, unit, history, basis }: ReportMetric): DemandFigure | undefined {
  const values = history.values.filter((value) => value !== null);
  const [p5, p95] = [quantile(values, 0.05), quantile(values, 0.95)];
  if (p5 === undefined || p95 === undefined) return undefined;
  const spanMs = (basis.windowSeconds ?? 0) * 1000;
  return { metric: title, unit, p5, p95, spanMs, basis: basisText({ ...basis, method: undefined }) };
}

function gpuFigure({ p95, basis }: ReportMetric): GpuFigure | undefined {
  return p95 === undefined ? undefined : { p95, basis: basisText({ ...basis, method: undefined }) };
}

/** `p95 + 15 %, 7 d, Prometheus https://…`. */
function basisText({
  method,
  windowSeconds,
  source,
}: Pick<ReportBasis, 'source' | 'windowSeconds'> & { readonly method?: string | undefined }): string {
  const span = windowSeconds === undefined ? undefined : formatDuration(windowSeconds * 1000);
  return [method, span, source].filter((part) => part !== undefined).join(', ');
}

function optional<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): Partial<Record<Name, Value>> {
  return value === undefined ? {} : ({ [name]: value } as Record<Name, Value>);
}
