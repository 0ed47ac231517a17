import type { KubernetesObject } from '../manifest/kubernetes-object.ts';
import type { ResourceAmounts, ResourceName } from '../vpa/resource-amount.ts';
import type { UpdateMode } from '../vpa/update-mode.ts';

export type { UpdateMode };
import { resourceTexts } from './container-change.ts';

/** The workload that an autoscaler or a budget is for. */
export interface AuthoringTarget {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

export interface HpaDraft {
  readonly target: AuthoringTarget;
  /** The target's name unless told. */
  readonly name?: string;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  /** Entries of `spec.metrics` in autoscaling/v2. */
  readonly metrics: readonly object[];
  readonly behavior?: object;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** An autoscaling/v2 HorizontalPodAutoscaler. */
export function hpaObject(draft: HpaDraft): KubernetesObject {
  const { target, minReplicas, maxReplicas, metrics, behavior, annotations } = draft;
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: metadataFor(target, draft.name ?? target.name, annotations),
    spec: {
      scaleTargetRef: referenceTo(target),
      minReplicas,
      maxReplicas,
      metrics,
      ...(behavior === undefined ? {} : { behavior }),
    },
  };
}

export interface VpaDraft {
  readonly target: AuthoringTarget;
  /** The target's name unless told. */
  readonly name?: string;
  readonly updateMode: UpdateMode;
  /** Running replicas below which the updater leaves pods alone; the updater's own setting (2) unless told. */
  readonly minReplicas?: number;
  readonly containers?: readonly VpaContainerDraft[];
}

export interface VpaContainerDraft {
  readonly container: string;
  /** Absent: CPU and memory. An empty list becomes `mode: Off`. */
  readonly controlledResources?: readonly ResourceName[];
  readonly minAllowed?: ResourceAmounts;
  readonly maxAllowed?: ResourceAmounts;
  readonly controlledValues?: 'RequestsAndLimits' | 'RequestsOnly';
}

/** An autoscaling.k8s.io/v1 VerticalPodAutoscaler. */
export function vpaObject({
  target,
  name,
  updateMode,
  minReplicas,
  containers = [],
}: VpaDraft): KubernetesObject {
  return {
    apiVersion: 'autoscaling.k8s.io/v1',
    kind: 'VerticalPodAutoscaler',
    metadata: metadataFor(target, name ?? target.name),
    spec: {
      targetRef: referenceTo(target),
      updatePolicy: { updateMode, ...(minReplicas === undefined ? {} : { minReplicas }) },
      ...(containers.length === 0
        ? {}
        : { resourcePolicy: { containerPolicies: containers.map(containerPolicy) } }),
    },
  };
}

function containerPolicy(draft: VpaContainerDraft): object {
  const { container: containerName, controlledResources, controlledValues } = draft;
  if (controlledResources?.length === 0) return { containerName, mode: 'Off' };
  const bound = (amounts: ResourceAmounts | undefined) =>
    amounts && resourceTexts({ requests: amounts, limits: {} }).requests;
  const minAllowed = bound(draft.minAllowed);
  const maxAllowed = bound(draft.maxAllowed);
  return {
    containerName,
    ...(controlledResources === undefined ? {} : { controlledResources }),
    ...(controlledValues === undefined ? {} : { controlledValues }),
    ...(minAllowed === undefined ? {} : { minAllowed }),
    ...(maxAllowed === undefined ? {} : { maxAllowed }),
  };
}

export interface PdbDraft {
  readonly target: AuthoringTarget;
  /** The target's name unless told. */
  readonly name?: string;
  /** The target's own `spec.selector`. */
  readonly selector: object;
  /** Whole pods, or a percentage such as `25%`. */
  readonly maxUnavailable: number | string;
}

/** A policy/v1 PodDisruptionBudget that also lets pods go that are not ready, which no drain should wait for. */
export function pdbObject({ target, name, selector, maxUnavailable }: PdbDraft): KubernetesObject {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: metadataFor(target, name ?? target.name),
    spec: { selector, maxUnavailable, unhealthyPodEvictionPolicy: 'AlwaysAllow' },
  };
}

function referenceTo({ apiVersion, kind, name }: AuthoringTarget): object {
  return { apiVersion, kind, name };
}

function metadataFor(
  { namespace }: AuthoringTarget,
  name: string,
  annotations?: Readonly<Record<string, string>>,
): KubernetesObject['metadata'] {
  return {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    ...(annotations === undefined ? {} : { annotations }),
  };
}
