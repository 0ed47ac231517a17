import { type KubernetesObject, versionOf } from '../manifest/kubernetes-object.ts';
import type { Path } from '../manifest/ranges.ts';
import { type Condition, conditionsAt } from './condition.ts';
import { dropUndefined } from './drop-undefined.ts';
import { hasMappingAt, integerAt, itemsAt, stringAt, stringsAt, valueAt } from './field-values.ts';
import { isOfKind, verticalPodAutoscaler } from './kinds.ts';
import { metadataOf, type ObjectMetadata } from './object-metadata.ts';
import { type ObjectReference, objectReferenceAt } from './object-reference.ts';
import { type ResourceList, resourceListAt } from './resource-list.ts';

/** A VerticalPodAutoscaler (autoscaling.k8s.io v1 and v1beta2, VPA 1.7). Nothing is filled in. */
export interface VpaView {
  readonly metadata: ObjectMetadata;
  readonly version: string;
  readonly targetRef?: ObjectReference;
  readonly updatePolicy?: VpaUpdatePolicy;
  readonly containerPolicies: readonly VpaContainerPolicy[];
  /** Names of the recommenders asked for; none means the default one. */
  readonly recommenders: readonly string[];
  readonly status?: VpaStatus;
}

export interface VpaUpdatePolicy {
  /** `Off`, `Initial`, `Recreate`, `InPlaceOrRecreate`, `InPlace`, `Auto`, or what else was written. */
  readonly updateMode?: string;
  readonly minReplicas?: number;
  /** All of them must hold for a pod to be evicted; absent where none is written. */
  readonly evictionRequirements?: readonly VpaEvictionRequirement[];
}

export interface VpaEvictionRequirement {
  /** Holds where at least one of these changes as required. */
  readonly resources: readonly string[];
  /** `TargetHigherThanRequests`, `TargetLowerThanRequests`, or what else was written. */
  readonly changeRequirement?: string;
}

export interface VpaContainerPolicy {
  /** `*` is for every container without a policy of its own. */
  readonly containerName?: string;
  /** `Auto`, `Off`, or what else was written. */
  readonly mode?: string;
  readonly minAllowed: ResourceList;
  readonly maxAllowed: ResourceList;
  /** Absent: CPU and memory. */
  readonly controlledResources?: readonly string[];
  /** `RequestsAndLimits` (the default), `RequestsOnly`, or what else was written. */
  readonly controlledValues?: string;
}

export interface VpaStatus {
  readonly recommendations: readonly VpaContainerRecommendation[];
  readonly conditions: readonly Condition[];
}

export interface VpaContainerRecommendation {
  readonly containerName: string;
  readonly target: ResourceList;
  readonly lowerBound: ResourceList;
  readonly upperBound: ResourceList;
  /** The target before minAllowed and maxAllowed. */
  readonly uncappedTarget: ResourceList;
}

/** Paths that are the same in both versions. */
export const vpaPaths = {
  targetRef: ['spec', 'targetRef'],
  updateMode: ['spec', 'updatePolicy', 'updateMode'],
  evictionRequirements: ['spec', 'updatePolicy', 'evictionRequirements'],
  updateMinReplicas: ['spec', 'updatePolicy', 'minReplicas'],
  containerPolicies: ['spec', 'resourcePolicy', 'containerPolicies'],
  recommenders: ['spec', 'recommenders'],
} as const satisfies Record<string, Path>;

/** The policy of `view.containerPolicies[index]`, or one of its fields. */
export function pathOfVpaContainerPolicy(index: number, field?: keyof VpaContainerPolicy): Path {
  return [...vpaPaths.containerPolicies, index, ...(field === undefined ? [] : [field])];
}

/** `undefined` for an object of another kind. */
export function vpaView(object: KubernetesObject): VpaView | undefined {
  if (!isOfKind(object, verticalPodAutoscaler)) return undefined;
  return dropUndefined({
    metadata: metadataOf(object),
    version: versionOf(object.apiVersion),
    targetRef: objectReferenceAt(object, ...vpaPaths.targetRef),
    updatePolicy: readUpdatePolicy(object),
    containerPolicies: itemsAt(object, ...vpaPaths.containerPolicies).map(readContainerPolicy),
    recommenders: itemsAt(object, ...vpaPaths.recommenders).flatMap((item) => stringAt(item, 'name') ?? []),
    status: readStatus(object),
  });
}

function readUpdatePolicy(object: KubernetesObject): VpaUpdatePolicy | undefined {
  if (!hasMappingAt(object, 'spec', 'updatePolicy')) return undefined;
  return dropUndefined({
    updateMode: stringAt(object, ...vpaPaths.updateMode),
    minReplicas: integerAt(object, ...vpaPaths.updateMinReplicas),
    evictionRequirements: readEvictionRequirements(object),
  });
}

function readEvictionRequirements(object: KubernetesObject): readonly VpaEvictionRequirement[] | undefined {
  const written = itemsAt(object, ...vpaPaths.evictionRequirements);
  if (written.length === 0) return undefined;
  return written.map((entry) =>
    dropUndefined({
      resources: stringsAt(entry, 'resources'),
      changeRequirement: stringAt(entry, 'changeRequirement'),
    }),
  );
}

function readContainerPolicy(policy: unknown): VpaContainerPolicy {
  return dropUndefined({
    containerName: stringAt(policy, 'containerName'),
    mode: stringAt(policy, 'mode'),
    minAllowed: resourceListAt(policy, 'minAllowed'),
    maxAllowed: resourceListAt(policy, 'maxAllowed'),
    controlledResources: readControlledResources(policy),
    controlledValues: stringAt(policy, 'controlledValues'),
  });
}

/** An explicit empty list controls nothing, which is not the default. */
function readControlledResources(policy: unknown): readonly string[] | undefined {
  const written = valueAt(policy, 'controlledResources');
  return Array.isArray(written) ? stringsAt(written) : undefined;
}

function readStatus(object: KubernetesObject): VpaStatus | undefined {
  if (!hasMappingAt(object, 'status')) return undefined;
  return {
    recommendations: itemsAt(object, 'status', 'recommendation', 'containerRecommendations').flatMap(
      readRecommendation,
    ),
    conditions: conditionsAt(object, 'status', 'conditions'),
  };
}

function readRecommendation(entry: unknown): readonly VpaContainerRecommendation[] {
  const containerName = stringAt(entry, 'containerName');
  if (containerName === undefined) return [];
  return [
    {
      containerName,
      target: resourceListAt(entry, 'target'),
      lowerBound: resourceListAt(entry, 'lowerBound'),
      upperBound: resourceListAt(entry, 'upperBound'),
      uncappedTarget: resourceListAt(entry, 'uncappedTarget'),
    },
  ];
}
