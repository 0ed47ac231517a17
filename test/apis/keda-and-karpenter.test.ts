import { describe, expect, it } from 'vitest';

import { nodePoolView } from '#core/apis/karpenter.ts';
import { scaledObjectView } from '#core/apis/keda.ts';

import { asText } from './quantity-text.ts';

describe('scaledObjectView', () => {
  const object = { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', metadata: { name: 'chat' } };

  it('fills in what KEDA does', () => {
    expect(
      scaledObjectView({ ...object, spec: { scaleTargetRef: { name: 'chat' }, triggers: [{}] } }),
    ).toEqual({
      metadata: { name: 'chat', labels: {}, annotations: {}, ownerReferences: [] },
      scaleTargetRef: { apiVersion: 'apps/v1', group: 'apps', kind: 'Deployment', name: 'chat' },
      minReplicaCount: 0,
      maxReplicaCount: 100,
      triggers: [{ metadata: {} }],
      hpaName: 'keda-hpa-chat',
    });
  });

  it('reads what is written', () => {
    const read = scaledObjectView({
      ...object,
      spec: {
        scaleTargetRef: { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: 'chat' },
        minReplicaCount: 2,
        maxReplicaCount: 20,
        idleReplicaCount: 0,
        triggers: [
          {
            type: 'prometheus',
            name: 'rate',
            metricType: 'Value',
            metadata: { query: 'up', threshold: '5' },
          },
        ],
        advanced: {
          horizontalPodAutoscalerConfig: {
            name: 'chat-hpa',
            behavior: { scaleDown: { stabilizationWindowSeconds: 60 } },
          },
        },
      },
    });
    expect(read).toMatchObject({
      scaleTargetRef: { group: 'argoproj.io', kind: 'Rollout' },
      minReplicaCount: 2,
      maxReplicaCount: 20,
      idleReplicaCount: 0,
      triggers: [{ type: 'prometheus', name: 'rate', metricType: 'Value', metadata: { query: 'up' } }],
      hpaName: 'chat-hpa',
      behavior: { scaleDown: { stabilizationWindowSeconds: 60 } },
    });
  });

  it('has no target without a name', () => {
    expect(
      scaledObjectView({ ...object, spec: { scaleTargetRef: { name: 3 } } })?.scaleTargetRef,
    ).toBeUndefined();
  });
});

describe('nodePoolView', () => {
  it.each(['v1', 'v1beta1'])('reads %s', (version) => {
    const read = nodePoolView({
      apiVersion: `karpenter.sh/${version}`,
      kind: 'NodePool',
      metadata: { name: 'gpu' },
      spec: {
        weight: 10,
        limits: { cpu: 1000, 'nvidia.com/gpu': '8' },
        disruption: { consolidationPolicy: 'WhenEmpty' },
        template: {
          metadata: { labels: { pool: 'gpu' } },
          spec: {
            taints: [{ key: 'nvidia.com/gpu', effect: 'NoSchedule' }],
            requirements: [
              { key: 'karpenter.sh/capacity-type', operator: 'In', values: ['spot', 'on-demand'] },
              { key: 'x' },
            ],
          },
        },
      },
    });
    expect(read).toMatchObject({
      version,
      weight: 10,
      labels: { pool: 'gpu' },
      taints: [{ key: 'nvidia.com/gpu', effect: 'NoSchedule' }],
      requirements: [{ key: 'karpenter.sh/capacity-type', operator: 'In', values: ['spot', 'on-demand'] }],
      consolidationPolicy: 'WhenEmpty',
    });
    expect(asText(read!.limits)).toEqual({ cpu: '1k', 'nvidia.com/gpu': '8' });
  });

  it('has weight 0 and no limits unless written', () => {
    expect(nodePoolView({ apiVersion: 'karpenter.sh/v1', kind: 'NodePool', metadata: {} })).toMatchObject({
      weight: 0,
      limits: {},
      requirements: [],
    });
  });
});
