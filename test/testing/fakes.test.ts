import { describe, expect, it } from 'vitest';

import type { KubernetesObject } from '#core/manifest/kubernetes-object.ts';
import { manualClock, memoryCluster, memoryFiles, memoryMetrics, memoryWriter } from '#core/testing/index.ts';

const object = (apiVersion: string, kind: string, name: string, metadata: object = {}): KubernetesObject => ({
  apiVersion,
  kind,
  metadata: { name, ...metadata },
});
const web = object('apps/v1', 'Deployment', 'web', { namespace: 'prod', labels: { app: 'web' } });
const node = object('v1', 'Node', 'n');
const deployments = { group: 'apps', kind: 'Deployment' };
const nodes = { group: '', kind: 'Node' };

describe('a cluster in memory', () => {
  it('answers by kind, namespace and labels', async () => {
    const cluster = memoryCluster([web, node]);
    expect(await cluster.list(deployments)).toEqual([web]);
    expect(await cluster.list({ ...deployments, namespace: 'dev' })).toEqual([]);
    expect(await cluster.list({ ...deployments, labelSelector: 'app in (web),!x' })).toEqual([web]);
    expect(await cluster.list({ group: 'extensions', kind: 'Deployment' })).toEqual([]);
    expect(await cluster.get({ ...deployments, namespace: 'prod', name: 'web' })).toBe(web);
    expect(await cluster.get({ ...deployments, name: 'web' })).toBeUndefined();
    expect(await cluster.get({ ...nodes, namespace: 'any', name: 'n' })).toBe(node);
  });

  it('forbids what it is told to', async () => {
    const cluster = memoryCluster([node], { forbidden: [nodes] });
    await expect(cluster.list(nodes)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(cluster.get({ ...nodes, name: 'n' })).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('metrics in memory', () => {
  const series = { labels: { pod: 'a' }, timestampsMs: [0, 60_000, 120_000], values: [1, 2, 3] };
  const metrics = memoryMetrics({ q: [series] }, { lookbackMs: 90_000 });
  const query = { id: 'q', promql: 'q', unit: '' };

  it('show the newest sample that is not too old, on the grid that is asked for', async () => {
    expect(await metrics.query(query, 119_999)).toEqual([
      { ...series, timestampsMs: [119_999], values: [2] },
    ]);
    expect(await metrics.query(query, 209_999)).toMatchObject([{ values: [3] }]);
    expect(await metrics.query(query, 210_000)).toEqual([]);
    expect(await metrics.queryRange(query, { startMs: -30_000, endMs: 150_000, stepMs: 90_000 })).toEqual([
      { ...series, timestampsMs: [60_000, 150_000], values: [2, 3] },
    ]);
    expect(await metrics.query({ ...query, id: 'other' }, 0)).toEqual([]);
  });
});

describe('files in memory', () => {
  it('are listed and read as those on disk are', async () => {
    const files = memoryFiles({ 'k8s/b.yaml': 'b', 'k8s/a.yaml': 'a', 'k8s/c.md': 'c', 'd.yaml': 'd' });
    expect(await files.list(['.'], ['.yaml'])).toEqual(['d.yaml', 'k8s/a.yaml', 'k8s/b.yaml']);
    expect(await files.list(['k8s/c.md', 'k8s'], ['.yaml'])).toEqual([
      'k8s/a.yaml',
      'k8s/b.yaml',
      'k8s/c.md',
    ]);
    expect(await files.read('d.yaml')).toBe('d');
    await expect(files.list(['gone'], ['.yaml'])).rejects.toMatchObject({ code: 'not-found' });
    await expect(files.read('gone')).rejects.toMatchObject({ code: 'not-found' });
  });
});

it('a manual clock moves when told', () => {
  const clock = manualClock(1_000);
  clock.advance(500);
  expect(clock.now()).toBe(1_500);
});

describe('a writer in memory', () => {
  const app = (cpu: string): KubernetesObject => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'app', namespace: 'prod' },
    spec: { template: { spec: { containers: [{ name: 'app', resources: { requests: { cpu } } }] } } },
  });
  const field = '.spec.template.spec.containers[name="app"].resources.requests.cpu';

  it('applies as a server does: conflicts by owner, force, dry run, the same twice', async () => {
    const before = { ...app('4'), spec: { ...(app('4').spec as object), replicas: 2 } };
    const writer = memoryWriter([before]);
    expect(await writer.apply(app('1'), { fieldManager: 'me' })).toEqual({
      kind: 'conflict',
      conflicts: [{ manager: 'kubectl-client-side-apply', field }],
    });
    await writer.apply(app('1'), { fieldManager: 'me', force: true, dryRun: true });
    expect(writer.objects()).toEqual([before]);
    await writer.apply(app('1'), { fieldManager: 'me', force: true });
    expect(writer.objects()).toEqual([{ ...before, spec: { ...(app('1').spec as object), replicas: 2 } }]);
    expect(await writer.apply(app('2'), { fieldManager: 'me' })).toMatchObject({ kind: 'applied' });
    expect(await writer.apply(app('3'), { fieldManager: 'you' })).toMatchObject({
      conflicts: [{ manager: 'me' }],
    });
  });

  it('refuses what the user may not do and what is not served', async () => {
    const writer = memoryWriter([], { forbidden: ['Deployment'], notServed: ['Pod'] });
    await expect(writer.apply(app('1'), { fieldManager: 'me' })).rejects.toMatchObject({ code: 'forbidden' });
    const pod = { namespace: 'prod', name: 'app-1' };
    await expect(writer.resizePod(pod, [], { fieldManager: 'me' })).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});
