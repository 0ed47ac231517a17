import { externalMetric, type HpaScenario, podsMetric } from './scenario.ts';

/** What the HPA's own rules make of it: behavior, tolerance, several metrics, bounds. */
export const ruleScenarios: readonly HpaScenario[] = [
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
