import { describe, expect, it } from 'vitest';

import { analyzeGpus } from '#core/advisor/index.ts';
import { manualClock, memoryCluster, memoryMetrics } from '#core/testing/index.ts';

import { autoscalerStatus, node, nowMs, pod, sourcesOf } from './cluster.ts';

const t4 = { 'gpu-type': 'T4', 'node-lifecycle': 'spot' };
const gpuNode = (
  name: string,
  gpus = 1,
  labels: Readonly<Record<string, string>> = t4,
): ReturnType<typeof node> => node(name, 'gpu', { amounts: { 'nvidia.com/gpu': String(gpus) }, labels });
const gpuPod = (name: string, nodeName?: string, gpus = 1): ReturnType<typeof pod> =>
  pod(
    name,
    { cpu: '1', 'nvidia.com/gpu': String(gpus) },
    { owner: 'llm', ...(nodeName !== undefined && { nodeName }) },
  );

const sample = (labels: Readonly<Record<string, string>>, value: number): object => ({
  labels,
  timestampsMs: [nowMs],
  values: [value],
});

describe('who uses the GPUs', () => {
  const objects = [
    gpuNode('busy'),
    gpuNode('half-used'),
    gpuNode('lazy'),
    gpuNode('wide', 4),
    gpuPod('p-busy', 'busy'),
    gpuPod('p-half', 'half-used'),
    gpuPod('p-lazy', 'lazy'),
    gpuPod('p-wide', 'wide', 3),
  ];
  const metrics = memoryMetrics({
    'cluster-gpu-utilization': [
      // A scrape that did not honor the exporter's labels.
      sample(
        {
          Hostname: 'busy',
          gpu: '0',
          namespace: 'gpu-operator',
          pod: 'dcgm-1',
          exported_namespace: 'prod',
          exported_pod: 'p-busy',
          exported_container: 'app',
        },
        0.9,
      ),
      // The pod before this one is gone, and counts no more.
      sample({ Hostname: 'busy', gpu: '0', namespace: 'prod', pod: 'p-gone', container: 'app' }, 0.1),
      sample({ Hostname: 'half-used', gpu: '0', namespace: 'prod', pod: 'p-half', container: 'app' }, 0.3),
      sample({ Hostname: 'lazy', gpu: '0', namespace: 'prod', pod: 'p-lazy', container: 'app' }, 0.01),
      ...[0, 1, 2].map((gpu) =>
        sample(
          { Hostname: 'wide', gpu: String(gpu), namespace: 'prod', pod: 'p-wide', container: 'app' },
          0.2,
        ),
      ),
      sample({ Hostname: 'wide', gpu: '3', namespace: 'gpu-operator', pod: 'dcgm-2' }, 0),
    ],
    'cluster-gpu-memory-used': [
      sample({ Hostname: 'half-used', gpu: '0', namespace: 'prod', pod: 'p-half' }, 5 * 2 ** 30),
    ],
  } as Parameters<typeof memoryMetrics>[0]);
  const read = (): ReturnType<typeof analyzeGpus> =>
    analyzeGpus({ cluster: memoryCluster(objects), metrics, clock: manualClock(nowMs) });

  it('measures nodes, pods and containers', async () => {
    const { nodes, totals, utilization } = await read();
    expect(nodes.map((each) => [each.name, each.model, each.capacityType, each.utilization])).toEqual([
      ['busy', 'T4', 'spot', 0.9],
      ['half-used', 'T4', 'spot', 0.3],
      ['lazy', 'T4', 'spot', 0.01],
      ['wide', 'T4', 'spot', expect.closeTo(0.15, 6)],
    ]);
    expect(nodes[0]?.pods[0]?.containers).toEqual([{ name: 'app', utilization: 0.9 }]);
    expect(nodes[1]?.pods[0]?.memoryUsedBytes).toBe(5 * 2 ** 30);
    expect(totals).toEqual([{ resource: 'nvidia.com/gpu', allocatable: 7, allocated: 6, free: 1 }]);
    expect(utilization).toBeCloseTo((0.9 + 0.3 + 0.01 + 4 * 0.15) / 7, 6);
  });

  it('says what is idle and what to do', async () => {
    const { idle } = await read();
    expect(idle.map(({ kind, node: name, pod: at, advice }) => [kind, name, at?.name, advice])).toEqual([
      ['under-used', 'wide', 'p-wide', '1 would be used 60 %: request 1 instead of 3'],
      [
        'unallocated',
        'wide',
        undefined,
        'smaller nodes would leave less over: see the node mix of kubectl autoscaler cost',
      ],
      ['idle', 'lazy', 'p-lazy', 'nothing runs on it: scale the workload down while it has no work'],
      [
        'under-used',
        'half-used',
        'p-half',
        '2 like it could share a GPU: time-slicing or MPS; a smaller model of GPU would do too',
      ],
    ]);
  });
});

describe('whether nodes should be added', () => {
  const status = autoscalerStatus([{ name: 'eks-gpu-1', min: 0, max: 5, target: 1 }]);

  it('yes for pods that wait, as many as they need', async () => {
    const objects = [gpuNode('a'), gpuPod('p', 'a'), gpuPod('w1'), gpuPod('w2'), status];
    const { addNodes, pending, quotas } = await analyzeGpus(sourcesOf(objects));
    expect(addNodes).toMatchObject({ needed: true, resizes: [{ pool: 'gpu', from: 1, to: 3 }] });
    expect(pending).toEqual([
      { controller: 'prod/ReplicaSet/llm', pods: 2, requests: [{ resource: 'nvidia.com/gpu', count: 1 }] },
    ]);
    expect(quotas).toEqual([
      { kind: 'pool size', name: 'gpu', resource: 'nvidia.com/gpu', limit: 5, used: 1, left: 4 },
    ]);
  });

  it.each([
    [4, true],
    [5, false],
  ])('%i GPUs of which 4 are given: %s', async (gpus, needed) => {
    const objects = [gpuNode('a', gpus), gpuPod('p', 'a', 4)];
    expect((await analyzeGpus(sourcesOf(objects))).addNodes.needed).toBe(needed);
  });
});

describe('quotas', () => {
  it('shows each limit with what is left, the tightest first', async () => {
    const quota = {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'gpus', namespace: 'prod' },
      spec: { hard: { 'requests.nvidia.com/gpu': '4', 'requests.cpu': '10' } },
      status: { used: { 'requests.nvidia.com/gpu': '3' } },
    };
    const pool = {
      apiVersion: 'karpenter.sh/v1',
      kind: 'NodePool',
      metadata: { name: 'k' },
      spec: { limits: { 'nvidia.com/gpu': '8', cpu: '100' } },
    };
    const karpenter = node('k', '', {
      amounts: { 'nvidia.com/gpu': '2' },
      labels: { 'karpenter.sh/nodepool': 'k', 'gpu-type': 'A100' },
    });
    const { quotas } = await analyzeGpus(sourcesOf([quota, pool, karpenter]), {
      cloudQuotas: [{ model: 'A100', limit: 2 }],
    });
    expect(quotas.map(({ kind, name, used, limit, left }) => [kind, name, used, limit, left])).toEqual([
      ['cloud quota', 'A100', 2, 2, 0],
      ['ResourceQuota', 'prod/gpus', 3, 4, 1],
      ['NodePool', 'k', 2, 8, 6],
    ]);
  });
});

describe('what is unusual', () => {
  it('counts GPUs of AMD and says that their use is not measured', async () => {
    const amd = node('amd', 'gpu', { amounts: { 'amd.com/gpu': '8' }, labels: { 'gpu-type': 'MI300X' } });
    const owned = pod('p', { cpu: '1', 'amd.com/gpu': '2' }, { nodeName: 'amd' });
    const report = await analyzeGpus(sourcesOf([amd, owned]), {
      wish: { model: 'MI300X', count: 4, resource: 'amd.com/gpu', spot: false },
    });
    expect(report.nodes[0]).toMatchObject({ vendor: 'amd', model: 'MI300X', devices: 8 });
    expect(report.totals).toEqual([{ resource: 'amd.com/gpu', allocatable: 8, allocated: 2, free: 6 }]);
    expect(report.placement?.node).toBe('amd');
    expect(report.notes.at(-1)).toMatch(/^GPUs of amd: .* not measured/);
  });

  it('names the taints that a pod has to tolerate on the best node', async () => {
    const taints = [
      { key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' },
      { key: 'old', effect: 'PreferNoSchedule' },
    ];
    const tainted = node('a', 'gpu', { amounts: { 'nvidia.com/gpu': '1' }, taints });
    const { placement } = await analyzeGpus(sourcesOf([tainted]), {
      wish: { count: 1, resource: 'nvidia.com/gpu', spot: false },
    });
    expect(placement).toMatchObject({ node: 'a', tolerate: ['nvidia.com/gpu=present:NoSchedule'] });
  });

  it('reports a cluster without GPUs as one', async () => {
    const report = await analyzeGpus(sourcesOf([node('a', 'cpu')]));
    expect(report).toMatchObject({ nodes: [], totals: [], idle: [], addNodes: { needed: false } });
    expect(report.notes).toContain('no node has GPUs that a device plugin offers');
  });
});
