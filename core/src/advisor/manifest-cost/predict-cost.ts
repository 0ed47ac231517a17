import { hpaView } from '../../apis/hpa.ts';
import {
  cronJob,
  daemonSet,
  deployment,
  horizontalPodAutoscaler,
  job,
  pod,
  replicaSet,
  statefulSet,
} from '../../apis/kinds.ts';
import { type WorkloadView, workloadView } from '../../apis/workload.ts';
import { plannedWorkloadCost, priceBasis, type PriceBook, resourcesOfPod } from '../../cost/index.ts';
import type { Resource, WorkspaceIndex } from '../../manifest/index.ts';
import { reportBasis } from '../report-basis.ts';
import type { ManifestCostReport, ManifestCostRow } from './manifest-cost-report.ts';

const counted = [deployment, statefulSet, replicaSet, pod];
const leftOutKinds = [daemonSet, job, cronJob];

/**
 * What the workloads of manifests would cost: for each pod its share of the instance on which the share costs least. An
 * HPA's bounds make the range. DaemonSets and Jobs are named and left out: what they cost depends on nodes and on how long
 * they run.
 */
export function predictCost(index: WorkspaceIndex, source: string, book: PriceBook): ManifestCostReport {
  const unpriced = new Set<string>();
  const assumptions = new Set<string>();
  const rows = counted
    .flatMap((kind) => index.ofKind(kind))
    .flatMap((resource): ManifestCostRow[] => {
      const workload = workloadView(resource.object);
      return workload ? [rowOf(index, resource, workload, { book, unpriced, assumptions })] : [];
    })
    .sort((a, b) => (b.perHour ?? 0) - (a.perHour ?? 0) || (a.workload < b.workload ? -1 : 1));
  const sum = (of: 'perHour' | 'perMonth'): number => rows.reduce((total, row) => total + (row[of] ?? 0), 0);
  return {
    apiVersion: 'kubectl-autoscale.io/v1alpha1',
    kind: 'ManifestCost',
    source,
    currency: book.currency,
    perHour: sum('perHour'),
    perMonth: sum('perMonth'),
    rows,
    leftOut: leftOutKinds.flatMap((kind) => index.ofKind(kind).map(nameOf)),
    unpriced: [...(book.leftOut ?? []), ...unpriced],
    assumptions: [...assumptions],
    basis: reportBasis(priceBasis(book, method)),
  };
}

const method = 'each pod its share of the instance on which the share costs least';

interface Found {
  readonly book: PriceBook;
  readonly unpriced: Set<string>;
  readonly assumptions: Set<string>;
}

function rowOf(
  index: WorkspaceIndex,
  resource: Resource,
  workload: WorkloadView,
  { book, unpriced, assumptions }: Found,
): ManifestCostRow {
  const name = nameOf(resource);
  const hpa = index
    .ofKind(horizontalPodAutoscaler)
    .flatMap(({ object, namespace }) => (namespace === resource.namespace ? (hpaView(object) ?? []) : []))
    .find(
      ({ scaleTargetRef: target }) =>
        target?.kind === workload.kind && target.name === workload.metadata.name,
    );
  const replicas = workload.replicas ?? hpa?.minReplicas ?? workload.desiredPods;
  const resources = resourcesOfPod(workload.template);
  const at = (count: number): ReturnType<typeof plannedWorkloadCost> =>
    plannedWorkloadCost({ template: workload.template, replicas: count, resources, book });
  const planned = at(replicas);
  for (const { message } of planned.unpriced) unpriced.add(`${name}: ${message}`);
  for (const text of planned.assumptions) assumptions.add(`${name}: ${text}`);
  if (resources.cpuCores === 0 && resources.memoryBytes === 0) {
    assumptions.add(`${name}: its pods request neither CPU nor memory and are taken to cost nothing`);
  }
  const { line } = resource.file.positionAt(resource.rangeOf([], 'value').start);
  const { cost, pricedPods } = planned;
  const bounds = [hpa?.minReplicas, hpa?.maxReplicas].map((count) => at(count ?? replicas).cost.rangePerHour);
  const isPriced = pricedPods > 0 || replicas === 0;
  return {
    ...{ workload: name, file: resource.file.path, line, replicas },
    ...(hpa && { minReplicas: hpa.minReplicas }),
    ...(hpa?.maxReplicas !== undefined && { maxReplicas: hpa.maxReplicas }),
    ...(isPriced && {
      perHour: cost.perHour.amount,
      perMonth: cost.perMonth.amount,
      rangePerHour: {
        lower: Math.min(...bounds.map(({ lower }) => lower)),
        upper: Math.max(...bounds.map(({ upper }) => upper)),
      },
    }),
  };
}

function nameOf({ namespace, kind, name }: Resource): string {
  return [...(namespace === undefined ? [] : [namespace]), kind, name === '' ? '(unnamed)' : name].join('/');
}
