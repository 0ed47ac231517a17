import { describe, expect, it } from 'vitest';

import {
  AggregateContainerState,
  DEFAULT_RECOMMENDER_CONFIG,
  NEWEST_VPA_BEHAVIOUR,
  NEWEST_VPA_VERSION,
  UPDATE_MODES,
  updateModeOf,
  type VpaBehaviour,
  vpaBehaviour,
} from '#core/vpa/index.ts';

function behaviour(version: string): VpaBehaviour {
  const found = vpaBehaviour(version);
  if (!found.ok) throw new Error(found.error);
  return found.value;
}

describe('vpaBehaviour', () => {
  it.each([
    ['1.3.1', { inPlaceOrRecreate: 'absent', defaultUpdateMode: 'Auto', cpuSampleWeight: 'request' }],
    ['v1.4.0', { inPlaceOrRecreate: 'alpha', cpuSampleWeight: 'constant' }],
    ['1.5.1', { inPlaceOrRecreate: 'beta', perVpaConfig: 'alpha', defaultUpdateMode: 'Auto' }],
    ['1.6.0', { inPlaceOrRecreate: 'stable', defaultUpdateMode: 'Recreate', podMinimumCpuRounding: 'down' }],
    ['1.7.1', { inPlace: 'alpha', podMinimumCpuRounding: 'up', oomStaleness: 'interval-end' }],
    ['1.8.0', { oomStaleness: 'last-sample' }],
  ] as const)('%s', (version, expected) => {
    expect(behaviour(version)).toMatchObject(expected);
  });

  it.each([
    ['1.7.2', false],
    ['1.7.3', true],
    ['1.8.0', false],
    ['1.8.1', true],
    ['1.9.0', true],
    ['2.0.0', true],
  ])('%s, which may have a change that was ported back: %s', (version, recent) => {
    expect(behaviour(version).quickOomMustBeRecent).toBe(recent);
  });

  it('knows the newest release as such', () => {
    expect(behaviour(NEWEST_VPA_VERSION)).toEqual(NEWEST_VPA_BEHAVIOUR);
  });

  it('refuses what is no release', () => {
    expect(vpaBehaviour('latest')).toEqual({
      ok: false,
      error: '"latest" is not a VPA release such as 1.7.1',
    });
  });
});

describe('the weight of a CPU sample', () => {
  function weightOf(cpuSampleWeight: VpaBehaviour['cpuSampleWeight'], request?: number): number {
    const config = {
      ...DEFAULT_RECOMMENDER_CONFIG,
      behaviour: { ...NEWEST_VPA_BEHAVIOUR, cpuSampleWeight },
    };
    const state = new AggregateContainerState(config, 0);
    state.addCpuSample(100, Date.UTC(2026, 7, 1), request);
    return state.cpuUsage.weights.totalWeight;
  }

  it('is 0.1 whatever the request since 1.4.0', () => {
    expect(weightOf('constant', 4_000)).toBe(0.1);
  });

  it('was the request in cores before, at least 0.1, and 0.1 where the sample had none', () => {
    expect(weightOf('request', 4_000)).toBe(4);
    expect(weightOf('request', 50)).toBe(0.1);
    expect(weightOf('request')).toBe(0.1);
  });
});

describe('updateModeOf', () => {
  it('takes an absent or empty mode for the default', () => {
    expect(updateModeOf(undefined)).toBe('Recreate');
    expect(updateModeOf('', 'Auto')).toBe('Auto');
  });

  it('knows the modes, and no other word', () => {
    for (const mode of Object.keys(UPDATE_MODES)) expect(updateModeOf(mode)).toBe(mode);
    expect(updateModeOf('auto')).toBeUndefined();
    expect(updateModeOf('toString')).toBeUndefined();
  });
});
