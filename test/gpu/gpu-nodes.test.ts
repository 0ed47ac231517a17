import { describe, expect, it } from 'vitest';

import { nodeView } from '#core/apis/index.ts';
import {
  type GpuCandidate,
  gpuModelName,
  gpuModelOf,
  type GpuNode,
  gpuNodeOf,
  parseGpuWish,
  rankGpuNodes,
} from '#core/gpu/index.ts';

const gib = 2 ** 30;

describe('the model of a GPU', () => {
  it.each([
    ['NVIDIA-A100-SXM4-80GB', 'A100'],
    ['NVIDIA-A10G', 'A10G'],
    ['Tesla-T4-SHARED', 'T4'],
    ['Tesla-V100-SXM2-16GB', 'V100'],
    ['nvidia-tesla-t4', 'T4'],
    ['nvidia-l4', 'L4'],
    ['nvidia-h100-mega-80gb', 'H100'],
    ['NVIDIA-H100-80GB-HBM3-MIG-1g.10gb', 'H100'],
    ['NVIDIA-L40S', 'L40S'],
    ['NVIDIA-GeForce-RTX-4090', 'RTX4090'],
    ['AMD_Instinct_MI300X_OAM', 'MI300X'],
    ['Gaudi-2', 'GAUDI2'],
    ['a10g', 'A10G'],
  ])('%s is %s', (text, name) => {
    expect(gpuModelName(text)).toBe(name);
  });

  it.each(['', 'true', 'gpu', 'nvidia', 'm6i.2xlarge-ish', 'present'])('"%s" tells none', (text) => {
    expect(gpuModelName(text)).toBeUndefined();
  });

  it('takes the most trustworthy label, memory from a label, the text, or the model', () => {
    expect(
      gpuModelOf({
        'gpu-type': 'T4',
        'nvidia.com/gpu.product': 'NVIDIA-A10G',
        'nvidia.com/gpu.memory': '23028',
      }),
    ).toEqual({ name: 'A10G', memoryBytes: 23_028 * 2 ** 20, from: 'nvidia.com/gpu.product=NVIDIA-A10G' });
    expect(gpuModelOf({ 'cloud.google.com/gke-accelerator': 'nvidia-a100-80gb' })?.memoryBytes).toBe(
      80 * gib,
    );
    expect(gpuModelOf({ 'gpu-type': 'T4' })).toEqual({
      name: 'T4',
      memoryBytes: 16 * gib,
      from: 'gpu-type=T4',
    });
    expect(gpuModelOf({ 'gpu-type': 'A100' })).toEqual({ name: 'A100', from: 'gpu-type=A100' });
    expect(gpuModelOf({}, { model: 'a10g', from: 'g5.xlarge' })).toMatchObject({
      name: 'A10G',
      from: 'g5.xlarge',
    });
    expect(gpuModelOf({})).toBeUndefined();
  });
});

const nodeWith = (
  allocatable: Readonly<Record<string, string>>,
  labels: Readonly<Record<string, string>> = {},
): GpuNode | undefined =>
  gpuNodeOf(
    nodeView({
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: 'n', labels },
      status: { allocatable, capacity: allocatable },
    })!,
  );

describe('a node with GPUs', () => {
  it('tells time-slicing: four turns on each of two GPUs', () => {
    expect(
      nodeWith(
        { 'nvidia.com/gpu': '8' },
        { 'nvidia.com/gpu.replicas': '4', 'nvidia.com/gpu.product': 'Tesla-T4-SHARED' },
      ),
    ).toMatchObject({
      devices: 2,
      sharing: { strategy: 'time-slicing', replicas: 4 },
      model: { name: 'T4' },
    });
  });

  it('tells MIG slices, of which the number of GPUs does not follow', () => {
    const found = nodeWith(
      { 'nvidia.com/mig-1g.5gb': '14', 'nvidia.com/mig-3g.20gb': '2' },
      { 'nvidia.com/mig.strategy': 'mixed', 'nvidia.com/gpu.product': 'NVIDIA-A100-SXM4-40GB' },
    );
    expect(found).toMatchObject({ migStrategy: 'mixed', model: { name: 'A100', memoryBytes: 40 * gib } });
    expect(found?.devices).toBeUndefined();
    expect(found?.allocatable.map(({ resource, count }) => [resource.profile, count])).toEqual([
      ['1g.5gb', 14],
      ['3g.20gb', 2],
    ]);
  });

  it('knows slices of GKE that go by the name of whole GPUs', () => {
    expect(
      nodeWith({ 'nvidia.com/gpu': '7' }, { 'cloud.google.com/gke-gpu-partition-size': '1g.5gb' }),
    ).toMatchObject({ partitionSize: '1g.5gb' });
  });

  it.each([
    ['amd.com/gpu', 'amd'],
    ['gpu.intel.com/i915', 'intel'],
    ['habana.ai/gaudi', 'habana'],
  ])('counts %s of a vendor that is not NVIDIA', (resource, vendor) => {
    expect(nodeWith({ [resource]: '4' })).toMatchObject({ vendor, devices: 4 });
  });

  it('is none where no device plugin offers any', () => {
    expect(nodeWith({ cpu: '4' }, { 'nvidia.com/gpu.product': 'Tesla-T4' })).toBeUndefined();
  });
});

describe('what a pod wishes', () => {
  it('is read', () => {
    expect(parseGpuWish('type=a100,count=2,spot')).toEqual({
      ok: true,
      value: { model: 'A100', count: 2, spot: true, resource: 'nvidia.com/gpu' },
    });
    expect(parseGpuWish('type=MI300X,memory=100Gi,on-demand')).toEqual({
      ok: true,
      value: { model: 'MI300X', count: 1, spot: false, resource: 'amd.com/gpu', memoryBytes: 100 * gib },
    });
    expect(parseGpuWish('mig=1g.5gb')).toMatchObject({
      ok: true,
      value: { resource: 'nvidia.com/mig-1g.5gb' },
    });
  });

  it.each([
    ['', 'is not type=MODEL'],
    ['type', '"type" is not type=MODEL'],
    ['spot=yes', '"spot=yes" is not'],
    ['count=0', 'count=0 is not a whole number from 1 to 1000'],
    ['count=2,count=3', '"count" stands there twice'],
    ['type=potato', 'type=potato is no model of GPU'],
    ['memory=lots', 'memory=lots is not a quantity'],
    ['resource=cpu', 'cpu is no resource by which GPUs are requested'],
  ])('"%s" is refused: %s', (text, error) => {
    expect(parseGpuWish(text)).toMatchObject({ ok: false, error: expect.stringContaining(error) as string });
  });
});

describe('the best node', () => {
  const candidate = (
    name: string,
    model: string,
    [gpus, taken]: readonly [number, number],
    capacityType: GpuCandidate['capacityType'] = 'on-demand',
    available = true,
  ): GpuCandidate => ({
    name,
    capacityType,
    available,
    allocated: new Map([['nvidia.com/gpu', taken]]),
    gpus: nodeWith({ 'nvidia.com/gpu': String(gpus) }, { 'gpu-type': model })!,
  });
  const nodes = [
    candidate('empty-8', 'A100', [8, 0]),
    candidate('tight', 'A100', [8, 5]),
    candidate('full', 'A100', [8, 7]),
    candidate('spot-8', 'A100', [8, 2], 'spot'),
    candidate('t4', 'T4', [4, 0]),
    candidate('cordoned', 'A100', [8, 6], 'on-demand', false),
  ];
  const best = (text: string): string | undefined => {
    const wish = parseGpuWish(text);
    const [first] = wish.ok ? rankGpuNodes(wish.value, nodes) : [];
    return first?.refusals.length === 0 ? first.name : undefined;
  };

  it.each([
    ['type=A100,count=2', 'tight'],
    ['type=A100,count=2,spot', 'spot-8'],
    ['type=A100,count=4', 'empty-8'],
    ['type=T4', 't4'],
    ['type=A100,count=9', undefined],
    ['type=H100', undefined],
    ['type=T4,memory=40Gi', undefined],
  ])('for %s is %s', (wish, name) => {
    expect(best(wish)).toBe(name);
  });

  it('says of each other why not', () => {
    const wish = parseGpuWish('type=A100,count=2');
    expect(
      wish.ok && rankGpuNodes(wish.value, nodes).map(({ name, refusals }) => [name, ...refusals]),
    ).toEqual([
      ['tight'],
      ['empty-8'],
      ['spot-8', 'is spot'],
      ['t4', 'has T4'],
      ['cordoned', 'not ready or cordoned'],
      ['full', '1 of 8 free'],
    ]);
  });
});
