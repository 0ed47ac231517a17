import { readdirSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { checkVector, parseVectorFile } from './run-vectors.ts';

const folder = new URL('./vectors/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));

describe.each(files)('%s', (file) => {
  const vectors = parseVectorFile(readFileSync(new URL(file, folder), 'utf8'));
  if ('error' in vectors) throw new Error(vectors.error);

  it.each(vectors.map((vector) => [vector.id, vector] as const))('%s', (_id, vector) => {
    expect(checkVector(vector)).toEqual([]);
  });
});

describe('what the format does not know is refused by name', () => {
  const legacy = {
    currentReplicas: 3,
    desiredReplicas: 9,
    minReplicas: 1,
    maxReplicas: 20,
    expectedReplicas: 6,
  };
  const pod = { name: 'a', phase: 'Running' };

  it.each([
    ['a kind', { kind: 'nope' }, 'no kind is called nope'],
    [
      'a field of an HPA vector',
      { kind: 'legacy-no-behavior', ...legacy, behaviour: 1 },
      'behaviour: not known',
    ],
    [
      'a field of its pods',
      {
        kind: 'group-pods',
        resource: 'cpu',
        pods: [{ ...pod, gone: true }],
        metrics: {},
        expectedReadyCount: 0,
      },
      'pods[0].gone is not known',
    ],
    [
      'a field of its policies',
      {
        kind: 'behavior-rate',
        ...legacy,
        scaleUp: { policies: [{ type: 'Pods', value: 4, period: 15 }] },
      },
      'policy.period is not known',
    ],
    [
      'an expectation',
      { kind: 'legacy-no-behavior', ...legacy, expectedReplica: 6 },
      'expectedReplica means nothing',
    ],
    ['a vector without expectations', { kind: 'legacy-no-behavior' }, 'expects nothing'],
    [
      'a field of a VPA vector',
      { kind: 'margin', input: { basis: 1 }, expected: { cpuMilli: 1 } },
      'input.basis',
    ],
    [
      'a field beside its input',
      { kind: 'margin', base: 1, input: {}, expected: { cpuMilli: 1 } },
      'base: not known',
    ],
    ['a VPA vector that expects nothing', { kind: 'margin', input: {}, expected: {} }, 'expects nothing'],
    [
      'an expectation of it',
      { kind: 'margin', input: { baseCpuMilli: 1, marginFraction: 0 }, expected: { cpu: 1 } },
      'expected.cpu: expected 1, got nothing',
    ],
  ])('%s', (_what, vector, said) => {
    expect(checkVector({ id: 'x', ...vector }).join(' ')).toContain(said);
  });
});
