import { describe, expect, it } from 'vitest';

import { podsOf } from '#core/apis/int-or-percent.ts';
import { pdbSelects, pdbView } from '#core/apis/pdb.ts';
import { priorityClassView } from '#core/apis/priority-class.ts';
import type { KubernetesObject } from '#core/manifest/kubernetes-object.ts';

function pdb(version: string, spec: unknown, rest: object = {}): KubernetesObject {
  return {
    apiVersion: `policy/${version}`,
    kind: 'PodDisruptionBudget',
    metadata: { name: 'chat' },
    spec,
    ...rest,
  };
}

describe('pdbView', () => {
  it.each(['v1', 'v1beta1'])('reads %s', (version) => {
    const spec = {
      minAvailable: '50%',
      maxUnavailable: 1,
      selector: { matchLabels: { app: 'chat' } },
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    };
    const status = { disruptionsAllowed: 0, currentHealthy: 2, desiredHealthy: 2, expectedPods: 3 };
    expect(pdbView(pdb(version, spec, { status }))).toMatchObject({
      version,
      minAvailable: { type: 'percent', value: 50 },
      maxUnavailable: { type: 'int', value: 1 },
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
      status,
    });
  });

  it.each(['2', '1.5%', '-5%', 1.5, true, null, [1]])('reads %j as no number of pods', (minAvailable) => {
    expect(pdbView(pdb('v1', { minAvailable }))?.minAvailable).toBeUndefined();
  });

  it('is not for other kinds', () => {
    expect(pdbView({ ...pdb('v1', {}), kind: 'PodSecurityPolicy' })).toBeUndefined();
  });
});

describe('podsOf', () => {
  it('rounds percentages up', () => {
    expect(podsOf({ type: 'percent', value: 50 }, 3)).toBe(2);
    expect(podsOf({ type: 'percent', value: 100 }, 7)).toBe(7);
    expect(podsOf({ type: 'percent', value: 0 }, 7)).toBe(0);
    expect(podsOf({ type: 'int', value: 5 }, 3)).toBe(5);
  });
});

describe('pdbSelects', () => {
  it('takes an empty selector for everything in v1 and for nothing in v1beta1', () => {
    expect(pdbSelects(pdbView(pdb('v1', { selector: {} }))!, { app: 'chat' })).toBe(true);
    expect(pdbSelects(pdbView(pdb('v1beta1', { selector: {} }))!, { app: 'chat' })).toBe(false);
    expect(pdbSelects(pdbView(pdb('v1', {}))!, { app: 'chat' })).toBe(false);
  });

  it.each([
    [{ matchLabels: { app: 'chat' } }, true],
    [{ matchLabels: { app: 'code' } }, false],
    [{ matchExpressions: [{ key: 'app', operator: 'In', values: ['chat', 'code'] }] }, true],
    [{ matchExpressions: [{ key: 'tier', operator: 'In', values: ['a'] }] }, false],
    [{ matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['chat'] }] }, false],
    [{ matchExpressions: [{ key: 'tier', operator: 'NotIn', values: ['a'] }] }, true],
    [{ matchExpressions: [{ key: 'app', operator: 'Exists' }] }, true],
    [{ matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }] }, false],
    [{ matchExpressions: [{ key: 'tier', operator: 'DoesNotExist' }] }, true],
    [{ matchExpressions: [{ key: 'app', operator: 'Like', values: ['chat'] }] }, false],
    [{ matchLabels: { app: 'chat' }, matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }] }, false],
  ])('%j: %s', (selector, expected) => {
    expect(pdbSelects(pdbView(pdb('v1', { selector }))!, { app: 'chat' })).toBe(expected);
  });

  it('does not take inherited properties for labels', () => {
    const selector = { matchExpressions: [{ key: 'constructor', operator: 'Exists' }] };
    expect(pdbSelects(pdbView(pdb('v1', { selector }))!, {})).toBe(false);
  });
});

describe('priorityClassView', () => {
  const object = { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'batch' } };

  it('reads value and flags', () => {
    expect(
      priorityClassView({ ...object, value: -5, globalDefault: true, preemptionPolicy: 'Never' }),
    ).toMatchObject({
      metadata: { name: 'batch' },
      value: -5,
      globalDefault: true,
      preemptionPolicy: 'Never',
    });
  });

  it('reads wrong types as absent', () => {
    const read = priorityClassView({ ...object, value: '1000', globalDefault: 'yes' });
    expect(read?.value).toBeUndefined();
    expect(read?.globalDefault).toBe(false);
  });
});
