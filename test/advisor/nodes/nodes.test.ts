import { describe, expect, it } from 'vitest';

import { analyzeNodes } from '#core/advisor/index.ts';
import { manualClock, memoryCluster, memoryMetrics } from '#core/testing/index.ts';

import { autoscaler, autoscalerStatus, disk, node, nowMs, pod, sourcesOf, withDisk } from './cluster.ts';

const persistentVolume = { group: '', kind: 'PersistentVolume' };

const budget = {
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name: 'db', namespace: 'prod' },
  spec: { selector: { matchLabels: { app: 'db' } } },
  status: { disruptionsAllowed: 0 },
};

describe('what keeps a node', () => {
  const nodes = ['bare', 'budget', 'busy', 'empty', 'local', 'unsafe'].map((name) => node(name, 'cpu'));
  const pods = [
    pod('alone', { cpu: '100m' }, { nodeName: 'bare', owner: null }),
    pod('db-0', { cpu: '100m' }, { nodeName: 'budget', owner: 'db' }),
    pod('web-0', { cpu: '3' }, { nodeName: 'busy' }),
    pod('web-1', { cpu: '100m' }, { nodeName: 'local', spec: { volumes: [{ name: 'tmp', emptyDir: {} }] } }),
    pod(
      'web-2',
      { cpu: '100m' },
      {
        nodeName: 'unsafe',
        annotations: { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false' },
      },
    ),
  ];

  it('names the pod and the reason in the words of Cluster Autoscaler', async () => {
    const report = await analyzeNodes(sourcesOf([...nodes, ...pods, budget, autoscaler()]));
    expect(
      report.nodes.map(({ name, removal }) => [
        name,
        removal.verdict,
        removal.reason,
        removal.pod?.name,
        removal.pod?.reason,
      ]),
    ).toEqual([
      ['bare', 'kept', 'BlockedByPod', 'alone', 'NotReplicated'],
      ['budget', 'kept', 'BlockedByPod', 'db-0', 'NotEnoughPdb'],
      ['busy', 'kept', 'NotUnderutilized', undefined, undefined],
      ['empty', 'unneeded', 'NotUnneededLongEnough', undefined, undefined],
      ['local', 'kept', 'BlockedByPod', 'web-1', 'LocalStorageRequested'],
      ['unsafe', 'kept', 'BlockedByPod', 'web-2', 'NotSafeToEvictAnnotation'],
    ]);
    expect(report.autoscaler).toMatchObject({ name: 'kube-system/cluster-autoscaler', release: '1.36' });
  });

  it('holds a pod to the zone of its volume, and says so where volumes may not be read', async () => {
    const zone = (name: string): object => ({ labels: { 'topology.kubernetes.io/zone': name } });
    const objects = [
      node('a', 'cpu', zone('a')),
      node('b', 'cpu', zone('b')),
      ...disk('data-db-0', 'a'),
      pod('db-0', { cpu: '100m' }, { nodeName: 'a', owner: 'db', spec: withDisk('data-db-0') }),
      pod('web-0', { cpu: '3' }, { nodeName: 'b' }),
    ];
    const held = await analyzeNodes(sourcesOf(objects));
    expect(held.nodes[0]?.removal).toMatchObject({ verdict: 'kept', reason: 'NoPlaceToMovePods' });
    const unread = await analyzeNodes(sourcesOf(objects, { forbidden: [persistentVolume] }));
    expect(unread.nodes[0]?.removal.verdict).toBe('unneeded');
    expect(unread.notes.join()).toContain('volumes hold no pod to their zone');
  });

  it('lets a node go that was marked long enough, and no further than the minimum', async () => {
    const marked = (name: string, agoSeconds: number): ReturnType<typeof node> =>
      node(name, 'cpu', {
        taints: [
          {
            key: 'DeletionCandidateOfClusterAutoscaler',
            value: String(nowMs / 1000 - agoSeconds),
            effect: 'PreferNoSchedule',
          },
        ],
      });
    const objects = [marked('a', 700), marked('b', 700), marked('c', 60), autoscaler()];
    const status = autoscalerStatus([{ name: 'eks-cpu-0ac1', min: 2, max: 5, target: 3 }]);
    const { nodes: judged, pools } = await analyzeNodes(sourcesOf([...objects, status]));
    expect(judged.map(({ removal }) => [removal.verdict, removal.reason, removal.text])).toEqual([
      ['removable', undefined, 'empty'],
      ['unneeded', 'NodeGroupMinSizeReached', 'group cpu has 2 nodes and a minimum of 2'],
      ['unneeded', 'NotUnneededLongEnough', 'unneeded for 1 min of 10 min'],
    ]);
    expect(pools).toMatchObject([
      { name: 'cpu', minSize: 2, maxSize: 5, targetSize: 3, sizesFrom: "Cluster Autoscaler's status" },
    ]);
  });

  it('leaves nodes alone that Karpenter or nobody resizes, and says so', async () => {
    const objects = [
      node('k', '', { labels: { 'karpenter.sh/nodepool': 'default' } }),
      node('metal', ''),
      node('other', 'other'),
      node('cpu', 'cpu'),
      autoscaler('--nodes=1:4:cpu'),
    ];
    const { nodes: judged, pools } = await analyzeNodes(sourcesOf(objects));
    expect(judged.map(({ name, removal }) => [name, removal.reason, removal.text])).toEqual([
      ['cpu', 'NotUnneededLongEnough', 'goes once it is so for 10 min without a break'],
      ['k', 'NotAutoscaled', 'Karpenter decides on its pools'],
      ['metal', 'NotAutoscaled', 'belongs to no autoscaled group'],
      ['other', 'NotAutoscaled', 'belongs to no autoscaled group'],
    ]);
    expect(pools.map(({ name, keeper, sizesFrom }) => [name, keeper, sizesFrom])).toEqual([
      ['cpu', 'cluster-autoscaler', '--nodes'],
      ['default', 'karpenter', undefined],
      ['other', 'none', undefined],
    ]);
  });
});

describe('requests beside use', () => {
  it('takes what node-exporter measures, else what kubelets do', async () => {
    const series = (value: number): object => [
      { labels: { node: 'a' }, timestampsMs: [nowMs], values: [value] },
    ];
    const metrics = memoryMetrics({
      'node-cpu-usage': series(1.5),
      'node-cgroup-memory-used': series(2 ** 33),
      'node-gpu-utilization': series(0.3),
    } as Parameters<typeof memoryMetrics>[0]);
    const cluster = memoryCluster([
      node('a', 'gpu', { amounts: { 'nvidia.com/gpu': '2' } }),
      pod('p', { cpu: '3', memory: '4Gi', 'nvidia.com/gpu': '1' }, { nodeName: 'a' }),
    ]);
    const report = await analyzeNodes({ cluster, metrics, clock: manualClock(nowMs) });
    expect(report.nodes[0]).toMatchObject({
      cpu: { allocatable: 4, requested: 3, used: 1.5 },
      memory: { allocatable: 2 ** 34, requested: 2 ** 32, used: 2 ** 33 },
      gpus: [{ resource: 'nvidia.com/gpu', allocatable: 2, requested: 1, used: 0.3 }],
    });
    expect(report.pools[0]).toMatchObject({ cpu: { used: 1.5 }, gpus: [{ used: 0.3 }] });
    expect(report.basis?.source).toBe('metrics in memory');
  });
});

describe('what is missing', () => {
  it('reports an empty cluster as one', async () => {
    const report = await analyzeNodes(sourcesOf([]));
    expect(report).toMatchObject({ nodes: [], pools: [], pendingPods: 0 });
    expect(report.notes).toContain('the cluster has no nodes');
    expect(report.assumptions[0]).toMatch(/^no Cluster Autoscaler was found/);
  });

  it('goes on without rights to what it can do without, and says what it loses', async () => {
    const forbidden = [
      { group: 'policy', kind: 'PodDisruptionBudget' },
      { group: '', kind: 'ConfigMap' },
    ];
    const report = await analyzeNodes(sourcesOf([node('a', 'cpu'), budget], { forbidden }));
    expect(report.nodes).toHaveLength(1);
    expect(report.notes.slice(0, 2)).toEqual([
      'User "test" may not list PodDisruptionBudget: no pod counts as under a budget',
      'User "test" may not list ConfigMap: sizes of node groups and the expander\'s priorities are not known',
    ]);
  });

  it('needs nodes', async () => {
    const forbidden = [{ group: '', kind: 'Node' }];
    await expect(analyzeNodes(sourcesOf([], { forbidden }))).rejects.toMatchObject({ code: 'forbidden' });
  });
});
