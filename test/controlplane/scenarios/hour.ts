import { delayAnnotations } from '../kwok-stages.ts';
import type { Timeline } from '../metrics-api/timeline.ts';
import { type DemandWalk, demandWalk } from './demand-walk.ts';
import { externalMetric, type HpaScenario, podsMetric } from './scenario.ts';

const durationSeconds = 3720;

const walk = (demand: Omit<DemandWalk, 'durationSeconds'>): Timeline =>
  demandWalk({ durationSeconds, ...demand });

const cpuUtilization = (averageUtilization: number): object => ({
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } },
});

const slowStart = { [delayAnnotations.imagePull]: '12s', [delayAnnotations.startUp]: '40s' };

/**
 * More than an hour of syncs under the controller's ordinary flags, with windows and policies in the lengths that people
 * give them, and loads that never stand still.
 */
export const hourScenarios: readonly HpaScenario[] = [
  {
    name: 'hour-default-behavior',
    description: 'No behavior: doubling, and 300 s of stabilization on the way down.',
    durationSeconds,
    deployment: { replicas: 3 },
    hpa: { minReplicas: 2, maxReplicas: 12, metrics: [podsMetric('requests_per_second', '40')] },
    metrics: {
      pods: {
        requests_per_second: {
          total: walk({ seed: 11, mean: 220, swing: 150, periodSeconds: 1300, noise: 0.08 }),
        },
      },
    },
  },
  {
    name: 'hour-slow-start',
    description:
      'CPU utilization of pods that need almost a minute: unready pods and initialization periods.',
    durationSeconds,
    deployment: { replicas: 2, requests: { cpu: '200m' }, podAnnotations: slowStart },
    hpa: {
      minReplicas: 1,
      maxReplicas: 10,
      metrics: [cpuUtilization(60)],
      behavior: { scaleDown: { stabilizationWindowSeconds: 120 } },
    },
    metrics: {
      resources: {
        cpu: { total: walk({ seed: 12, mean: 0.6, swing: 0.45, periodSeconds: 900, noise: 0.1 }) },
      },
    },
  },
  {
    name: 'hour-policies',
    description: 'A queue in bursts; three pods or half of them per minute up, two pods per minute down.',
    durationSeconds,
    deployment: { replicas: 2 },
    hpa: {
      minReplicas: 1,
      maxReplicas: 30,
      metrics: [externalMetric('queue_depth', '20')],
      behavior: {
        scaleUp: {
          stabilizationWindowSeconds: 0,
          policies: [
            { type: 'Pods', value: 3, periodSeconds: 60 },
            { type: 'Percent', value: 50, periodSeconds: 60 },
          ],
        },
        scaleDown: {
          stabilizationWindowSeconds: 90,
          policies: [{ type: 'Pods', value: 2, periodSeconds: 60 }],
        },
      },
    },
    metrics: {
      external: {
        queue_depth: [
          {
            labels: { queue: 'orders' },
            value: walk({
              seed: 13,
              mean: 160,
              swing: 120,
              periodSeconds: 800,
              noise: 0.2,
              burst: { probability: 0.05, factor: 3 },
            }),
          },
          {
            labels: { queue: 'returns' },
            value: walk({ seed: 14, mean: 40, swing: 30, periodSeconds: 500 }),
          },
        ],
      },
    },
  },
  {
    name: 'hour-failing-metric',
    description: 'Requests and a queue; the queue fails and comes back: up meanwhile, never down.',
    durationSeconds,
    deployment: { replicas: 4 },
    hpa: {
      minReplicas: 2,
      maxReplicas: 12,
      metrics: [podsMetric('requests_per_second', '40'), externalMetric('queue_depth', '20')],
      behavior: { scaleDown: { stabilizationWindowSeconds: 60 } },
    },
    metrics: {
      pods: {
        requests_per_second: { total: walk({ seed: 15, mean: 200, swing: 140, periodSeconds: 700 }) },
      },
      external: {
        queue_depth: [
          {
            value: {
              steps: [
                [0, 60],
                [400, { error: 'the queue does not answer' }],
                [1000, 90],
                [1700, 'missing'],
                [2100, 30],
                [2600, { error: 'the queue does not answer' }],
                [3200, 120],
              ],
            },
          },
        ],
      },
    },
  },
  {
    name: 'hour-tolerances',
    description: 'One container at a tolerance of 5 % up and 25 % down.',
    durationSeconds,
    deployment: { replicas: 6, requests: { cpu: '100m' } },
    hpa: {
      minReplicas: 2,
      maxReplicas: 14,
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
        scaleDown: { tolerance: '0.25', stabilizationWindowSeconds: 45 },
      },
    },
    metrics: {
      resources: {
        cpu: { total: walk({ seed: 16, mean: 0.35, swing: 0.2, periodSeconds: 1000, noise: 0.06 }) },
      },
    },
  },
  {
    name: 'hour-to-and-from-zero',
    description: 'A queue that is empty again and again, with minReplicas 0.',
    durationSeconds,
    deployment: { replicas: 1 },
    hpa: {
      minReplicas: 0,
      maxReplicas: 8,
      metrics: [externalMetric('queue_depth', '5')],
      behavior: { scaleDown: { stabilizationWindowSeconds: 75 } },
    },
    metrics: {
      external: {
        queue_depth: [{ value: walk({ seed: 17, mean: 0, swing: 25, periodSeconds: 620, noise: 0 }) }],
      },
    },
  },
  {
    name: 'hour-moving-bounds',
    description: "A Service's own metric against a value, while minReplicas and maxReplicas are moved.",
    durationSeconds,
    deployment: { replicas: 3 },
    hpa: {
      minReplicas: 1,
      maxReplicas: 10,
      metrics: [
        {
          type: 'Object',
          object: {
            describedObject: { apiVersion: 'v1', kind: 'Service', name: 'web' },
            metric: { name: 'latency_seconds' },
            target: { type: 'Value', value: '200m' },
          },
        },
      ],
      behavior: {
        scaleUp: { stabilizationWindowSeconds: 60 },
        scaleDown: {
          stabilizationWindowSeconds: 60,
          policies: [{ type: 'Percent', value: 20, periodSeconds: 30 }],
        },
      },
    },
    metrics: {
      objects: {
        'services/web/latency_seconds': walk({
          seed: 18,
          mean: 0.2,
          swing: 0.12,
          periodSeconds: 950,
          noise: 0.1,
        }),
      },
    },
    changes: [
      { atSeconds: 500, hpa: { maxReplicas: 4 } },
      { atSeconds: 1200, hpa: { minReplicas: 6, maxReplicas: 12 } },
      { atSeconds: 2000, hpa: { minReplicas: 1 } },
      { atSeconds: 2800, hpa: { maxReplicas: 5 } },
    ],
  },
  {
    name: 'hour-cpu-and-memory',
    description:
      'Two resources of which the larger counts; the smaller policy up, no way down until half time.',
    durationSeconds,
    deployment: { replicas: 3, requests: { cpu: '250m', memory: '256Mi' } },
    hpa: {
      minReplicas: 2,
      maxReplicas: 12,
      metrics: [
        cpuUtilization(70),
        {
          type: 'Resource',
          resource: { name: 'memory', target: { type: 'AverageValue', averageValue: '300Mi' } },
        },
      ],
      behavior: {
        scaleUp: {
          selectPolicy: 'Min',
          policies: [
            { type: 'Pods', value: 2, periodSeconds: 45 },
            { type: 'Percent', value: 40, periodSeconds: 120 },
          ],
        },
        scaleDown: { selectPolicy: 'Disabled' },
      },
    },
    metrics: {
      resources: {
        cpu: { total: walk({ seed: 19, mean: 0.9, swing: 0.6, periodSeconds: 1100 }) },
        memory: { total: walk({ seed: 20, mean: 1.5e9, swing: 6e8, periodSeconds: 640, noise: 0.03 }) },
      },
    },
    changes: [
      {
        atSeconds: 1800,
        hpa: { behavior: { scaleDown: { selectPolicy: 'Max', stabilizationWindowSeconds: 150 } } },
      },
    ],
  },
  {
    name: 'hour-missing-samples',
    description: 'The youngest pods have no sample, at times none has, at times the API fails.',
    durationSeconds,
    deployment: { replicas: 5 },
    hpa: {
      minReplicas: 1,
      maxReplicas: 12,
      metrics: [podsMetric('requests_per_second', '40')],
      behavior: { scaleDown: { stabilizationWindowSeconds: 30 } },
    },
    metrics: {
      pods: {
        requests_per_second: {
          total: withOutages(walk({ seed: 21, mean: 180, swing: 130, periodSeconds: 750, noise: 0.1 })),
          withoutSample: {
            steps: [
              [0, 0],
              [300, 1],
              [520, 2],
              [700, 0],
              [1500, 3],
              [1900, 1],
              [2900, 0],
            ],
          },
        },
      },
    },
  },
];

/** Two stretches without an answer in the middle of a timeline of steps. */
function withOutages(timeline: Timeline): Timeline {
  if (!('steps' in timeline)) return timeline;
  return {
    steps: timeline.steps.map(([at, value]) => {
      if (at >= 1100 && at < 1220) return [at, 'missing'] as const;
      if (at >= 2300 && at < 2480) return [at, { error: 'the backend is on fire' }] as const;
      return [at, value] as const;
    }),
  };
}
