import { describe, expect, it } from 'vitest';

import {
  AggregateContainerState,
  DEFAULT_RECOMMENDER_CONFIG,
  readCheckpoint,
  recommend,
  writeCheckpoint,
} from '#core/vpa/index.ts';

const NOW_MS = Date.UTC(2026, 7, 2, 12, 30, 15, 250);
const HOUR_MS = 3_600_000;

function filled(): AggregateContainerState {
  const state = new AggregateContainerState(DEFAULT_RECOMMENDER_CONFIG, 0);
  for (let hour = 0; hour < 48; hour++) state.addCpuSample(100 + hour, NOW_MS - (48 - hour) * HOUR_MS);
  state.addMemoryPeak(500_000_000, NOW_MS);
  return state;
}

const identity = { vpa: 'chat', container: 'server', namespace: 'ml', nowMs: NOW_MS };

function read(
  change: (status: Record<string, unknown>) => void,
  object = writeCheckpoint(filled(), identity),
) {
  const copy = structuredClone(object) as typeof object & { status: Record<string, unknown> };
  change(copy.status);
  return readCheckpoint(copy, DEFAULT_RECOMMENDER_CONFIG, NOW_MS);
}

describe('writeCheckpoint', () => {
  it('writes the object that the recommender writes', () => {
    expect(writeCheckpoint(filled(), identity)).toMatchObject({
      apiVersion: 'autoscaling.k8s.io/v1',
      kind: 'VerticalPodAutoscalerCheckpoint',
      metadata: { name: 'chat-server', namespace: 'ml' },
      spec: { vpaObjectName: 'chat', containerName: 'server' },
      status: {
        version: 'v3',
        lastUpdateTime: '2026-08-02T12:30:15Z',
        firstSampleStart: '2026-07-31T12:30:15Z',
        lastSampleStart: '2026-08-02T11:30:15Z',
        totalSamplesCount: 48,
        memoryHistogram: { bucketWeights: { 25: 10_000 } },
      },
    });
  });

  it('writes null for times that there are not, and leaves empty histograms empty', () => {
    const empty = new AggregateContainerState(DEFAULT_RECOMMENDER_CONFIG, 0);
    expect(writeCheckpoint(empty, { vpa: 'chat', container: 'server', nowMs: NOW_MS }).status).toEqual({
      version: 'v3',
      lastUpdateTime: '2026-08-02T12:30:15Z',
      firstSampleStart: null,
      lastSampleStart: null,
      cpuHistogram: { referenceTimestamp: null },
      memoryHistogram: { referenceTimestamp: null },
    });
  });
});

describe('readCheckpoint', () => {
  it('gives the recommendation that was saved', () => {
    const state = filled();
    const found = read(() => undefined);
    if (!found.ok) throw new Error(found.error);
    expect(found.value).toMatchObject({ vpa: 'chat', container: 'server' });
    const figures = (of: AggregateContainerState) =>
      recommend({ config: DEFAULT_RECOMMENDER_CONFIG, aggregates: new Map([['server', of]]) }).map(
        ({ target, uncappedTarget }) => ({ target, uncappedTarget }),
      );
    expect(figures(found.value.state)).toEqual(figures(state));
  });

  it.each([
    [
      'another data version',
      (status: Record<string, unknown>) => {
        status.version = 'v2';
      },
      'VerticalPodAutoscalerCheckpoint chat-server: status.version is "v2", and only v3 can be read.',
    ],
    [
      'a bucket that there is not',
      (status: Record<string, unknown>) => {
        status.cpuHistogram = { totalWeight: 1, bucketWeights: { '176': 1 } };
      },
      "VerticalPodAutoscalerCheckpoint chat-server: status.cpuHistogram: bucket 176 is not one of the histogram's 0 … 175.",
    ],
    [
      'a weight that is no number',
      (status: Record<string, unknown>) => {
        status.memoryHistogram = { totalWeight: 1, bucketWeights: { '3': 'heavy' } };
      },
      'VerticalPodAutoscalerCheckpoint chat-server: status.memoryHistogram.bucketWeights has "3": "heavy", no bucket and weight.',
    ],
    [
      'a negative total',
      (status: Record<string, unknown>) => {
        status.memoryHistogram = { totalWeight: -1, bucketWeights: {} };
      },
      'VerticalPodAutoscalerCheckpoint chat-server: status.memoryHistogram: the total weight is -1, and a weight is never negative.',
    ],
    [
      'a time that is none',
      (status: Record<string, unknown>) => {
        status.lastSampleStart = 'yesterday';
      },
      'VerticalPodAutoscalerCheckpoint chat-server: status.lastSampleStart is "yesterday", not a time such as 2026-08-01T00:00:00Z.',
    ],
    [
      'a count that is none',
      (status: Record<string, unknown>) => {
        status.totalSamplesCount = 'many';
      },
      'VerticalPodAutoscalerCheckpoint chat-server: status.totalSamplesCount is not a number.',
    ],
  ])('refuses %s', (_what, change, message) => {
    expect(read(change)).toEqual({ ok: false, error: message });
  });

  it('refuses another kind, and a checkpoint that names nothing', () => {
    const object = writeCheckpoint(filled(), identity);
    expect(readCheckpoint({ ...object, kind: 'ConfigMap' }, DEFAULT_RECOMMENDER_CONFIG, 0)).toMatchObject({
      error: 'ConfigMap chat-server is no VerticalPodAutoscalerCheckpoint of group autoscaling.k8s.io.',
    });
    expect(readCheckpoint({ ...object, spec: {} }, DEFAULT_RECOMMENDER_CONFIG, 0)).toMatchObject({
      error:
        'VerticalPodAutoscalerCheckpoint chat-server: spec.vpaObjectName and spec.containerName must be texts.',
    });
  });
});
