import { describe, expect, it } from 'vitest';

import { vpaView } from '#core/apis/index.ts';
import {
  assignResources,
  containerPoliciesOf,
  resourceAmountsOf,
  statusRecommendationsOf,
} from '#core/vpa/index.ts';

const object = {
  apiVersion: 'autoscaling.k8s.io/v1',
  kind: 'VerticalPodAutoscaler',
  metadata: { name: 'chat', namespace: 'ml' },
  spec: {
    targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'chat' },
    resourcePolicy: {
      containerPolicies: [
        {
          containerName: 'server',
          minAllowed: { cpu: '100m', memory: '64Mi' },
          maxAllowed: { cpu: 2, 'nvidia.com/gpu': 1 },
          controlledResources: ['cpu', 'ephemeral-storage'],
          controlledValues: 'RequestsOnly',
        },
        { containerName: '*', mode: 'Off' },
        { containerName: 'odd', mode: 'Sometimes', controlledValues: 'Both', controlledResources: [] },
      ],
    },
  },
  status: {
    recommendation: {
      containerRecommendations: [
        {
          containerName: 'server',
          target: { cpu: '587m', memory: '262144k' },
          lowerBound: { cpu: '25m', memory: '262144k' },
          upperBound: { cpu: '7931m', memory: '1Gi' },
        },
      ],
    },
  },
};

const view = vpaView(object)!;

describe('a VPA object', () => {
  it('gives its policies in millicores and bytes', () => {
    expect(containerPoliciesOf(view)).toEqual([
      {
        containerName: 'server',
        minAllowed: { cpu: 100, memory: 64 * 1024 * 1024 },
        maxAllowed: { cpu: 2_000 },
        controlledResources: ['cpu'],
        controlledValues: 'RequestsOnly',
      },
      { containerName: '*', minAllowed: {}, maxAllowed: {}, mode: 'Off' },
      { containerName: 'odd', minAllowed: {}, maxAllowed: {}, controlledResources: [] },
    ]);
  });

  it('says what a new pod gets', () => {
    const [assigned] = assignResources({
      containers: [{ name: 'server', requests: { cpu: 100 }, limits: { cpu: 400 } }],
      recommendations: statusRecommendationsOf(view),
      policies: containerPoliciesOf(view),
    });
    expect(assigned).toEqual({
      container: 'server',
      requests: { cpu: 400, memory: 262_144_000 },
      limits: {},
      annotations: ['cpu capped to container limit'],
    });
  });

  it('has no recommendation before the recommender ran', () => {
    expect(statusRecommendationsOf(vpaView({ ...object, status: undefined })!)).toEqual([]);
  });
});

describe('resourceAmountsOf', () => {
  it('rounds up what is finer than a millicore or a byte', () => {
    const { containerPolicies } = vpaView({
      ...object,
      spec: {
        resourcePolicy: {
          containerPolicies: [{ containerName: '*', minAllowed: { cpu: '100u', memory: '1500m' } }],
        },
      },
    })!;
    expect(resourceAmountsOf(containerPolicies[0]!.minAllowed)).toEqual({ cpu: 1, memory: 2 });
  });
});
