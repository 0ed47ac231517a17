import type { KubernetesObject } from '#core/manifest/kubernetes-object.ts';

/**
 * One HPA with every kind of metric, as each version of the API writes it. v1 and v2beta1 keep the rest in annotations, as the API
 * server does when it converts.
 */
export interface HpaVersions {
  readonly v1: KubernetesObject;
  readonly v2beta1: KubernetesObject;
  readonly v2beta2: KubernetesObject;
  readonly v2: KubernetesObject;
}

const metadata = {
  name: 'chat',
  namespace: 'prod',
  labels: { team: 'assistants' },
  annotations: {},
};
const shared = {
  scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'chat' },
  minReplicas: 2,
  maxReplicas: 16,
};
const ingress = { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', name: 'chat' };
const queue = { matchLabels: { queue: 'chat' }, matchExpressions: [{ key: 'region', operator: 'Exists' }] };

const nestedMetrics = [
  { type: 'Resource', resource: { name: 'memory', target: { type: 'AverageValue', averageValue: '5Gi' } } },
  {
    type: 'ContainerResource',
    containerResource: {
      name: 'cpu',
      container: 'vllm',
      target: { type: 'Utilization', averageUtilization: 60 },
    },
  },
  {
    type: 'Pods',
    pods: { metric: { name: 'requests_running' }, target: { type: 'AverageValue', averageValue: '16' } },
  },
  {
    type: 'Object',
    object: {
      describedObject: ingress,
      metric: { name: 'requests_per_second' },
      target: { type: 'Value', value: '2k' },
    },
  },
  {
    type: 'Object',
    object: {
      describedObject: ingress,
      metric: { name: 'requests_per_second' },
      target: { type: 'AverageValue', averageValue: 100 },
    },
  },
  {
    type: 'External',
    external: { metric: { name: 'queue_depth', selector: queue }, target: { type: 'Value', value: '30' } },
  },
  {
    type: 'External',
    external: {
      metric: { name: 'queue_depth', selector: queue },
      target: { type: 'AverageValue', averageValue: '1500m' },
    },
  },
  { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } },
];

const flatMetrics = [
  { type: 'Resource', resource: { name: 'memory', targetAverageValue: '5Gi' } },
  {
    type: 'ContainerResource',
    containerResource: { name: 'cpu', container: 'vllm', targetAverageUtilization: 60 },
  },
  { type: 'Pods', pods: { metricName: 'requests_running', targetAverageValue: '16' } },
  { type: 'Object', object: { target: ingress, metricName: 'requests_per_second', targetValue: '2k' } },
  {
    type: 'Object',
    object: { target: ingress, metricName: 'requests_per_second', targetValue: '0', averageValue: 100 },
  },
  { type: 'External', external: { metricName: 'queue_depth', metricSelector: queue, targetValue: '30' } },
  {
    type: 'External',
    external: { metricName: 'queue_depth', metricSelector: queue, targetAverageValue: '1500m' },
  },
  { type: 'Resource', resource: { name: 'cpu', targetAverageUtilization: 70 } },
];

const behavior = {
  scaleUp: { stabilizationWindowSeconds: 0, policies: [] },
  scaleDown: {
    stabilizationWindowSeconds: 600,
    selectPolicy: 'Min',
    policies: [{ type: 'Percent', value: 25, periodSeconds: 60 }],
    tolerance: '50m',
  },
};
/** Kubernetes writes its internal type, with Go's field names. */
const behaviorAnnotation = {
  ScaleUp: { StabilizationWindowSeconds: 0, SelectPolicy: null, Policies: [] },
  ScaleDown: {
    StabilizationWindowSeconds: 600,
    SelectPolicy: 'Min',
    Policies: [{ Type: 'Percent', Value: 25, PeriodSeconds: 60 }],
    Tolerance: '50m',
  },
};

const status = {
  observedGeneration: 3,
  lastScaleTime: '2026-08-01T10:00:00Z',
  currentReplicas: 4,
  desiredReplicas: 5,
};
const conditions = [
  {
    type: 'AbleToScale',
    status: 'True',
    reason: 'ReadyForNewScale',
    message: 'recommended size matches current size',
    lastTransitionTime: '2026-08-01T09:00:00Z',
  },
  { type: 'ScalingActive', status: 'False', reason: 'FailedGetResourceMetric', lastTransitionTime: null },
];
const nestedStatuses = [
  { type: 'Pods', pods: { metric: { name: 'requests_running' }, current: { averageValue: '19' } } },
  { type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 81, averageValue: '810m' } } },
];
const flatStatuses = [
  { type: 'Pods', pods: { metricName: 'requests_running', currentAverageValue: '19' } },
  {
    type: 'Resource',
    resource: { name: 'cpu', currentAverageUtilization: 81, currentAverageValue: '810m' },
  },
];

const prefix = 'autoscaling.alpha.kubernetes.io';
const hpa = (version: string, rest: object): KubernetesObject => ({
  apiVersion: `autoscaling/${version}`,
  kind: 'HorizontalPodAutoscaler',
  metadata,
  ...rest,
});

export const hpaInEveryVersion: HpaVersions = {
  v1: hpa('v1', {
    metadata: {
      ...metadata,
      annotations: {
        [`${prefix}/metrics`]: JSON.stringify(flatMetrics.slice(0, -1)),
        [`${prefix}/behavior`]: JSON.stringify(behaviorAnnotation),
        [`${prefix}/current-metrics`]: JSON.stringify(flatStatuses),
        [`${prefix}/conditions`]: JSON.stringify(conditions),
      },
    },
    spec: { ...shared, targetCPUUtilizationPercentage: 70 },
    status: { ...status, currentCPUUtilizationPercentage: 81 },
  }),
  v2beta1: hpa('v2beta1', {
    metadata: { ...metadata, annotations: { [`${prefix}/behavior`]: JSON.stringify(behaviorAnnotation) } },
    spec: { ...shared, metrics: flatMetrics },
    status: { ...status, currentMetrics: flatStatuses, conditions },
  }),
  v2beta2: hpa('v2beta2', {
    spec: { ...shared, metrics: nestedMetrics, behavior },
    status: { ...status, currentMetrics: nestedStatuses, conditions },
  }),
  v2: hpa('v2', {
    spec: { ...shared, metrics: nestedMetrics, behavior },
    status: { ...status, currentMetrics: nestedStatuses, conditions },
  }),
};
