import { describe, expect, it } from 'vitest';

import { type ContainerUsage, recommendRequests, type RightsizingInput } from '#core/rightsizing/index.ts';

const MIB = 1024 * 1024;
const START_MS = Date.UTC(2026, 7, 1);

function usage(
  resource: 'cpu' | 'memory',
  of: (index: number) => number,
  { pod = 'chat-1', container = 'server', stepMs = 60_000, count = 1440 } = {},
): ContainerUsage {
  const timestampsMs = Array.from({ length: count }, (_, index) => START_MS + index * stepMs);
  const values = timestampsMs.map((_, index) => of(index));
  return { pod, container, resource, series: { labels: {}, timestampsMs, values } };
}

/** Of the vector "A day of steady use, a sample a minute", which was run against VPA 1.8.1. */
const EXPECTED = { lower: 246, target: 247, upper: 494, memoryTarget: 511_772_986 };

const input: RightsizingInput = {
  containers: [{ container: 'server', requests: { cpu: 1_000 }, limits: { cpu: 2_000 } }],
  usage: [usage('cpu', () => 0.2), usage('memory', () => 400 * MIB)],
  nowMs: START_MS + 86_400_000,
  source: 'test series',
  method: 'vpa',
};

function recommended(change: Partial<RightsizingInput> = {}) {
  const outcome = recommendRequests({ ...input, ...change });
  if (outcome.kind !== 'rightsizing') throw new Error('no recommendation');
  return outcome.recommendations;
}

describe('the vpa method', () => {
  it('gives what the recommender would, unrounded', () => {
    const [cpu, memory] = recommended();
    expect([cpu?.lower, cpu?.target, cpu?.upper]).toEqual([EXPECTED.lower, EXPECTED.target, EXPECTED.upper]);
    expect(memory?.target).toBe(EXPECTED.memoryTarget);
    expect(cpu?.method).toBe('vpa');
    expect(cpu?.basis.method).toBe('VPA 1.8.1 recommender, a sample every 60 s');
  });

  it('keeps the proportion of limit and request', () => {
    expect(recommended()[0]?.targetLimit).toBe(2 * EXPECTED.target);
  });

  it('says when samples are too far apart for the confidence to be that of a live recommender', () => {
    const coarse = [
      usage('cpu', () => 0.2, { stepMs: 3_600_000, count: 24 }),
      usage('memory', () => 400 * MIB, { stepMs: 3_600_000, count: 24 }),
    ];
    const [cpu] = recommended({ usage: coarse });
    expect(cpu?.reasons.map((reason) => reason.rule)).toContain('rightsizing/coarse-samples');
    expect(cpu?.upper).toBeGreaterThan(10 * EXPECTED.upper);
    expect(cpu?.target).toBe(EXPECTED.target);
  });

  it('splits the per-pod minimum with a container that only the usage knows', () => {
    const idle = [usage('cpu', () => 0.001), usage('memory', () => MIB)];
    const withSidecar = [...idle, usage('cpu', () => 0.001, { container: 'injected' })];
    expect(recommended({ usage: idle })[0]?.target).toBe(25);
    expect(recommended({ usage: withSidecar })[0]?.target).toBe(12);
  });

  it('takes OOM kills into the memory peaks', () => {
    const kill = { pod: 'chat-1', container: 'server', atMs: START_MS + 3_600_000, requestBytes: 1024 * MIB };
    const [cpu, memory] = recommended({ oomKills: [kill] });
    expect(cpu?.target).toBe(EXPECTED.target);
    expect(memory?.target).toBeGreaterThan(1024 * 1.2 * MIB);
  });

  it('explains each figure', () => {
    const rules = recommended()[0]?.reasons.map((reason) => reason.rule);
    expect(rules).toEqual(['vpa/target', 'vpa/lowerBound', 'vpa/upperBound']);
  });
});
