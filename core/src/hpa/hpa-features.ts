/**
 * What differs between releases of the HPA controller, as far as it changes a decision or what is reported of it. Feature
 * gates count with their default; whoever knows that a cluster sets a gate overrides the field.
 */
export interface HpaFeatures {
  /** Gate HPAConfigurableTolerance: `behavior.scaleUp.tolerance` and `.scaleDown.tolerance` count. */
  readonly configurableTolerance: boolean;
  /** Gate HPAScaleToZero: the API accepts `minReplicas: 0`. */
  readonly scaleToZero: boolean;
  /** Zero replicas are left again only if the condition ScaledToZero says that the HPA itself had scaled to zero. */
  readonly scaledToZeroCondition: boolean;
  /** Gate PodLevelResources: requests of the pod itself are used. */
  readonly podLevelResources: boolean;
  /** Tolerance is two bounds, `1 - down <= ratio <= 1 + up`. Before, it was `|1 - ratio| <= tolerance`, which differs in the last bit. */
  readonly toleranceBounds: boolean;
  /** A pod whose sample lacks the container that a ContainerResource metric names has no metric. Before, that was an error for the whole metric. */
  readonly absentContainerIsMissing: boolean;
  /** A pod without the container that a ContainerResource metric names is an error. Before, its request counted as 0. */
  readonly absentContainerIsError: boolean;
  /** External AverageValue: a sum below zero is taken for an overflow, and replicas and usage are capped. */
  readonly cappedExternalAverage: boolean;
  /** Object and External Value: replicas and the External sum are capped instead of overflowing. */
  readonly cappedValue: boolean;
  /** Memory in `status.currentMetrics` is written with binary suffixes. */
  readonly binaryMemoryStatus: boolean;
  /** Errors of Object metrics name the object before the cause, and AmbiguousSelector names HPAs as examples. */
  readonly wrappedErrors: boolean;
}

/** The oldest and the newest minor version of Kubernetes 1 that {@link hpaFeatures} tells apart. */
export const oldestKnownMinor = 29;
export const newestKnownMinor = 37;

interface FeatureHistory {
  /** The first minor version with it; every one before is without. */
  readonly since: number;
  /** Where that can be read. Paths below pkg/controller/podautoscaler of kubernetes/kubernetes unless they begin with pkg/. */
  readonly source: string;
}

/** Each difference with the release that brought it, read in the source of v1.29.0 to v1.37.0. */
export const hpaFeatureHistory: Readonly<Record<keyof HpaFeatures, FeatureHistory>> = {
  configurableTolerance: {
    since: 35,
    source:
      'pkg/features/kube_features.go: alpha and off in 1.33 and 1.34, beta and on from 1.35, locked on from 1.37',
  },
  scaleToZero: {
    since: 37,
    source: 'pkg/features/kube_features.go: alpha and off from 1.16, beta and on from 1.37',
  },
  scaledToZeroCondition: {
    since: 36,
    source: 'horizontal.go: shouldComputeMetricsForZeroReplicas; 1.35 still looks at minReplicas alone',
  },
  podLevelResources: {
    since: 34,
    source: 'replica_calculator.go: calculateRequests; pkg/features/kube_features.go: on from 1.34',
  },
  toleranceBounds: { since: 33, source: 'replica_calculator.go: Tolerances.isWithin' },
  absentContainerIsMissing: { since: 33, source: 'metrics/client.go: getContainerMetrics' },
  absentContainerIsError: {
    since: 35,
    source: 'replica_calculator.go: calculatePodRequestsFromContainers',
  },
  cappedExternalAverage: { since: 34, source: 'replica_calculator.go: GetExternalPerPodMetricReplicas' },
  cappedValue: {
    since: 35,
    source: 'replica_calculator.go: getUsageRatioReplicaCount, GetExternalMetricReplicas',
  },
  binaryMemoryStatus: { since: 34, source: 'horizontal.go: buildQuantity' },
  wrappedErrors: {
    since: 37,
    source: 'replica_calculator.go: GetObjectMetricReplicas; horizontal.go: validateAndParseSelector',
  },
};

/** What the HPA controller of Kubernetes 1.`minor` does by default. */
export function hpaFeatures(minor: number): HpaFeatures {
  const has = (feature: keyof HpaFeatures): boolean => minor >= hpaFeatureHistory[feature].since;
  return {
    configurableTolerance: has('configurableTolerance'),
    scaleToZero: has('scaleToZero'),
    scaledToZeroCondition: has('scaledToZeroCondition'),
    podLevelResources: has('podLevelResources'),
    toleranceBounds: has('toleranceBounds'),
    absentContainerIsMissing: has('absentContainerIsMissing'),
    absentContainerIsError: has('absentContainerIsError'),
    cappedExternalAverage: has('cappedExternalAverage'),
    cappedValue: has('cappedValue'),
    binaryMemoryStatus: has('binaryMemoryStatus'),
    wrappedErrors: has('wrappedErrors'),
  };
}
