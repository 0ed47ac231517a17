import { delayAnnotations } from '../kwok-stages.ts';
import { externalMetric, type HpaScenario, podsMetric } from './scenario.ts';

/** How demand moves, and what is known of it. */
export const demandScenarios: readonly HpaScenario[] = [
  {
    name: 'steady',
    description: 'A load that fits four replicas within the tolerance: nothing happens.',
    durationSeconds: 12,
    deployment: { replicas: 4 },
    hpa: { minReplicas: 2, maxReplicas: 10, metrics: [podsMetric('requests_per_second', '40')] },
    metrics: {
      pods: {
        requests_per_second: {
          total: {
            linear: [
              [0, 155],
              [6, 168],
              [12, 158],
            ],
          },
        },
      },
    },
  },
  {
    name: 'ramp',
    description:
      'A load that grows tenfold and falls back; no behavior, so doubling and the stabilization of the controller.',
    durationSeconds: 48,
    deployment: { replicas: 2 },
    hpa: { minReplicas: 1, maxReplicas: 18, metrics: [podsMetric('requests_per_second', '40')] },
    metrics: {
      pods: {
        requests_per_second: {
          total: {
            linear: [
              [0, 80],
              [22, 800],
              [26, 800],
              [32, 90],
            ],
          },
        },
      },
    },
  },
  {
    name: 'spike',
    description:
      'A queue that fills at once and empties again: a policy of tenfold each 4 s up to maxReplicas, then a window on the way down.',
    durationSeconds: 36,
    deployment: { replicas: 1 },
    hpa: {
      minReplicas: 1,
      maxReplicas: 20,
      metrics: [externalMetric('queue_depth', '20')],
      behavior: {
        scaleUp: { policies: [{ type: 'Percent', value: 900, periodSeconds: 4 }] },
        scaleDown: { stabilizationWindowSeconds: 5 },
      },
    },
    metrics: {
      external: {
        queue_depth: [
          {
            labels: { queue: 'orders' },
            value: {
              steps: [
                [0, 8],
                [6, 420],
                [16, 4],
              ],
            },
          },
          {
            labels: { queue: 'returns' },
            value: {
              steps: [
                [0, 2],
                [6, 80],
                [16, 1],
              ],
            },
          },
        ],
      },
    },
  },
  {
    name: 'missing-metrics',
    description:
      'Some pods lack a sample, once while the load is low and once while it is high; then all do, then the API fails.',
    durationSeconds: 40,
    deployment: { replicas: 5 },
    hpa: {
      minReplicas: 1,
      maxReplicas: 12,
      metrics: [podsMetric('requests_per_second', '40')],
      behavior: { scaleDown: { stabilizationWindowSeconds: 2 } },
    },
    metrics: {
      pods: {
        requests_per_second: {
          perPod: {
            steps: [
              [0, 40],
              [5, 25],
              [12, 70],
              [18, 'missing'],
              [24, { error: 'the backend is on fire' }],
              [30, 40],
            ],
          },
          withoutSample: {
            steps: [
              [0, 0],
              [3, 2],
              [16, 0],
            ],
          },
        },
      },
    },
  },
  {
    name: 'unready-pods',
    description: 'CPU utilization above target while the pods that were added need long to become ready.',
    durationSeconds: 40,
    deployment: {
      replicas: 2,
      requests: { cpu: '100m' },
      podAnnotations: { [delayAnnotations.startUp]: '9s', [delayAnnotations.imagePull]: '2s' },
    },
    hpa: {
      minReplicas: 1,
      maxReplicas: 12,
      metrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } },
        },
      ],
    },
    metrics: {
      resources: {
        cpu: {
          perPod: {
            steps: [
              [0, 0.05],
              [4, 0.09],
              [22, 0.055],
              [30, 0.02],
            ],
          },
        },
      },
    },
  },
];
