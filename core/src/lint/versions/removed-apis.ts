/** An API version that a Kubernetes release no longer serves. */
export interface RemovedApi {
  readonly apiVersion: string;
  readonly kind: string;
  /** First release without it. */
  readonly removedIn: `1.${number}`;
  readonly replacement: string;
}

/** Source: https://kubernetes.io/docs/reference/using-api/deprecation-guide/ */
export const removedApis: readonly RemovedApi[] = [
  {
    apiVersion: 'autoscaling/v2beta1',
    kind: 'HorizontalPodAutoscaler',
    removedIn: '1.25',
    replacement: 'autoscaling/v2',
  },
  {
    apiVersion: 'autoscaling/v2beta2',
    kind: 'HorizontalPodAutoscaler',
    removedIn: '1.26',
    replacement: 'autoscaling/v2',
  },
  {
    apiVersion: 'policy/v1beta1',
    kind: 'PodDisruptionBudget',
    removedIn: '1.25',
    replacement: 'policy/v1',
  },
];

export function findRemovedApi(apiVersion: string, kind: string): RemovedApi | undefined {
  return removedApis.find((api) => api.apiVersion === apiVersion && api.kind === kind);
}
