import { delayAnnotations } from '../kwok-stages.ts';
import { externalMetric, type HpaScenario, podsMetric } from './scenario.ts';

/** The scenarios that are kept as fixtures in test/fixtures/hpa-runs. */
export const hpaScenarios: readonly HpaScenario[] = [
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
  {
    name: 'behavior-policies',
    description: 'Policies by pods and per cent, the smaller up and the larger down, with windows both ways.',
    durationSeconds: 52,
    deployment: { replicas: 2 },
    hpa: {
      minReplicas: 1,
      maxReplicas: 15,
      metrics: [podsMetric('requests_per_second', '40')],
      behavior: {
        scaleUp: {
          stabilizationWindowSeconds: 2,
          selectPolicy: 'Min',
          policies: [
            { type: 'Pods', value: 3, periodSeconds: 5 },
            { type: 'Percent', value: 100, periodSeconds: 5 },
          ],
        },
        scaleDown: {
          stabilizationWindowSeconds: 3,
          selectPolicy: 'Max',
          policies: [
            { type: 'Pods', value: 1, periodSeconds: 4 },
            { type: 'Percent', value: 25, periodSeconds: 6 },
          ],
        },
      },
    },
    metrics: {
      pods: {
        requests_per_second: {
          total: {
            steps: [
              [0, 80],
              [4, 640],
              [5.5, 80],
              [7, 640],
              [28, 60],
            ],
          },
        },
      },
    },
  },
  {
    name: 'tolerance',
    description: 'A tolerance for each direction: 5 % up, 30 % down; utilization of one container.',
    durationSeconds: 40,
    deployment: { replicas: 10, requests: { cpu: '100m' } },
    hpa: {
      minReplicas: 1,
      maxReplicas: 30,
      metrics: [
        {
          type: 'ContainerResource',
          containerResource: {
            name: 'cpu',
            container: 'app',
            target: { type: 'Utilization', averageUtilization: 50 },
          },
        },
      ],
      behavior: {
        scaleUp: { tolerance: '0.05' },
        scaleDown: { tolerance: '0.3', stabilizationWindowSeconds: 2 },
      },
    },
    metrics: {
      resources: {
        cpu: {
          total: {
            steps: [
              [0, 0.5],
              [4, 0.52],
              [10, 0.54],
              [18, 0.42],
              [26, 0.3],
            ],
          },
        },
      },
    },
  },
  {
    name: 'one-metric-failing',
    description:
      'Two metrics, one of which fails for a while: the other may scale up meanwhile, but not down.',
    durationSeconds: 44,
    deployment: { replicas: 4 },
    hpa: {
      minReplicas: 1,
      maxReplicas: 12,
      metrics: [podsMetric('requests_per_second', '40'), externalMetric('queue_depth', '20')],
      behavior: { scaleDown: { stabilizationWindowSeconds: 2 } },
    },
    metrics: {
      pods: {
        requests_per_second: {
          total: {
            steps: [
              [0, 160],
              [10, 60],
              [20, 280],
              [34, 60],
            ],
          },
        },
      },
      external: {
        queue_depth: [
          {
            value: {
              steps: [
                [0, 40],
                [6, { error: 'the queue does not answer' }],
                [28, 30],
              ],
            },
          },
        ],
      },
    },
  },
  {
    name: 'scale-to-zero',
    description: 'An empty queue scales to zero, and a new message from zero.',
    durationSeconds: 36,
    deployment: { replicas: 2 },
    hpa: {
      minReplicas: 0,
      maxReplicas: 8,
      metrics: [externalMetric('queue_depth', '5')],
      behavior: { scaleDown: { stabilizationWindowSeconds: 3 } },
    },
    metrics: {
      external: {
        queue_depth: [
          {
            value: {
              steps: [
                [0, 10],
                [5, 0],
                [16, 12],
                [26, 0],
              ],
            },
          },
        ],
      },
    },
  },
  {
    name: 'min-max-changes',
    description:
      'The bounds are moved across the present count while the load stays; a metric of another object.',
    durationSeconds: 40,
    deployment: { replicas: 5 },
    hpa: {
      minReplicas: 1,
      maxReplicas: 10,
      metrics: [
        {
          type: 'Object',
          object: {
            describedObject: { apiVersion: 'v1', kind: 'Service', name: 'web' },
            metric: { name: 'requests_per_second' },
            target: { type: 'AverageValue', averageValue: '40' },
          },
        },
      ],
      behavior: { scaleDown: { stabilizationWindowSeconds: 2 } },
    },
    metrics: { objects: { 'services/web/requests_per_second': { steps: [[0, 200]] } } },
    changes: [
      { atSeconds: 6, hpa: { maxReplicas: 3 } },
      { atSeconds: 13, hpa: { minReplicas: 4, maxReplicas: 10 } },
      { atSeconds: 20, hpa: { minReplicas: 8 } },
      { atSeconds: 28, hpa: { minReplicas: 1 } },
    ],
  },
];
