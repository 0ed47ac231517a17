import { expect, it } from 'vitest';

import { addResources, demandsOn, noResources } from '#core/cost/pod-resources.ts';

const one = { cpuCores: 1, memoryBytes: 10, gpus: { 'nvidia.com/gpu': 2 } };
const other = { cpuCores: 2, memoryBytes: 5, gpus: { 'nvidia.com/gpu': 1, 'amd.com/gpu': 4 } };

it('resources add up, device by device', () => {
  expect(addResources(one, other)).toEqual({
    cpuCores: 3,
    memoryBytes: 15,
    gpus: { 'nvidia.com/gpu': 3, 'amd.com/gpu': 4 },
  });
  expect(addResources(other, one)).toEqual(addResources(one, other));
  expect(addResources(one, noResources)).toEqual(one);
});

it('what nothing is asked of makes no demand, and a device that is not there is 0', () => {
  expect(demandsOn({ cpuCores: 0, memoryBytes: 5, gpus: { 'amd.com/gpu': 1 } }, one)).toEqual([
    [5, 10],
    [1, 0],
  ]);
});
