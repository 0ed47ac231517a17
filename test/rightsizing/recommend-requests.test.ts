import { describe, expect, it } from 'vitest';

import {
  type ContainerRecommendation,
  type ContainerUsage,
  recommendRequests,
  type RightsizingInput,
} from '#core/rightsizing/index.ts';

const MIB = 1024 * 1024;
const MINUTE = 60_000;
const START = Date.UTC(2026, 7, 1);

function usage(
  resource: 'cpu' | 'memory',
  values: readonly number[],
  pod = 'chat-1',
  container = 'server',
): ContainerUsage {
  const timestampsMs = values.map((_, index) => START + index * MINUTE);
  return { pod, container, resource, series: { labels: {}, timestampsMs, values } };
}

/** 1 … 100 hundredths of a core, and memory that climbs from 101 to 200 MiB. */
const cpu = usage(
  'cpu',
  Array.from({ length: 100 }, (_, index) => (index + 1) / 100),
);
const memory = usage(
  'memory',
  Array.from({ length: 100 }, (_, index) => (101 + index) * MIB),
);

const input: RightsizingInput = {
  containers: [
    { container: 'server', requests: { cpu: 2_000, memory: 1024 * MIB }, limits: { memory: 1024 * MIB } },
  ],
  usage: [cpu, memory],
  nowMs: START + 100 * MINUTE,
  source: 'test series',
};

function recommended(change: Partial<RightsizingInput> = {}): readonly ContainerRecommendation[] {
  const outcome = recommendRequests({ ...input, ...change });
  if (outcome.kind !== 'rightsizing') throw new Error('no recommendation');
  return outcome.recommendations;
}

describe('the percentile method', () => {
  it('asks for p95 + 15 % of CPU, bounded by p50 and the maximum with the same headroom', () => {
    const [found] = recommended();
    // p95 950m × 1.15 = 1092.5m, p50 505m × 1.15 = 580.75m, maximum 1000m × 1.15 = 1150m, each up to its step.
    expect(found).toMatchObject({ resource: 'cpu', lower: 590, target: 1_100, upper: 1_150 });
    expect(found?.wasteShare).toBeCloseTo(0.45, 10);
    expect(found?.basis).toEqual({
      source: 'test series',
      asOfMs: START + 99 * MINUTE,
      windowMs: 99 * MINUTE,
      method: 'p95 + 15 %',
    });
  });

  it('asks for the largest memory sample + 15 %', () => {
    const found = recommended()[1];
    // 200 MiB, × 1.15 = 230 MiB and × 1.3 = 260 MiB, each up to 16 MiB.
    expect(found).toMatchObject({ lower: 208 * MIB, target: 240 * MIB, upper: 272 * MIB });
    expect(found?.currentLimit).toBe(1024 * MIB);
  });

  it('counts an OOM kill as a need of 100 MiB or 20 % more than was asked for', () => {
    const oomKills = [{ pod: 'chat-1', container: 'server', atMs: START, requestBytes: 256 * MIB }];
    const found = recommended({ oomKills })[1];
    expect(found).toMatchObject({ lower: 368 * MIB, target: 416 * MIB });
    expect(found?.reasons.map((reason) => reason.rule)).toContain('rightsizing/oom-kill');
  });

  it('leaves out an OOM kill of another container and one that has not happened yet', () => {
    const oomKills = [
      { pod: 'chat-1', container: 'sidecar', atMs: START, requestBytes: 256 * MIB },
      { pod: 'chat-1', container: 'server', atMs: input.nowMs + 1, requestBytes: 256 * MIB },
    ];
    expect(recommended({ oomKills })[1]?.target).toBe(240 * MIB);
  });

  it('pools the samples of all pods and says so when usage touches the limit', () => {
    const second = usage(
      'cpu',
      Array.from({ length: 100 }, () => 1.98),
      'chat-2',
    );
    const found = recommended({
      usage: [cpu, second, memory],
      containers: [{ container: 'server', requests: {}, limits: { cpu: 2_000 } }],
    })[0];
    expect(found?.target).toBe(2_300);
    expect(found?.reasons.map((reason) => reason.rule)).toContain('rightsizing/limit-reached');
    expect(found).not.toHaveProperty('wasteShare');
  });

  it('never goes below the floor', () => {
    const idle = [
      usage(
        'cpu',
        cpu.series.values.map(() => 0.0001),
      ),
      usage(
        'memory',
        memory.series.values.map(() => 1 * MIB),
      ),
    ];
    const found = recommended({ usage: idle });
    expect(found.map(({ lower, target, upper }) => [lower, target, upper])).toEqual([
      [10, 10, 10],
      [32 * MIB, 32 * MIB, 32 * MIB],
    ]);
    expect(found[0]?.reasons.map((reason) => reason.rule)).toContain('rightsizing/floor');
  });

  it('gives a negative waste share when the container should ask for more', () => {
    const found = recommended({
      containers: [{ container: 'server', requests: { cpu: 550 }, limits: {} }],
    })[0];
    expect(found?.wasteShare).toBeCloseTo(-1, 10);
  });
});

describe('history', () => {
  it('does not look past now', () => {
    const found = recommended({ nowMs: START + 79 * MINUTE })[0];
    // The first 80 samples: p95 is 0.76 cores.
    expect(found?.target).toBe(880);
  });

  it('says how much it has and needs when there is too little of everything', () => {
    expect(recommendRequests({ ...input, minimumHistoryMs: 100 * MINUTE })).toEqual({
      kind: 'insufficient-data',
      haveMs: 99 * MINUTE,
      needMs: 100 * MINUTE,
    });
  });

  it('recommends what it can and names the gaps', () => {
    const outcome = recommendRequests({
      ...input,
      containers: [...input.containers, { container: 'proxy', requests: {}, limits: {} }],
    });
    expect(outcome).toMatchObject({
      kind: 'rightsizing',
      gaps: [
        { container: 'proxy', resource: 'cpu', haveMs: 0, needMs: 3_600_000 },
        { container: 'proxy', resource: 'memory', haveMs: 0, needMs: 3_600_000 },
      ],
    });
  });

  it('warns when a whole day is not covered', () => {
    expect(recommended()[0]?.reasons.map((reason) => reason.rule)).toContain('rightsizing/short-history');
  });
});
