import type { GroupKind, KubernetesObject } from '../manifest/kubernetes-object.ts';
import type { Path } from '../manifest/ranges.ts';
import { dropUndefined } from './drop-undefined.ts';
import { integerAt } from './field-values.ts';
import {
  cronJob,
  daemonSet,
  deployment,
  groupKindOf,
  isKind,
  job,
  pod,
  replicaSet,
  replicationController,
  statefulSet,
} from './kinds.ts';
import { labelMapSelectorAt, type LabelSelector, labelSelectorAt } from './label-selector.ts';
import { metadataOf, type ObjectMetadata } from './object-metadata.ts';
import { podTemplateAt, type PodTemplateView } from './pod-template.ts';

/** A built-in kind that runs pods. */
export interface WorkloadView extends GroupKind {
  readonly apiVersion: string;
  readonly metadata: ObjectMetadata;
  /** As written: `spec.replicas`, or `parallelism` of a Job. Absent for kinds that have neither. */
  readonly replicas?: number;
  /** Pods that the workload asks for; 1 where the manifest leaves it to the default. */
  readonly desiredPods: number;
  readonly selector?: LabelSelector;
  readonly template: PodTemplateView;
  readonly status: WorkloadStatus;
}

/** Absent figures are those that the object does not tell, as in a manifest. */
export interface WorkloadStatus {
  readonly replicas?: number;
  readonly readyReplicas?: number;
}

interface WorkloadFields {
  readonly kind: GroupKind;
  readonly template: Path;
  /** Where the number of pods is asked for. */
  readonly replicas?: Path;
  readonly statusReplicas?: Path;
  readonly readyReplicas?: Path;
}

const replicated = {
  template: ['spec', 'template'],
  replicas: ['spec', 'replicas'],
  statusReplicas: ['status', 'replicas'],
  readyReplicas: ['status', 'readyReplicas'],
};

const workloads: readonly WorkloadFields[] = [
  { kind: deployment, ...replicated },
  { kind: statefulSet, ...replicated },
  { kind: replicaSet, ...replicated },
  { kind: replicationController, ...replicated },
  {
    kind: daemonSet,
    template: ['spec', 'template'],
    statusReplicas: ['status', 'currentNumberScheduled'],
    readyReplicas: ['status', 'numberReady'],
  },
  {
    kind: job,
    template: ['spec', 'template'],
    replicas: ['spec', 'parallelism'],
    statusReplicas: ['status', 'active'],
    readyReplicas: ['status', 'ready'],
  },
  {
    kind: cronJob,
    template: ['spec', 'jobTemplate', 'spec', 'template'],
    replicas: ['spec', 'jobTemplate', 'spec', 'parallelism'],
  },
  { kind: pod, template: [] },
];

/** Every built-in kind that holds a pod. */
export const workloadKinds: readonly GroupKind[] = workloads.map(({ kind }) => kind);

/** Where an object of this kind holds its pod's `metadata` and `spec`; `undefined` where it holds none. */
export function podTemplatePath(kind: GroupKind): Path | undefined {
  return fieldsOf(kind)?.template;
}

/** Where an object of this kind asks for its number of pods; `undefined` where it cannot. */
export function replicasPath(kind: GroupKind): Path | undefined {
  return fieldsOf(kind)?.replicas;
}

/** `undefined` for an object that is no built-in workload. */
export function workloadView(object: KubernetesObject): WorkloadView | undefined {
  const kind = groupKindOf(object);
  const fields = fieldsOf(kind);
  if (!fields) return undefined;
  const replicas = fields.replicas && integerAt(object, ...fields.replicas);
  return dropUndefined({
    ...kind,
    apiVersion: object.apiVersion,
    metadata: metadataOf(object),
    replicas,
    desiredPods: desiredPods(object, kind, replicas),
    selector: readSelector(object, kind),
    template: podTemplateAt(object, fields.template),
    status: dropUndefined({
      replicas: fields.statusReplicas && integerAt(object, ...fields.statusReplicas),
      readyReplicas: fields.readyReplicas && integerAt(object, ...fields.readyReplicas),
    }),
  });
}

function fieldsOf(kind: GroupKind): WorkloadFields | undefined {
  return workloads.find((fields) => isKind(fields.kind, kind));
}

/** A DaemonSet asks for one pod a matching node, which only its status knows. */
function desiredPods(object: KubernetesObject, kind: GroupKind, replicas: number | undefined): number {
  if (isKind(kind, daemonSet)) return integerAt(object, 'status', 'desiredNumberScheduled') ?? 1;
  return replicas ?? 1;
}

function readSelector(object: KubernetesObject, kind: GroupKind): LabelSelector | undefined {
  if (isKind(kind, replicationController)) return labelMapSelectorAt(object, 'spec', 'selector');
  return isKind(kind, pod) ? undefined : labelSelectorAt(object, 'spec', 'selector');
}
