import { describe, expect, it } from 'vitest';

import { analyzeWorkloads } from '#core/advisor/analyze.ts';
import type { ReportScaling } from '#core/advisor/workload-report.ts';
import { bundledPriceSource } from '#core/sources/pricing/index.ts';

import { type Changes, edited, exampleSources, scaled } from './example-sources.ts';

const prices = await bundledPriceSource('aws').load();

async function scalingOf(name: string, changes: Changes = {}): Promise<ReportScaling> {
  const ref = { group: 'apps', kind: 'Deployment', name };
  const options = { horizonMs: 15 * 60_000, coverage: 0.8 };
  const [report] = await analyzeWorkloads(
    await exampleSources({ prices, ...changes }),
    'prod',
    [ref],
    options,
  );
  if (report === undefined) throw new Error(`${name} is not in the recording`);
  return report.scaling;
}

describe('a workload without an HPA', () => {
  it('keeps its replicas; the policy says beside it what it would do, and on what', async () => {
    const { decidedBy, now, advice } = await scalingOf('rerank');
    expect({ decidedBy, desired: now.desiredReplicas }).toEqual({ decidedBy: 'none', desired: 6 });
    expect(advice?.policy).toMatchObject({ scaleUpThreshold: 0.8, scaleDownThreshold: 0.5 });
    expect(advice?.reasons.map(({ rule }) => rule)).toContain('scaling/share-of-target');
    expect(advice?.desiredReplicas).toBeGreaterThanOrEqual(advice?.policy.minReplicas ?? Infinity);
    expect(advice?.desiredReplicas).toBeLessThanOrEqual(advice?.policy.maxReplicas ?? 0);
  });

  it('little load: fewer, one step at a time, at a lower cost', async () => {
    const advice = (await scalingOf('rerank', { series: scaled('container-cpu-usage', 0.3) })).advice;
    // Six at the step's factor of 0.7, rounded up.
    expect(advice).toMatchObject({ desiredReplicas: 5, action: 'scale-down' });
    expect(advice?.costChangePerHour).toBeLessThan(0);
  });

  it('much load: more, by half at most', async () => {
    const advice = (await scalingOf('rerank', { series: scaled('container-cpu-usage', 4) })).advice;
    expect(advice).toMatchObject({ desiredReplicas: 9, action: 'scale-up' });
    expect(advice?.costChangePerHour).toBeGreaterThan(0);
  });

  it('a change of replicas just now starts the cooldown', async () => {
    const { advice } = await scalingOf('rerank', {
      series: (series, query) => {
        if (query.id.startsWith('container-cpu-usage{')) {
          return scaled('container-cpu-usage', 0.3)(series, query);
        }
        if (!query.id.startsWith('ready-replicas{')) return series;
        return {
          ...series,
          values: series.values.map((value, index) => (index < series.values.length - 1 ? value + 1 : value)),
        };
      },
    });
    expect(advice).toMatchObject({ desiredReplicas: 6, action: 'hold' });
    expect(advice?.reasons.map(({ rule }) => rule)).toContain('scaling/scale-down-cooldown');
  });

  describe('latency', () => {
    const object = edited('HorizontalPodAutoscaler', 'gateway', (hpa) => {
      hpa.spec.scaleTargetRef.name = 'another';
    });
    const quiet = (latency: number): NonNullable<Changes['series']> => {
      return (series, query) =>
        query.id.startsWith('latency-quantile{')
          ? scaled('latency-quantile', latency)(series, query)
          : scaled('container-cpu-usage', 0.2)(series, query);
    };

    it('fewer replicas answer later, by the queueing model', async () => {
      const { advice } = await scalingOf('gateway', { object, series: quiet(0.05) });
      expect(advice?.action).toBe('scale-down');
      const { latency } = advice ?? {};
      expect(latency?.p95SecondsAfter).toBeGreaterThan(latency?.p95Seconds ?? Infinity);
      expect(latency?.assumption).toContain('M/M/c');
    });

    it('says nothing where the model would have busy replicas and their CPU is idle', async () => {
      const { advice } = await scalingOf('gateway', { object, series: quiet(1) });
      expect(advice?.action).toBe('scale-down');
      expect(advice?.latency).toBeUndefined();
    });
  });

  it('has no advice without a CPU request: what a replica is to carry is not known', async () => {
    const object = edited('Deployment', 'rerank', (deployment) => {
      deployment.spec.template.spec.containers[0].resources = {};
    });
    expect((await scalingOf('rerank', { object })).advice).toBeUndefined();
  });
});

describe('a workload with an HPA', () => {
  it('is not one without where its HPA lacks a part: it is named, with what is missing', async () => {
    const object = edited('HorizontalPodAutoscaler', 'gateway', (hpa) => {
      delete hpa.spec.maxReplicas;
    });
    const { decidedBy, hpa, advice, notes } = await scalingOf('gateway', { object });
    expect({ decidedBy, hpa, advice }).toEqual({ decidedBy: 'none', hpa: 'gateway', advice: undefined });
    expect(notes).toEqual(['HPA gateway lacks maxReplicas or a part of a metric: it cannot decide']);
  });

  it('has no advice: the HPA decides', async () => {
    expect((await scalingOf('gateway')).advice).toBeUndefined();
  });

  it('at its maximum for long: proposes a higher one, with the share of the day', async () => {
    const object = edited('HorizontalPodAutoscaler', 'gateway', (hpa) => {
      hpa.spec.maxReplicas = 4;
    });
    const { hpaProposals = [] } = await scalingOf('gateway', { object });
    const raise = hpaProposals.find(({ field }) => field === 'maxReplicas');
    expect(raise).toMatchObject({ from: 4, to: 6 });
    expect(raise?.evidence).toMatch(/^at maxReplicas for \d+ % of the last day$/);
  });

  it('always at its minimum and asking for less: proposes a lower one, never below two', async () => {
    const object = edited('HorizontalPodAutoscaler', 'gateway', (hpa) => {
      hpa.spec.minReplicas = 9;
      hpa.spec.maxReplicas = 12;
    });
    const quiet: Changes['series'] = (series, query) =>
      query.id.startsWith('ready-replicas{')
        ? { ...series, values: series.values.map(() => 9) }
        : scaled('container-cpu-usage', 0.1)(series, query);
    const replicas = edited('Deployment', 'gateway', (deployment) => {
      deployment.spec.replicas = 9;
    });
    const { hpaProposals = [] } = await scalingOf('gateway', {
      object: (each) => replicas(object(each)),
      series: quiet,
    });
    expect(hpaProposals).toMatchObject([{ field: 'minReplicas', from: 9, to: 2 }]);
  });

  it('proposes nothing for a steady one within its bounds', async () => {
    const series: Changes['series'] = (each, query) =>
      query.id.startsWith('ready-replicas{') ? { ...each, values: each.values.map(() => 4) } : each;
    expect((await scalingOf('gateway', { series })).hpaProposals).toBeUndefined();
  });
});
