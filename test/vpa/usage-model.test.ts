import { describe, expect, it } from 'vitest';

import { DEFAULT_RECOMMENDER_CONFIG, UsageModel } from '#core/vpa/index.ts';

const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 7, 1);

function model(): UsageModel {
  return new UsageModel({ config: DEFAULT_RECOMMENDER_CONFIG });
}

describe('UsageModel', () => {
  it('refuses samples and kills of containers that it does not know', () => {
    expect(model().addSample('pod', 'server', 'cpu', 100, START_MS)).toBe(false);
    expect(model().recordOom('pod', 'server', START_MS, 100)).toBe(false);
  });

  it('keeps usage when its pod goes', () => {
    const usage = model();
    usage.addContainer('pod', {}, 'server', START_MS);
    usage.addSample('pod', 'server', 'cpu', 100, START_MS);
    usage.deletePod('pod');
    expect(usage.aggregates(START_MS).get('server')?.totalSamples).toBe(1);
  });

  it('shares one aggregate among pods with equal labels, whatever their order', () => {
    const usage = model();
    usage.addContainer('a', { app: 'chat', tier: 'web' }, 'server', START_MS);
    usage.addContainer('b', { tier: 'web', app: 'chat' }, 'server', START_MS);
    usage.addSample('a', 'server', 'cpu', 100, START_MS);
    usage.addSample('b', 'server', 'cpu', 200, START_MS);
    expect(usage.aggregates(START_MS).get('server')?.totalSamples).toBe(2);
    usage.deletePod('a');
    usage.deletePod('b');
    usage.collectGarbage(START_MS + 7 * DAY_MS);
    expect(usage.aggregates(START_MS).size).toBe(1);
    usage.collectGarbage(START_MS + 8 * DAY_MS);
    expect(usage.aggregates(START_MS).size).toBe(0);
  });

  it('drops an aggregate without samples as soon as no pod feeds it', () => {
    const usage = model();
    usage.addContainer('pod', {}, 'server', START_MS);
    usage.collectGarbage(START_MS);
    expect(usage.aggregates(START_MS).has('server')).toBe(true);
    usage.deletePod('pod');
    usage.collectGarbage(START_MS);
    expect(usage.aggregates(START_MS).has('server')).toBe(false);
  });

  it('makes an expired aggregate anew when its pod is heard of again', () => {
    const usage = model();
    usage.addContainer('pod', {}, 'server', START_MS);
    usage.addSample('pod', 'server', 'cpu', 100, START_MS);
    usage.collectGarbage(START_MS + 8 * DAY_MS);
    expect(usage.aggregates(START_MS).has('server')).toBe(false);
    usage.addSample('pod', 'server', 'cpu', 900, START_MS + 8 * DAY_MS);
    const found = usage.aggregates(START_MS + 8 * DAY_MS).get('server');
    expect(found?.totalSamples).toBe(1);
    expect(found?.firstSampleMs).toBe(START_MS + 8 * DAY_MS);
  });

  it('starts a pod over whose labels change, and keeps what it used', () => {
    const usage = model();
    usage.addContainer('pod', { rev: '1' }, 'server', START_MS);
    usage.addSample('pod', 'server', 'cpu', 100, START_MS);
    usage.addContainer('pod', { rev: '2' }, 'server', START_MS);
    usage.addSample('pod', 'server', 'cpu', 200, START_MS);
    expect(usage.aggregates(START_MS).get('server')?.totalSamples).toBe(2);
  });

  it('answers with copies: reading changes nothing', () => {
    const usage = model();
    usage.addContainer('pod', {}, 'server', START_MS);
    usage.addSample('pod', 'server', 'cpu', 100, START_MS);
    usage.aggregates(START_MS).get('server')?.addCpuSample(999_000, START_MS);
    expect(usage.aggregates(START_MS).get('server')?.totalSamples).toBe(1);
  });
});
