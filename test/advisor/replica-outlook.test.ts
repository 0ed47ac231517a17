import { describe, expect, it } from 'vitest';

import type { AdvisorSources } from '#core/advisor/analyze.ts';
import { analyzeWorkloads } from '#core/advisor/analyze.ts';
import { predictDemand, type SeriesPredictionOptions } from '#core/advisor/predict.ts';
import type { ScopedEvent } from '#core/forecast/index.ts';
import { SourceError } from '#core/ports/index.ts';

import { edited, exampleSources, scaled } from './example-sources.ts';

const chat = { group: 'apps', kind: 'Deployment', namespace: 'prod', name: 'llm-chat' };
const horizon = { horizonMs: 60 * 60_000, coverage: 0.8 };

async function replicasOf(
  sources: AdvisorSources,
  name = chat.name,
  options: Partial<SeriesPredictionOptions> = {},
) {
  const { metrics, cluster, clock } = sources;
  if (metrics === undefined) throw new Error('the example has metrics');
  const subject = { workload: { ...chat, name } };
  const report = await predictDemand({ metrics, cluster, clock }, subject, { ...horizon, ...options });
  if (report.replicas === undefined) throw new Error('a workload has replicas');
  return { report, replicas: report.replicas };
}

/** A surge that the past does not show. */
function surge(factor: number, nowMs: number): readonly ScopedEvent[] {
  return [{ name: 'launch', fromMs: nowMs, toMs: nowMs + 2 * horizon.horizonMs, factor }];
}

describe('the replicas beside a forecast', () => {
  it('are those that ran, and at each point those that analyze would say', async () => {
    const sources = await exampleSources();
    const { report, replicas } = await replicasOf(sources);
    expect(replicas).toMatchObject({
      current: 5,
      hpa: 'llm-chat',
      minReplicas: 2,
      maxReplicas: 16,
      notes: [],
    });
    expect(replicas.history?.values.length).toBeGreaterThan(12 * 24 - 2);
    expect(replicas.planned?.map(({ at }) => at)).toEqual(report.forecast?.points.map(({ at }) => at));
    for (const { replicas: count, lower, upper } of replicas.planned ?? []) {
      expect(lower).toBeLessThanOrEqual(count);
      expect(upper).toBeGreaterThanOrEqual(count);
    }
    expect(replicas.planned?.some(({ lower, upper }) => lower < upper)).toBe(true);
    // The same horizon on the same demand: the last point is analyze's decision ahead.
    const [analyzed] = await analyzeWorkloads(sources, 'prod', [chat], horizon);
    expect(replicas.planned?.at(-1)?.replicas).toBe(analyzed?.scaling.ahead?.desiredReplicas);
  });

  it('reach at a pace of one pod a minute what the metrics ask for, and stop where scaling up is disabled', async () => {
    const [{ clock }, paced, stopped] = await Promise.all([
      exampleSources(),
      exampleSources({
        object: edited('HorizontalPodAutoscaler', 'llm-chat', ({ spec }) => {
          spec.behavior = { scaleUp: { policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] } };
        }),
      }),
      exampleSources({
        object: edited('HorizontalPodAutoscaler', 'llm-chat', ({ spec }) => {
          spec.behavior = { scaleUp: { selectPolicy: 'Disabled' } };
        }),
      }),
    ]);
    const events = { events: surge(2.5, clock.now()) };
    const most = async (sources: AdvisorSources) =>
      Math.max(
        ...((await replicasOf(sources, 'llm-chat', events)).replicas.planned ?? []).map(
          ({ replicas }) => replicas,
        ),
      );
    expect(await most(paced)).toBe(await most(await exampleSources()));
    expect(await most(paced)).toBeGreaterThan(6);
    expect(await most(stopped)).toBe(5);
  });

  it('are not planned without an HPA, a workload or a cluster that answers, and it is said why', async () => {
    const without = await exampleSources({
      object: edited('HorizontalPodAutoscaler', 'llm-chat', ({ spec }) => {
        spec.scaleTargetRef.name = 'another';
      }),
    });
    const { replicas } = await replicasOf(without);
    expect(replicas.planned).toBeUndefined();
    expect(replicas.notes).toEqual(['no HPA targets it: replicas stay at 5']);
    expect(replicas.history?.values).toContain(5);

    const silent = await exampleSources();
    const code = 'unreachable' as const;
    const down = () =>
      Promise.reject(new SourceError({ code, source: 'context a', message: 'context a: no answer' }));
    const { report, replicas: alone } = await replicasOf({
      ...silent,
      cluster: { ...silent.cluster, get: down },
    });
    expect(report.forecast?.points.length).toBe(12);
    expect(alone.notes).toEqual(['nothing is planned: context a: no answer']);
  });

  it('say that there is no history of them, and that nothing is planned where the HPA has no samples', async () => {
    const blind = await exampleSources({
      series: (series, query) =>
        /^(ready-replicas|pods-metric)/.test(query.id) ? { ...series, timestampsMs: [], values: [] } : series,
    });
    const { replicas } = await replicasOf(blind);
    expect(replicas.notes.join('\n')).toMatch(/no history of its ready replicas\nthe HPA cannot act/);
    expect(replicas.planned).toBeUndefined();
  });

  it('follow the metric that the HPA goes by', async () => {
    const sources = await exampleSources({ series: scaled('pods-metric', 2) });
    const { replicas } = await replicasOf(sources);
    expect(replicas.planned?.at(-1)?.replicas).toBe(10);
  });
});
