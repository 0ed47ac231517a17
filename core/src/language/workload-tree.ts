import { hpaView } from '../apis/hpa.ts';
import type { HpaMetric } from '../apis/hpa-metric.ts';
import { scaledObjectView } from '../apis/keda.ts';
import {
  horizontalPodAutoscaler,
  podDisruptionBudget,
  scaledObject,
  verticalPodAutoscaler,
} from '../apis/kinds.ts';
import { pdbSelects, pdbView } from '../apis/pdb.ts';
import { vpaView } from '../apis/vpa.ts';
import { workloadKinds, workloadView } from '../apis/workload.ts';
import type { Finding } from '../lint/finding.ts';
import type { KubernetesObject } from '../manifest/kubernetes-object.ts';
import type { Resource } from '../manifest/source-file.ts';
import { formatQuantity } from '../units/index.ts';
import { updateModeOf } from '../vpa/index.ts';
import type { AnnotationContext } from './annotation-context.ts';
import { reportKey } from './annotation-context.ts';
import type { Addresses } from './diagnostics.ts';
import { hourlyRange, moneyRange } from './figures.ts';
import { editorRange } from './places.ts';
import type { EditorLocation } from './protocol-shapes.ts';

/** A workload that something scales or guards, with all that does. */
export interface WorkloadNode extends EditorLocation {
  kind: string;
  name: string;
  namespace?: string;
  /** What it costs now, for people; absent where that is not known. */
  cost?: string;
  /** Findings in its object and in those below. */
  errors: number;
  warnings: number;
  scalers: ScalerNode[];
}

export interface ScalerNode extends EditorLocation {
  kind: string;
  name: string;
  /** What it does, in a few words: `2–24 on cpu 70 %`. */
  text: string;
}

/** The autoscaled workloads of a workspace, those with errors first. */
export function workloadTree(
  context: AnnotationContext,
  findings: readonly Finding[],
  addresses: Pick<Addresses, 'uriOf'>,
): readonly WorkloadNode[] {
  const { workspace } = context;
  return workloadKinds
    .flatMap((kind) => workspace.index.ofKind(kind))
    .filter((workload) => !workspace.isPartial(workload))
    .flatMap((workload) => {
      const scalers = scalersOf(workload, context);
      if (scalers.length === 0) return [];
      const own = findingsIn([workload, ...scalers.map(({ resource }) => resource)], findings);
      const cost = costOf(workload, context);
      return [
        {
          ...placeOf(workload, addresses),
          kind: workload.kind,
          name: workload.name,
          ...(workload.namespace === undefined ? {} : { namespace: workload.namespace }),
          ...(cost === undefined ? {} : { cost }),
          errors: own.filter(({ severity }) => severity === 'error').length,
          warnings: own.filter(({ severity }) => severity === 'warning').length,
          scalers: scalers.map(({ resource, text }) => ({
            ...placeOf(resource, addresses),
            kind: resource.kind,
            name: resource.name,
            text,
          })),
        },
      ];
    })
    .sort((a, b) => b.errors - a.errors || b.warnings - a.warnings || (a.name < b.name ? -1 : 1));
}

interface Scaler {
  readonly resource: Resource;
  readonly text: string;
}

const describers = [
  { kind: horizontalPodAutoscaler, describe: hpaText },
  { kind: scaledObject, describe: scaledObjectText },
  { kind: verticalPodAutoscaler, describe: vpaText },
];

function scalersOf(workload: Resource, { workspace }: AnnotationContext): readonly Scaler[] {
  const labels = workloadView(workload.object)?.template.labels ?? {};
  const budgets = workspace.appliedWith(workload, podDisruptionBudget).filter(({ object }) => {
    const view = pdbView(object);
    return view !== undefined && pdbSelects(view, labels);
  });
  return [
    ...describers.flatMap(({ kind, describe }) =>
      workspace
        .autoscalersOf(workload, kind)
        .map((resource) => ({ resource, text: describe(resource.object) })),
    ),
    ...budgets.map((resource) => ({ resource, text: budgetText(resource.object) })),
  ];
}

function hpaText(object: KubernetesObject): string {
  const view = hpaView(object);
  const metrics = (view?.metrics ?? []).map(metricText).join(', ');
  return `${view?.minReplicas ?? 1}–${view?.maxReplicas ?? '?'}${metrics === '' ? '' : ` on ${metrics}`}`;
}

function metricText(metric: HpaMetric): string {
  const { averageUtilization, averageValue, value } = metric.target;
  const name = metric.type === 'Unknown' ? '?' : (metric.name ?? '?');
  if (averageUtilization !== undefined) return `${name} ${averageUtilization} %`;
  const amount = averageValue ?? value;
  return amount === undefined ? name : `${name} ${formatQuantity(amount)}${averageValue ? '/pod' : ''}`;
}

function scaledObjectText(object: KubernetesObject): string {
  const view = scaledObjectView(object);
  const triggers = (view?.triggers ?? []).flatMap(({ type }) => type ?? []).join(', ');
  return `${view?.minReplicaCount ?? 0}–${view?.maxReplicaCount ?? 100}${triggers === '' ? '' : ` on ${triggers}`}`;
}

function vpaText(object: KubernetesObject): string {
  return updateModeOf(vpaView(object)?.updatePolicy?.updateMode) ?? 'unknown mode';
}

function budgetText(object: KubernetesObject): string {
  const view = pdbView(object);
  const amount = (bound: { readonly type: string; readonly value: number }): string =>
    `${bound.value}${bound.type === 'percent' ? ' %' : ''}`;
  if (view?.maxUnavailable) return `at most ${amount(view.maxUnavailable)} unavailable`;
  return view?.minAvailable ? `at least ${amount(view.minAvailable)} available` : 'no bound';
}

function findingsIn(resources: readonly Resource[], findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ file, range }) =>
    resources.some((resource) => {
      if (resource.file.path !== file) return false;
      const { start, end } = resource.rangeOf([]);
      return range.start >= start && range.end <= end;
    }),
  );
}

function costOf(
  workload: Resource,
  { reports, defaultNamespace, period }: AnnotationContext,
): string | undefined {
  const cost = reports.get(reportKey(workload.namespace ?? defaultNamespace, workload))?.cost;
  return cost && moneyRange(hourlyRange(cost.now), cost.now.currency, period);
}

function placeOf(resource: Resource, { uriOf }: Pick<Addresses, 'uriOf'>): EditorLocation {
  return {
    uri: uriOf(resource.file.path),
    range: editorRange(resource.file, resource.rangeOf(['metadata', 'name'])),
  };
}
