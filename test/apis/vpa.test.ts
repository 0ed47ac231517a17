import { describe, expect, it } from 'vitest';

import { pathOfVpaContainerPolicy, vpaPaths, type VpaView, vpaView } from '#core/apis/vpa.ts';
import type { KubernetesObject } from '#core/manifest/kubernetes-object.ts';

import { asText } from './quantity-text.ts';

function vpaOf(version: string, spec: unknown, status?: unknown): KubernetesObject {
  return {
    apiVersion: `autoscaling.k8s.io/${version}`,
    kind: 'VerticalPodAutoscaler',
    metadata: { name: 'rerank', namespace: 'prod' },
    spec,
    ...(status === undefined ? {} : { status }),
  };
}

function view(object: KubernetesObject): VpaView {
  const read = vpaView(object);
  if (!read) throw new Error('no VPA');
  return read;
}

const spec = {
  targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'rerank' },
  updatePolicy: { updateMode: 'Recreate' },
  resourcePolicy: {
    containerPolicies: [
      { containerName: 'server', minAllowed: { cpu: '250m' }, maxAllowed: { cpu: 4, memory: '8Gi' } },
      { containerName: '*', mode: 'Off' },
    ],
  },
};
const status = {
  recommendation: {
    containerRecommendations: [
      {
        containerName: 'server',
        lowerBound: { cpu: '500m', memory: '1Gi' },
        target: { cpu: '587m', memory: '1388359540' },
        uncappedTarget: { cpu: '587m', memory: '1388359540' },
        upperBound: { cpu: '1200m', memory: '3Gi' },
      },
      { target: { cpu: 1 } },
    ],
  },
  conditions: [
    { type: 'RecommendationProvided', status: 'True', lastTransitionTime: '2026-08-01T00:00:00+02:00' },
  ],
};

describe('vpaView', () => {
  it.each(['v1', 'v1beta2'])('reads policies and recommendation of %s', (version) => {
    const read = view(vpaOf(version, spec, status));
    expect(read.targetRef).toEqual({
      apiVersion: 'apps/v1',
      group: 'apps',
      kind: 'Deployment',
      name: 'rerank',
    });
    expect(read.updatePolicy).toEqual({ updateMode: 'Recreate' });
    expect(read.containerPolicies.map(({ containerName, mode }) => [containerName, mode])).toEqual([
      ['server', undefined],
      ['*', 'Off'],
    ]);
    expect(asText(read.containerPolicies[0]!.maxAllowed)).toEqual({ cpu: '4', memory: '8Gi' });
    expect(read.containerPolicies[0]).not.toHaveProperty('controlledResources');
    expect(read.status?.recommendations).toHaveLength(1);
    expect(asText(read.status!.recommendations[0]!.target)).toEqual({ cpu: '587m', memory: '1388359540' });
    expect(read.status?.conditions).toEqual([
      { type: 'RecommendationProvided', status: 'True', lastTransitionMs: Date.UTC(2026, 6, 31, 22) },
    ]);
  });

  it('reads what only v1 has', () => {
    const read = view(
      vpaOf('v1', {
        updatePolicy: { minReplicas: 1 },
        recommenders: [{ name: 'custom' }, {}],
        resourcePolicy: {
          containerPolicies: [{ controlledResources: ['memory'], controlledValues: 'RequestsOnly' }],
        },
      }),
    );
    expect(read.updatePolicy).toEqual({ minReplicas: 1 });
    expect(read.recommenders).toEqual(['custom']);
    expect(read.containerPolicies[0]).toMatchObject({
      controlledResources: ['memory'],
      controlledValues: 'RequestsOnly',
    });
  });

  it('tells an empty list of resources from none', () => {
    const policies = [{ controlledResources: [] }, {}];
    const read = view(vpaOf('v1', { resourcePolicy: { containerPolicies: policies } }));
    expect(read.containerPolicies.map(({ controlledResources }) => controlledResources)).toEqual([
      [],
      undefined,
    ]);
  });

  it('reads wrong types as absent', () => {
    // Off without quotes is false to YAML 1.1.
    const read = view(
      vpaOf('v1', {
        targetRef: 'rerank',
        updatePolicy: { updateMode: false, minReplicas: '2' },
        resourcePolicy: { containerPolicies: [{ maxAllowed: { cpu: '1 core', memory: '2Gi' } }, 'server'] },
      }),
    );
    expect(read.targetRef).toBeUndefined();
    expect(read.updatePolicy).toEqual({});
    expect(asText(read.containerPolicies[0]!.maxAllowed)).toEqual({ memory: '2Gi' });
    expect(read.containerPolicies).toHaveLength(2);
    expect(read.status).toBeUndefined();
  });

  it('leads to a policy and to its fields', () => {
    expect(pathOfVpaContainerPolicy(1)).toEqual(['spec', 'resourcePolicy', 'containerPolicies', 1]);
    expect(pathOfVpaContainerPolicy(0, 'maxAllowed')).toEqual([
      ...vpaPaths.containerPolicies,
      0,
      'maxAllowed',
    ]);
  });

  it('is not for other kinds', () => {
    expect(vpaView({ ...vpaOf('v1', spec), apiVersion: 'autoscaling/v1' })).toBeUndefined();
  });
});
