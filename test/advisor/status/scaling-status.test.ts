import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

import { scalingStatus, type StatusReport } from '#core/advisor/index.ts';
import type { KubernetesObject } from '#core/manifest/kubernetes-object.ts';
import { adapterForecastFallbacks, adapterForecastInUse } from '#core/promql/index.ts';
import { openRecording } from '#core/sources/recording/index.ts';
import { memoryCluster, memoryMetrics, memoryMetricsApis } from '#core/testing/index.ts';

const { objects, clock } = await openRecording(
  fileURLToPath(new URL('../../fixtures/incident', import.meta.url)),
);
const nowMs = clock.now();
const options = {};

const pod = { group: '', kind: 'Pod' };
const node = { group: '', kind: 'Node' };

function status(
  changed: readonly KubernetesObject[] = objects,
  extra: Partial<Parameters<typeof scalingStatus>[0]> = {},
): Promise<StatusReport> {
  return scalingStatus({ cluster: memoryCluster(changed), clock, ...extra }, { namespace: 'prod' }, options);
}

/** The objects with one field of one of them changed. */
function withField(kind: string, name: string, path: readonly string[], value: unknown): KubernetesObject[] {
  return objects.map((object) => {
    if (object.kind !== kind || object.metadata.name !== name) return object;
    const copy = structuredClone(object) as unknown as Record<string, unknown>;
    const parent = path.slice(0, -1).reduce<Record<string, unknown>>((at, key) => at[key] as never, copy);
    parent[path.at(-1) ?? ''] = value;
    return copy as unknown as KubernetesObject;
  });
}

describe('HPAs at their maximum', () => {
  it('asks what the metrics want: 3 replicas at 31 of 10 are 10, and says how many of the 7 missing find a node', async () => {
    const { atMaximum } = await status();
    expect(atMaximum).toEqual([
      {
        namespace: 'prod',
        hpa: 'search',
        target: 'Deployment/search',
        replicas: 3,
        maxReplicas: 3,
        sinceSeconds: 18 * 60,
        wantedReplicas: 10,
        // general-1 has 4 cores, of which 2 are taken; the others are tainted and cordoned.
        roomForReplicas: 2,
        metrics: [{ metric: 'queue_depth', value: '31/pod', target: '10/pod' }],
      },
    ]);
  });

  it('leaves out an HPA that is meant to be fixed, and one below its maximum', async () => {
    const fixed = await status(withField('HorizontalPodAutoscaler', 'search', ['spec', 'minReplicas'], 3));
    const below = await status(withField('HorizontalPodAutoscaler', 'search', ['spec', 'maxReplicas'], 4));
    expect([fixed.atMaximum, below.atMaximum]).toEqual([[], []]);
  });
});

describe('HPAs that do nothing', () => {
  it('takes the controller’s word, apart from what is about a metric', async () => {
    const { inactive } = await status();
    expect(inactive.map(({ hpa, reason, replicas }) => [hpa, reason, replicas])).toEqual([
      ['nightly', 'ScalingDisabled', 0],
    ]);
  });

  it('names one that the controller never looked at, once it has had the time', async () => {
    const unseen = withField('HorizontalPodAutoscaler', 'embed', ['status'], {});
    expect((await status(unseen)).inactive.map(({ hpa, reason }) => [hpa, reason])).toContainEqual([
      'embed',
      'NotSynced',
    ]);
    const created = new Date(nowMs - 20_000).toISOString();
    const young = unseen.map((object) =>
      object.metadata.name === 'embed' && object.kind === 'HorizontalPodAutoscaler'
        ? { ...object, metadata: { ...object.metadata, creationTimestamp: created } }
        : object,
    );
    expect((await status(young)).inactive.map(({ hpa }) => hpa)).not.toContain('embed');
  });
});

describe('metrics', () => {
  it('without a value by the HPA’s status', async () => {
    const { blind } = await status();
    expect(blind).toMatchObject([
      {
        hpa: 'asr',
        metric: 'gpu_utilization',
        problem: 'missing',
        effect: 'holds',
        sinceSeconds: 360,
        replicas: 2,
      },
    ]);
  });

  it.each([
    ['fresh', { values: { a: '31' }, timestampMs: nowMs - 60_000 }, []],
    ['old', { values: { a: '31' }, timestampMs: nowMs - 600_000 }, [['search', 'stale', 'old-value', 600]]],
    ['of no pod', { values: {} }, [['search', 'missing', 'holds', undefined]]],
  ] as const)('of the metrics API that are %s', async (_title, answer, expected) => {
    const served = [
      { metric: 'pods/queue_depth', ...answer },
      { metric: 'pods/gpu_utilization', values: { a: '70' }, timestampMs: nowMs },
      { metric: 'pods/forecast_requests_per_second', values: { a: '20' }, timestampMs: nowMs },
    ];
    const { blind } = await status(objects, { apis: memoryMetricsApis(served) });
    const others = blind.filter(({ hpa }) => hpa !== 'asr');
    expect(others.map(({ hpa, problem, effect, ageSeconds }) => [hpa, problem, effect, ageSeconds])).toEqual(
      expected,
    );
  });
});

describe('pods that wait', () => {
  it('are together by owner, oldest first, each with what holds it', async () => {
    const { pending } = await status();
    expect(
      pending.map(({ owner, pods, state, pendingSeconds }) => [owner, pods.length, state, pendingSeconds]),
    ).toEqual([
      ['Deployment/embed', 1, 'starting', 600],
      ['Deployment/rerank', 2, 'unschedulable', 240],
      ['Deployment/batch', 1, 'gated', 60],
    ]);
    const rerank = pending.find(({ owner }) => owner === 'Deployment/rerank');
    expect(rerank?.check).toMatchObject({ nodes: 3, fitting: 0 });
    expect(rerank?.check?.blockers.map(({ reason, nodes, detail }) => [reason, nodes, detail])).toEqual([
      ['Insufficient nvidia.com/gpu', 1, 'needs 1, and such a node has none'],
      ['node(s) had untolerated taint(s)', 1, 'spot=true:NoSchedule'],
      ['node(s) were unschedulable', 1, undefined],
    ]);
  });

  it('fit where a node takes them', async () => {
    const { pending } = await status(withField('Node', 'gpu-1', ['spec', 'taints'], []));
    expect(pending.find(({ owner }) => owner === 'Deployment/rerank')?.check).toMatchObject({ fitting: 1 });
  });
});

describe('forecasts', () => {
  const series = (labels: Readonly<Record<string, string>>, value: number) => ({
    labels,
    timestampsMs: [nowMs],
    values: [value],
  });
  const inUse = (value: number) => ({
    [adapterForecastInUse().id]: [
      series({ metric: 'forecast_requests_per_second', exported_namespace: 'prod', object: 'x' }, value),
    ],
    [adapterForecastFallbacks().id]: [
      series({ metric: 'forecast_requests_per_second', reason: 'untrusted' }, 3),
    ],
  });
  const withMetrics = (value: number): Promise<StatusReport> =>
    status(objects, { openMetrics: () => Promise.resolve(memoryMetrics(inUse(value))) });

  it('are on or off by the adapter’s own metrics, with its reason', async () => {
    expect(await withMetrics(1)).toMatchObject({ forecastsOff: [], quiet: { forecastsOn: 1 } });
    expect(await withMetrics(0)).toMatchObject({
      forecastsOff: [
        { hpa: 'embed', metric: 'forecast_requests_per_second', why: expect.stringContaining('no pattern') },
      ],
      quiet: { forecastsOn: 0, hpas: 0, hpasInAll: 4 },
    });
  });

  it('are not known without Prometheus, which is said', async () => {
    const { notes, forecastsOff } = await status();
    expect(forecastsOff).toEqual([]);
    expect(notes).toEqual([expect.stringMatching(/not known: no Prometheus/)]);
  });
});

it('goes on without the right to list nodes or pods, and says what is lost', async () => {
  const { pending, notes, atMaximum } = await scalingStatus(
    { cluster: memoryCluster(objects, { forbidden: [node] }), clock },
    {},
    options,
  );
  expect(pending.find(({ owner }) => owner === 'Deployment/rerank')).not.toHaveProperty('check');
  expect(atMaximum[0]).not.toHaveProperty('roomForReplicas');
  expect(notes[0]).toMatch(/may not list Node: pods are not checked/);
  const blind = await scalingStatus(
    { cluster: memoryCluster(objects, { forbidden: [pod] }), clock },
    {},
    options,
  );
  expect(blind.pending).toEqual([]);
  expect(blind.notes.join('\n')).toMatch(/may not list Pod/);
});

describe('HPAs of which the controller says nothing', () => {
  it('are not called fine', async () => {
    const silent = objects.map((object) =>
      object.kind === 'HorizontalPodAutoscaler'
        ? { ...object, status: { currentReplicas: 1, observedGeneration: 1 } }
        : object,
    );
    const [before, after] = [await status(), await status(silent)];
    expect(before.quiet.hpas).toBeGreaterThan(0);
    expect(before.notes.join()).not.toContain('the controller says nothing');
    expect(after.quiet).toMatchObject({ hpas: 0, hpasInAll: before.quiet.hpasInAll });
    expect(after.notes.join()).toContain('the controller says nothing of prod/');
  });

  it('are decided as explain decides, with the metrics of a recording', async () => {
    const recording = await openRecording(
      fileURLToPath(new URL('../../../examples/platform/recording', import.meta.url)),
    );
    const { cluster, metrics } = recording;
    const report = await scalingStatus(
      { cluster, clock: recording.clock, openMetrics: () => Promise.resolve(metrics) },
      { namespace: 'prod' },
      options,
    );
    expect(report.inactive.map(({ hpa, reason }) => [hpa, reason])).toEqual([
      ['image-caption', 'AmbiguousSelector'],
      ['image-caption-nights', 'AmbiguousSelector'],
    ]);
    expect(report.blind).toMatchObject([
      { hpa: 'llm-code', metric: 'cpu', problem: 'missing', effect: 'holds', replicas: 1 },
    ]);
    expect(report.atMaximum).toEqual([]);
    expect(report.quiet).toMatchObject({ hpas: 3, hpasInAll: 6 });
    expect(report.notes.join()).toMatch(
      /says nothing of prod\/embed, .*: whether they can act was decided here/,
    );
  });

  it('stay unknown where no metric of theirs is known, unless their pods have several', async () => {
    const recording = await openRecording(
      fileURLToPath(new URL('../../../examples/platform/recording', import.meta.url)),
    );
    const report = await scalingStatus(recording, { namespace: 'prod' }, options);
    expect(report.inactive.map(({ hpa }) => hpa)).toEqual(['image-caption', 'image-caption-nights']);
    expect(report.blind).toEqual([]);
    expect(report.notes.join()).toMatch(
      /says nothing of prod\/embed, .*: whether they can act is not known here/,
    );
  });
});
