import type { KubernetesObject } from '#core/manifest/index.ts';

/** A workload with a CPU request. */
export function workload(
  kind: 'Deployment' | 'StatefulSet',
  name: string,
  metadata: object = {},
): KubernetesObject {
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name, namespace: 'prod', ...metadata },
    spec: {
      replicas: 3,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: {
          containers: [
            {
              name: 'app',
              image: 'registry.example/chat:1',
              resources: { requests: { cpu: '500m', memory: '256Mi' } },
            },
          ],
        },
      },
    },
    status: { replicas: 3, readyReplicas: 3 },
  };
}

export function hpa(name: string, target: string, metadata: object = {}): KubernetesObject {
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name, namespace: 'prod', ...metadata },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: target },
      minReplicas: 2,
      maxReplicas: 5,
      metrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } },
        },
      ],
    },
  };
}

export function vpa(name: string, target: string, updateMode = 'Off'): KubernetesObject {
  return {
    apiVersion: 'autoscaling.k8s.io/v1',
    kind: 'VerticalPodAutoscaler',
    metadata: { name, namespace: 'prod' },
    spec: {
      targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: target },
      updatePolicy: { updateMode },
    },
  };
}
