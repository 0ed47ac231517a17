import { describe, expect, it } from 'vitest';

import { inNamespace, workloadsOfManifests } from '#core/advisor/index.ts';
import type { KubernetesObject } from '#core/manifest/kubernetes-object.ts';
import { overlaidCluster } from '#core/ports/index.ts';
import { memoryCluster } from '#core/testing/index.ts';

const deployments = { group: 'apps', kind: 'Deployment' };
const deployment = (
  name: string,
  { labels = {}, ...spec }: { labels?: Readonly<Record<string, string>> } & Readonly<Record<string, unknown>>,
  namespace = 'prod',
): KubernetesObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace, labels },
  spec,
});
const running = {
  ...deployment('web', { replicas: 7, paused: true, labels: { app: 'web' } }),
  metadata: { name: 'web', namespace: 'prod', uid: 'u1', labels: { app: 'web' } },
  status: { readyReplicas: 7 },
};
const other = deployment('other', { replicas: 1, labels: { app: 'web' } });
const cluster = (...objects: KubernetesObject[]) =>
  overlaidCluster(memoryCluster([running, other], { description: 'context dev' }), objects, 'k8s/');

describe('a cluster with manifests laid over it', () => {
  it('answers what a manifest says, with what controllers wrote', async () => {
    const over = cluster(deployment('web', { strategy: {}, labels: { app: 'shop' } }));
    const web = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace: 'prod', uid: 'u1', labels: { app: 'shop' } },
      spec: { strategy: {}, replicas: 7 },
      status: { readyReplicas: 7 },
    };
    expect(await over.get({ ...deployments, namespace: 'prod', name: 'web' })).toEqual(web);
    expect(await over.list({ ...deployments, namespace: 'prod' })).toEqual([web, other]);
    expect(over.description).toBe('context dev with k8s/ laid over it');
  });

  it('keeps to the replicas that a manifest names', async () => {
    const over = cluster(deployment('web', { replicas: 2 }));
    const web = await over.get({ ...deployments, namespace: 'prod', name: 'web' });
    expect(web?.spec).toEqual({ replicas: 2 });
  });

  it('selects by the labels of the manifest, not by those that it replaces', async () => {
    const over = cluster(deployment('web', { labels: { app: 'shop' } }));
    const names = async (labelSelector: string) =>
      (await over.list({ ...deployments, labelSelector })).map(({ metadata }) => metadata.name);
    expect(await names('app=web')).toEqual(['other']);
    expect(await names('app=shop')).toEqual(['web']);
  });

  it('adds what the cluster does not have, in its own namespace and kind alone', async () => {
    const added = deployment('new', { replicas: 3 });
    const over = cluster(added);
    expect(await over.list({ ...deployments, namespace: 'prod' })).toEqual([running, other, added]);
    expect(await over.list({ ...deployments, namespace: 'dev' })).toEqual([]);
    expect(await over.list({ group: 'apps', kind: 'StatefulSet' })).toEqual([]);
    expect(await over.get({ ...deployments, namespace: 'dev', name: 'new' })).toBeUndefined();
  });

  it('lets the last of two manifests with one name count', async () => {
    const over = cluster(deployment('new', { replicas: 3 }), deployment('new', { replicas: 4 }));
    const last = { spec: { replicas: 4 } };
    expect(await over.list({ ...deployments, namespace: 'prod' })).toMatchObject([running, other, last]);
    expect(await over.get({ ...deployments, namespace: 'prod', name: 'new' })).toMatchObject(last);
  });
});

describe('the workloads of manifests', () => {
  const hpa = (name: string, target: object): KubernetesObject => ({
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name },
    spec: { maxReplicas: 3, scaleTargetRef: target },
  });

  it('are those in them and those that their HPAs target, each once', () => {
    const objects = inNamespace(
      [
        deployment('web', {}, 'dev'),
        hpa('a', { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'db' }),
        hpa('b', { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'db' }),
        hpa('c', { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: 'r' }),
        { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n' } },
      ],
      'prod',
    );
    expect(workloadsOfManifests(objects)).toEqual([
      { ...deployments, namespace: 'dev', name: 'web' },
      { group: 'apps', kind: 'StatefulSet', namespace: 'prod', name: 'db' },
    ]);
    expect(objects.map(({ metadata }) => metadata.namespace)).toEqual([
      'dev',
      'prod',
      'prod',
      'prod',
      undefined,
    ]);
  });
});
