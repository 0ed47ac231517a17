import { describe, expect, it } from 'vitest';

import { readDeliverySource } from '#core/advisor/delivery-source.ts';
import { rightsize, type RightsizeItem } from '#core/advisor/index.ts';
import { deliveryOf } from '#core/apis/delivery.ts';
import type { KubernetesObject } from '#core/manifest/index.ts';
import { bundledPriceSource } from '#core/sources/pricing/index.ts';
import { memoryCluster } from '#core/testing/index.ts';

import { type Changes, edited, exampleSources, scaled } from './example-sources.ts';

const prices = await bundledPriceSource('aws').load();

async function sized(
  name: string,
  changes: Changes = {},
  method: 'percentile' | 'vpa' = 'percentile',
): Promise<RightsizeItem> {
  const subject = { namespace: 'prod', refs: [{ group: 'apps', kind: 'Deployment', name }] };
  const { report } = await rightsize(await exampleSources({ prices, ...changes }), subject, { method });
  return report.items[0]!;
}

const cpu = (item: RightsizeItem) => item.rows.find(({ resource }) => resource === 'cpu')!;
const memory = (item: RightsizeItem) => item.rows.find(({ resource }) => resource === 'memory')!;

describe('right-sizing a workload', () => {
  it('follows use, request and prices', async () => {
    const before = await sized('rerank');
    const half = await sized('rerank', { series: scaled('container-cpu-usage', 0.5) });
    expect(Number.parseInt(cpu(half).target)).toBeLessThan(Number.parseInt(cpu(before).target) * 0.6);
    expect(cpu(half).wasteShare).toBeGreaterThan(cpu(before).wasteShare!);
    expect(half.cost!.savingPerMonth).toBeGreaterThan(before.cost!.savingPerMonth);
    expect(before.cost!.savingPerMonth).toBeCloseTo(
      before.cost!.beforePerMonth - before.cost!.afterPerMonth,
      9,
    );
    const inTemplate = edited('Deployment', 'rerank', ({ spec }) => {
      spec.template.spec.containers[0].resources.requests = { cpu: '1', memory: '1Gi' };
    });
    const inPods = edited('Pod', 'rerank', ({ spec }) => {
      spec.containers[0].resources.requests = { cpu: '1', memory: '1Gi' };
    });
    const short = await sized('rerank', { object: (object) => inPods(inTemplate(object)) });
    expect(cpu(short).wasteShare).toBeLessThan(0);
    expect(short.cost!.savingPerMonth).toBeLessThan(0);
  });

  it('sees how near memory is to its limit', async () => {
    const before = memory(await sized('rerank'));
    const more = memory(await sized('rerank', { series: scaled('container-memory-working-set', 2) }));
    expect(more.oomHeadroom).toBeCloseTo(1 - 2 * (1 - before.oomHeadroom!), 6);
    expect(before.oomHeadroomAfter).toBeGreaterThan(0.1);
  });

  it('says what the VPA recommender would', async () => {
    const item = await sized('rerank', {}, 'vpa');
    expect(cpu(item)).toMatchObject({ method: 'vpa' });
    expect(cpu(item).basis.method).toMatch(/^VPA .* recommender/);
    expect(cpu(item).target).not.toBe(cpu(await sized('rerank')).target);
  });
});

describe('a workload with an HPA on utilization', () => {
  it('keeps the usage a pod that the HPA aims at', async () => {
    const item = await sized('embed');
    const [target] = item.hpaTargets;
    const request = 2000;
    const newRequest = Number.parseInt(cpu(item).target);
    expect(target).toMatchObject({ hpa: 'embed', resource: 'cpu', averageUtilization: 60 });
    expect(target!.newAverageUtilization * newRequest).toBeCloseTo(60 * request, -3.5);
    expect(target!.replicaFactorIfKept).toBeCloseTo(request / newRequest, 9);
  });

  it('keeps a limit that the HPA needs room below', async () => {
    const tight = edited('Deployment', 'embed', ({ spec }) => {
      spec.template.spec.containers[0].resources.limits.cpu = '2';
    });
    const high = edited('HorizontalPodAutoscaler', 'embed', ({ spec }) => {
      const [metric] = spec.metrics ?? [];
      if (metric === undefined) spec.targetCPUUtilizationPercentage = 95;
      else metric.resource.target.averageUtilization = 95;
    });
    const item = await sized('embed', { object: (object) => high(tight(object)) });
    expect(cpu(item)).toMatchObject({ currentLimit: '2', targetLimit: '2' });
    expect(item.notes.join()).toMatch(/the cpu limits stay: the HPA lets a pod use 1900m/);
  });

  it('leaves a target alone whose request stays', async () => {
    const { hpaTargets } = await sized('llm-chat');
    expect(hpaTargets).toEqual([]);
  });
});

describe('a workload with a VPA', () => {
  it('is said to be the VPA’s, unless it only recommends', async () => {
    const item = await sized('gateway');
    expect(item.vpa).toMatchObject({ name: 'gateway', updateMode: 'Initial', containers: ['envoy'] });
    const off = edited('VerticalPodAutoscaler', 'gateway', ({ spec }) => {
      spec.updatePolicy = { updateMode: 'Off' };
    });
    expect((await sized('gateway', { object: off })).vpa).toBeUndefined();
    const excluded = edited('VerticalPodAutoscaler', 'gateway', ({ spec }) => {
      spec.resourcePolicy = { containerPolicies: [{ containerName: '*', mode: 'Off' }] };
    });
    expect((await sized('gateway', { object: excluded })).vpa).toBeUndefined();
  });
});

describe('who delivers an object', () => {
  const object = (metadata: object): KubernetesObject => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'chat', namespace: 'prod', ...metadata },
  });
  const application: KubernetesObject = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'chat', namespace: 'argocd' },
    spec: {
      source: {
        repoURL: 'https://bot:t0ken@git.example/platform.git',
        path: 'apps/chat',
        targetRevision: 'main',
      },
    },
  };
  const kustomization: KubernetesObject = {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name: 'apps', namespace: 'flux-system' },
    spec: { path: './apps', sourceRef: { kind: 'GitRepository', name: 'platform' } },
  };
  const repository: KubernetesObject = {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'GitRepository',
    metadata: { name: 'platform', namespace: 'flux-system' },
    spec: { url: 'https://git.example/platform', ref: { branch: 'main' } },
  };
  const cluster = memoryCluster([application, kustomization, repository]);

  it.each<readonly [string, object, object | undefined]>([
    [
      'Argo CD by annotation',
      { annotations: { 'argocd.argoproj.io/tracking-id': 'chat:apps/Deployment:prod/chat' } },
      {
        tool: 'Argo CD',
        undo: 'reverts',
        commitTo: 'https://git.example/platform.git, path apps/chat, revision main',
      },
    ],
    [
      'Argo CD by the common label, where the application exists',
      { labels: { 'app.kubernetes.io/instance': 'chat' } },
      { tool: 'Argo CD', name: 'chat' },
    ],
    ['nobody, where it does not', { labels: { 'app.kubernetes.io/instance': 'other' } }, undefined],
    [
      'Flux',
      {
        labels: {
          'kustomize.toolkit.fluxcd.io/name': 'apps',
          'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
        },
      },
      { tool: 'Flux', undo: 'reverts', commitTo: 'https://git.example/platform, path ./apps, revision main' },
    ],
    [
      'a Flux release that is gone',
      { labels: { 'helm.toolkit.fluxcd.io/name': 'chat', 'helm.toolkit.fluxcd.io/namespace': 'prod' } },
      { tool: 'Flux', undo: 'reverts', name: 'HelmRelease chat' },
    ],
    ['Helm', { annotations: { 'meta.helm.sh/release-name': 'chat' } }, { tool: 'Helm', undo: 'overwrites' }],
    [
      'an operator',
      {
        ownerReferences: [
          { apiVersion: 'x.example/v1', kind: 'Chat', name: 'c', uid: '1', controller: true },
        ],
      },
      { tool: 'operator', undo: 'reverts', name: 'Chat c' },
    ],
    ['nobody', {}, undefined],
  ])('%s', async (_who, metadata, expected) => {
    const found = await readDeliverySource(cluster, object(metadata), {});
    if (expected === undefined) expect(found).toBeUndefined();
    else expect(found).toMatchObject(expected);
    expect(JSON.stringify(found ?? {})).not.toContain('t0ken');
  });

  it('does not need the right to read the source', async () => {
    const forbidden = memoryCluster([], { forbidden: [{ group: 'argoproj.io', kind: 'Application' }] });
    const tracked = object({
      annotations: { 'argocd.argoproj.io/tracking-id': 'chat:apps/Deployment:prod/chat' },
    });
    expect(await readDeliverySource(forbidden, tracked, {})).toEqual(deliveryOf(tracked));
  });
});
