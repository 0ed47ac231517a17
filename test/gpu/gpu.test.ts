import { describe, expect, it } from 'vitest';

import { podTemplateAt, type PodTemplateView } from '#core/apis/pod-template.ts';
import { resourceListAt } from '#core/apis/resource-list.ts';
import { tolerates } from '#core/apis/toleration.ts';
import {
  gpuCountOf,
  gpuFraction,
  gpuRequestsOfPod,
  gpuResource,
  gpusAmong,
  usualGpuTaint,
  usualGpuTaints,
} from '#core/gpu/index.ts';

describe('gpuResource', () => {
  it.each([
    ['nvidia.com/gpu', 'nvidia', 'device', undefined, 1],
    ['nvidia.com/gpu.shared', 'nvidia', 'shared', undefined, undefined],
    ['nvidia.com/mig-1g.5gb', 'nvidia', 'partition', '1g.5gb', 1 / 7],
    ['nvidia.com/mig-3g.40gb', 'nvidia', 'partition', '3g.40gb', 3 / 7],
    ['nvidia.com/mig-7g.80gb', 'nvidia', 'partition', '7g.80gb', 1],
    ['nvidia.com/mig-1g.10gb.me', 'nvidia', 'partition', '1g.10gb.me', 1 / 7],
    ['nvidia.com/mig-1g.5gb.shared', 'nvidia', 'shared', '1g.5gb', undefined],
    ['amd.com/gpu', 'amd', 'device', undefined, 1],
    ['amd.com/cpx_nps4', 'amd', 'partition', 'cpx_nps4', undefined],
    ['gpu.intel.com/i915', 'intel', 'device', undefined, 1],
    ['gpu.intel.com/xe', 'intel', 'device', undefined, 1],
    ['habana.ai/gaudi', 'habana', 'device', undefined, 1],
  ])('%s', (name, vendor, unit, profile, fraction) => {
    const resource = gpuResource(name);
    expect(resource).toEqual({ name, vendor, unit, ...(profile === undefined ? {} : { profile }) });
    expect(gpuFraction(resource!)).toBe(fraction);
  });

  it.each([
    ...['cpu', 'memory', 'nvidia.com', 'nvidia.com/gpumem', 'nvidia.com/mig-big', 'xnvidia.com/gpu', ''],
    ...[
      'gpu.intel.com/i915_monitoring',
      'gpu.intel.com/xe_monitoring',
      'amd.com/gpu.shared',
      'requests.nvidia.com/gpu',
    ],
  ])('"%s" is none', (name) => {
    expect(gpuResource(name)).toBeUndefined();
  });
});

describe('gpuRequestsOfPod', () => {
  const template = (spec: object): PodTemplateView => podTemplateAt({ spec }, []);
  const gpus = (limits: object, rest: object = {}): object => ({ ...rest, resources: { limits } });

  it('adds up containers, limits counting as requests', () => {
    const pod = template({
      containers: [
        gpus({ 'nvidia.com/gpu': 1, cpu: 4 }),
        gpus({ 'nvidia.com/gpu': '2' }),
        gpus({ memory: '1Gi' }),
      ],
    });
    expect(gpuRequestsOfPod(pod).map(({ resource, count }) => [resource.name, count])).toEqual([
      ['nvidia.com/gpu', 3],
    ]);
    expect(gpuCountOf(pod)).toBe(3);
  });

  it('takes an init container for what it needs more, and nothing for zero', () => {
    const pod = template({
      initContainers: [gpus({ 'amd.com/gpu': 2 }), gpus({ 'habana.ai/gaudi': 0 })],
      containers: [gpus({ 'amd.com/gpu': 1 })],
    });
    expect(gpuRequestsOfPod(pod).map(({ resource, count }) => [resource.vendor, count])).toEqual([
      ['amd', 2],
    ]);
  });

  it('keeps partitions apart from whole devices', () => {
    const pod = template({
      containers: [
        gpus({ 'nvidia.com/mig-1g.5gb': 2 }),
        { resources: { requests: { 'nvidia.com/gpu': 1 } } },
      ],
    });
    expect(gpuRequestsOfPod(pod).map(({ resource, count }) => [resource.name, count])).toEqual([
      ['nvidia.com/mig-1g.5gb', 2],
      ['nvidia.com/gpu', 1],
    ]);
  });

  it('is empty for a pod without GPUs', () => {
    expect(gpuRequestsOfPod(template({ containers: [gpus({ cpu: 1 })] }))).toEqual([]);
    expect(gpuCountOf(template({}))).toBe(0);
  });
});

describe('gpusAmong', () => {
  it('finds the GPUs of a node', () => {
    const resources = resourceListAt({ cpu: 4, 'nvidia.com/gpu': '8', 'nvidia.com/mig-1g.5gb': 0 });
    expect(gpusAmong(resources).map(({ resource, count }) => [resource.name, count])).toEqual([
      ['nvidia.com/gpu', 8],
    ]);
  });
});

describe('usualGpuTaints', () => {
  it('keep a pod away that tolerates nothing of the kind, on every platform', () => {
    for (const { taint, source } of usualGpuTaints) {
      expect(tolerates({ key: 'dedicated', operator: 'Exists' }, taint)).toBe(false);
      expect(tolerates({ key: taint.key, operator: 'Exists' }, taint)).toBe(true);
      expect(source).toMatch(/^https:\/\//);
    }
  });

  it('are set and tolerated by the platform on GKE alone', () => {
    expect(usualGpuTaint('gke')).toMatchObject({ setBy: 'platform', toleratedAutomatically: true });
    expect(usualGpuTaint('eks')).toMatchObject({ setBy: 'convention', toleratedAutomatically: false });
    expect(usualGpuTaint('aks')?.taint.key).toBe('sku');
  });
});
