import { beforeAll, describe, expect, it } from 'vitest';

import { analyzeCluster } from '#core/advisor/cluster-report/analyze-cluster.ts';
import type { ClusterReport } from '#core/advisor/cluster-report/cluster-report.ts';
import type { KubernetesObject } from '#core/manifest/kubernetes-object.ts';
import { bundledPriceSource } from '#core/sources/pricing/index.ts';

import { type Changes, edited, exampleSources, scaled } from '../example-sources.ts';

const aws = await bundledPriceSource('aws').load();

async function reportOf(changes: Changes = {}, plan = false): Promise<ClusterReport> {
  const sources = await exampleSources({ prices: aws, ...changes });
  return analyzeCluster(sources, 'prod', {
    cost: plan ? { plan: { timeLimitMs: 60_000, clockMs: () => 0, rounds: 20 } } : {},
    analysis: { horizonMs: 900_000, coverage: 0.8 },
    findings: [{ ruleId: 'a', severity: 'error', object: 'prod/x', message: 'm', why: 'w' }],
  });
}

/** The report of a cluster in which one object is other than recorded. */
function withChange(kind: string, name: string, edit: (object: any) => void): Promise<ClusterReport> {
  return reportOf({ object: edited(kind, name, edit) });
}

describe('the report of a cluster', () => {
  let report: ClusterReport;
  beforeAll(async () => {
    report = await reportOf({}, true);
  }, 120_000);

  it('says what each namespace, workload and node costs, so that all of them add up to the bill', () => {
    const { cost, namespaces, nodes } = report;
    const sum = (amounts: readonly number[]): number => amounts.reduce((total, each) => total + each, 0);
    expect(cost.now.perHour).toBeGreaterThan(5);
    expect(sum(namespaces.map((row) => row.perHour)) + cost.idle.perHour).toBeCloseTo(cost.now.perHour, 9);
    expect(sum(cost.rows.map((row) => row.perHour)) + cost.idle.perHour).toBeCloseTo(cost.now.perHour, 9);
    expect(nodes).toHaveLength(16);
    expect(sum(nodes.map(({ perHour = 0 }) => perHour))).toBeCloseTo(cost.now.perHour, 9);
    expect(sum(nodes.map(({ idlePerHour = 0 }) => idlePerHour))).toBeCloseTo(cost.idle.perHour, 9);
  });

  it('has savings whose sequence adds up to the total exactly, in ten-thousandths', () => {
    const { actions, total } = report.cost.plan!;
    const tenThousandths = (amount: number): number => Math.round(amount * 10_000);
    expect(total.savingPerHour).toBeGreaterThan(0);
    expect(actions.reduce((sum, each) => sum + tenThousandths(each.inSequence.savingPerHour), 0)).toBe(
      tenThousandths(total.savingPerHour),
    );
  });

  it('says what is requested and not needed, the most first', () => {
    const { rows, unusedPerHour, idlePerHour } = report.waste;
    // 4 cores are requested, 1.65 are needed: 59 % less, and CPU is what its nodes run out of first.
    expect(rows[0]).toMatchObject({ workload: 'prod/rerank', cpu: { requested: 4, needed: 1.65 } });
    expect(rows[0]!.unusedPerHour / rows[0]!.perHour).toBeCloseTo(1 - 1.65 / 4, 6);
    expect(rows.reduce((sum, row) => sum + row.unusedPerHour, 0)).toBeCloseTo(unusedPerHour, 12);
    expect(idlePerHour).toBe(report.cost.idle.perHour);
    // Its share of the node is the whole GPU's.
    expect(rows.find(({ workload }) => workload === 'prod/llm-chat')).toMatchObject({ unusedPerHour: 0 });
  });

  it('shows the last day of demand and what is ahead, trusted forecasts first', () => {
    const { forecasts } = report;
    expect(forecasts[0]).toMatchObject({ workload: 'prod/embed', forecast: { trusted: true } });
    expect(forecasts[0]!.history.values).toHaveLength(288);
    const end = Date.parse(forecasts[0]!.history.start) + 287 * 300_000;
    expect(new Date(end).toISOString()).toBe('2026-11-19T10:00:00.000Z');
    expect(forecasts.at(-1)).toMatchObject({
      workload: 'prod/llm-code',
      note: expect.stringContaining('are needed'),
    });
  });

  it('keeps the findings that it was given, and names HPAs that cannot act', () => {
    expect(report.findings).toMatchObject([{ object: 'prod/x' }]);
    expect(report.risks.slice(0, 2)).toMatchObject([
      { id: 'autoscaler-blind', subject: 'prod/image-caption', severity: 'error' },
      { id: 'autoscaler-blind', subject: 'prod/llm-code', severity: 'error' },
    ]);
  });

  it.each([
    [
      'at-maximum',
      'prod/gateway',
      () =>
        withChange('HorizontalPodAutoscaler', 'gateway', ({ spec }) => {
          spec.maxReplicas = 4;
          for (const { resource } of spec.metrics) if (resource) resource.target.averageUtilization = 1;
        }),
    ],
    [
      'pending-pods',
      'prod',
      () =>
        withChange('Pod', 'rerank', (pod) => {
          delete pod.spec.nodeName;
          pod.status.phase = 'Pending';
        }),
    ],
    [
      'node-not-ready',
      'gpu-spot-bc9xs',
      () =>
        withChange('Node', 'gpu-spot-bc9xs', ({ status }) => {
          for (const each of status.conditions) if (each.type === 'Ready') each.status = 'False';
        }),
    ],
    [
      'not-ready',
      'prod/rerank',
      () =>
        withChange('Deployment', 'rerank', ({ status }) => {
          status.readyReplicas = 1;
        }),
    ],
    [
      'requests-too-little',
      'prod/rerank',
      () => reportOf({ series: scaled('container-memory-working-set', 4) }),
    ],
  ] as const)(
    'finds %s of %s once it is so, and not before',
    async (id, subject, changed) => {
      const isIt = (each: ClusterReport['risks'][number]): boolean =>
        each.id === id && each.subject === subject;
      expect(report.risks.filter(isIt)).toEqual([]);
      expect((await changed()).risks.filter(isIt)).toHaveLength(1);
    },
    60_000,
  );

  it('goes on where there are no metrics, and says so', async () => {
    const { cluster, prices, clock } = await exampleSources({ prices: aws });
    const without = await analyzeCluster({ cluster, prices: prices!, clock }, undefined, {
      cost: {},
      analysis: { horizonMs: 900_000, coverage: 0.8 },
      findings: [],
    });
    expect(without.cost.now.perHour).toBe(report.cost.now.perHour);
    expect(without).toMatchObject({ forecasts: [], waste: { rows: [], unusedPerHour: 0 } });
    expect(without.cost.notes.join()).toContain('without metrics');
  });

  it('of an empty cluster costs nothing and does not fall over', async () => {
    const sources = await exampleSources({ prices: aws });
    const list = (): Promise<readonly KubernetesObject[]> => Promise.resolve([]);
    const empty = await analyzeCluster({ ...sources, cluster: { ...sources.cluster, list } }, undefined, {
      cost: { plan: { timeLimitMs: 1000, clockMs: () => 0, rounds: 5 } },
      analysis: { horizonMs: 900_000, coverage: 0.8 },
      findings: [],
    });
    expect(empty).toMatchObject({ nodes: [], namespaces: [], risks: [], forecasts: [] });
    expect(empty.cost).toMatchObject({ now: { perHour: 0 }, plan: { total: { savingPerHour: 0 } } });
  });

  it('says how many questions a recording has no answer to, and reports the rest', async () => {
    const all = await analyzeCluster(await exampleSources({ prices: aws }), undefined, {
      cost: {},
      analysis: { horizonMs: 900_000, coverage: 0.8 },
      findings: [],
    });
    expect(all.notes.filter((note) => note.includes('have no answer in recording'))).toHaveLength(1);
    expect(all.waste).toEqual(report.waste);
  });
});
