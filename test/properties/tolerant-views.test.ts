import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  clusterAutoscalersOf,
  createOwnership,
  hpaView,
  limitRangeView,
  nodePoolView,
  nodeView,
  pathOfHpaMetric,
  pdbView,
  podRequest,
  podsSelectedBy,
  podView,
  priorityClassView,
  priorityExpanderConfigMapView,
  readNodeGroupPriorities,
  resourceQuotaView,
  scaledObjectView,
  vpaView,
  workloadView,
} from '#core/apis/index.ts';
import type { KubernetesObject } from '#core/manifest/kubernetes-object.ts';

/** Real field names in wrong places and with wrong values are the input that breaks readers. */
const fieldName = fc.constantFrom(
  ...[
    'spec',
    'status',
    'template',
    'jobTemplate',
    'metrics',
    'behavior',
    'resource',
    'target',
    'type',
    'name',
  ],
  ...[
    'containers',
    'initContainers',
    'resources',
    'requests',
    'limits',
    'cpu',
    'conditions',
    'selector',
    'data',
  ],
  ...[
    'scaleTargetRef',
    'ownerReferences',
    'labels',
    'annotations',
    'matchExpressions',
    'policies',
    'command',
  ],
  ...['resourcePolicy', 'containerPolicies', 'updatePolicy', 'taints', 'volumes', 'tolerations', '__proto__'],
  ...['autoscaling.alpha.kubernetes.io/metrics', 'priorities', 'scaleUp', 'recommendation', 'constructor'],
);
const scalar = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    undefined,
    true,
    0,
    -1,
    1.5,
    NaN,
    Infinity,
    '',
    'Resource',
    'Always',
    '1Gi',
    '%',
  ),
  fc.string(),
  fc.double(),
  fc.constantFrom('[{"type":"Pods"}]', '{"ScaleUp":{"Policies":[null]}}', '2026-08-01T10:00:00Z', '--v=1'),
);
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    scalar,
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(fieldName, tie('tree'), { maxKeys: 5 }),
  ),
}));

const kinds: readonly (readonly [string, string])[] = [
  ...['v1', 'v2beta1', 'v2beta2', 'v2'].map(
    (version) => [`autoscaling/${version}`, 'HorizontalPodAutoscaler'] as const,
  ),
  ['autoscaling.k8s.io/v1', 'VerticalPodAutoscaler'],
  ['apps/v1', 'Deployment'],
  ['apps/v1', 'DaemonSet'],
  ['batch/v1', 'CronJob'],
  ['v1', 'ReplicationController'],
  ['v1', 'Pod'],
  ['v1', 'Node'],
  ['v1', 'LimitRange'],
  ['v1', 'ResourceQuota'],
  ['v1', 'ConfigMap'],
  ['policy/v1', 'PodDisruptionBudget'],
  ['scheduling.k8s.io/v1', 'PriorityClass'],
  ['keda.sh/v1alpha1', 'ScaledObject'],
  ['karpenter.sh/v1', 'NodePool'],
];

const anyObject = fc
  .tuple(fc.constantFrom(...kinds), fc.record({ metadata: tree, spec: tree, status: tree, data: tree }))
  .map(([[apiVersion, kind], rest]) => ({ ...rest, apiVersion, kind }) as unknown as KubernetesObject);

const readers: readonly ((object: KubernetesObject) => unknown)[] = [
  hpaView,
  vpaView,
  workloadView,
  podView,
  nodeView,
  pdbView,
  priorityClassView,
  limitRangeView,
  resourceQuotaView,
  scaledObjectView,
  nodePoolView,
  clusterAutoscalersOf,
  priorityExpanderConfigMapView,
];

describe('tolerant views', () => {
  it('read whatever they are given', () => {
    fc.assert(
      fc.property(anyObject, tree, (object, other) => {
        const views = readers.map((reader) => reader(object));
        expect(views.some((view) => view !== undefined)).toBe(true);
        expect(typeof readNodeGroupPriorities(other).ok).toBe('boolean');
        expect(podsSelectedBy(object, [object]).length).toBeLessThanOrEqual(1);
        expect(createOwnership([object]).podsOf(object)).toEqual([]);
      }),
      { numRuns: 1500 },
    );
  });

  it('point at every metric that they read', () => {
    fc.assert(
      fc.property(anyObject, (object) => {
        const view = hpaView(object);
        for (const index of view?.metrics.keys() ?? []) {
          expect(pathOfHpaMetric(view!, index, 'averageValue').length).toBeGreaterThan(1);
        }
      }),
    );
  });

  it('leave nothing undefined behind that a manifest does not say', () => {
    fc.assert(
      fc.property(anyObject, (object) => {
        for (const reader of readers) {
          const view = reader(object);
          if (typeof view === 'object' && view !== null) expect(Object.values(view)).not.toContain(undefined);
        }
      }),
    );
  });

  it('request no less for a pod than for any of its containers', () => {
    const amount = fc.integer({ min: 0, max: 64_000 }).map((milli) => ({ requests: { cpu: `${milli}m` } }));
    const container = fc.record({
      resources: fc.option(amount, { nil: undefined }),
      restartPolicy: fc.constantFrom(undefined, 'Always'),
    });
    fc.assert(
      fc.property(fc.array(container), fc.array(container), (containers, initContainers) => {
        const object = { apiVersion: 'v1', kind: 'Pod', metadata: {}, spec: { containers, initContainers } };
        const { template } = workloadView(object)!;
        const { quantity } = podRequest(template, 'cpu');
        for (const { requests } of [...template.containers, ...template.initContainers]) {
          if (requests.cpu) expect(quantity!.nanos).toBeGreaterThanOrEqual(requests.cpu.nanos);
        }
      }),
    );
  });
});
