import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { type HpaView, hpaView, pathOfHpaBehavior, pathOfHpaMetric } from '#core/apis/hpa.ts';
import type { HpaMetricField } from '#core/apis/hpa-metric-spelling.ts';
import type { KubernetesObject } from '#core/manifest/kubernetes-object.ts';
import { parseQuantity, type Quantity } from '#core/units/quantity.ts';

import { hpaInEveryVersion, type HpaVersions } from './hpa-versions.ts';

const versions = ['v1', 'v2beta1', 'v2beta2', 'v2'] as const satisfies (keyof HpaVersions)[];

function quantity(text: string): Quantity {
  const parsed = parseQuantity(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
}

function view(object: KubernetesObject): HpaView {
  const read = hpaView(object);
  if (!read) throw new Error('no HPA');
  return read;
}

function hpaOf(version: string, spec: unknown, rest: object = {}): KubernetesObject {
  return {
    apiVersion: `autoscaling/${version}`,
    kind: 'HorizontalPodAutoscaler',
    metadata: {},
    spec,
    ...rest,
  };
}

function valueAt(object: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce((value: unknown, segment) => (value as Record<string, unknown>)[segment], object);
}

describe('hpaView', () => {
  it('reads the same HPA from every version', () => {
    const comparable = (object: KubernetesObject): object => {
      const read = view(object);
      return { ...read, version: 'any', metadata: { ...read.metadata, annotations: {} } };
    };
    const inV2 = comparable(hpaInEveryVersion.v2);
    expect(comparable(hpaInEveryVersion.v2beta2)).toEqual(inV2);
    expect(comparable(hpaInEveryVersion.v2beta1)).toEqual(inV2);
    expect(comparable(hpaInEveryVersion.v1)).toEqual(inV2);
  });

  it('reads the same from what Kubernetes 1.37.2 itself makes of the v2 object', () => {
    // The answer of k8s.io/kubernetes' own conversion (pkg/apis/autoscaling) to `hpaInEveryVersion.v2`.
    const fixture = new URL('../fixtures/hpa-v1-converted.json', import.meta.url);
    const converted = JSON.parse(readFileSync(fixture, 'utf8')) as KubernetesObject;
    const [read, inV2] = [view(converted), view(hpaInEveryVersion.v2)];
    expect(converted.apiVersion).toBe('autoscaling/v1');
    expect(read).toEqual({
      ...inV2,
      version: 'v1',
      metadata: { ...inV2.metadata, annotations: read.metadata.annotations },
    });
  });

  it('reads every field of v2', () => {
    const read = view(hpaInEveryVersion.v2);
    expect(read).toMatchObject({
      version: 'v2',
      metadata: { name: 'chat', namespace: 'prod' },
      scaleTargetRef: { apiVersion: 'apps/v1', group: 'apps', kind: 'Deployment', name: 'chat' },
      minReplicas: 2,
      maxReplicas: 16,
    });
    expect(read.metrics).toEqual([
      { type: 'Resource', name: 'memory', target: { type: 'AverageValue', averageValue: quantity('5Gi') } },
      {
        type: 'ContainerResource',
        name: 'cpu',
        container: 'vllm',
        target: { type: 'Utilization', averageUtilization: 60 },
      },
      {
        type: 'Pods',
        name: 'requests_running',
        target: { type: 'AverageValue', averageValue: quantity('16') },
      },
      expect.objectContaining({ type: 'Object', target: { type: 'Value', value: quantity('2k') } }),
      {
        type: 'Object',
        name: 'requests_per_second',
        describedObject: {
          apiVersion: 'networking.k8s.io/v1',
          group: 'networking.k8s.io',
          kind: 'Ingress',
          name: 'chat',
        },
        target: { type: 'AverageValue', averageValue: quantity('100') },
      },
      {
        type: 'External',
        name: 'queue_depth',
        selector: {
          matchLabels: { queue: 'chat' },
          matchExpressions: [{ key: 'region', operator: 'Exists', values: [] }],
        },
        target: { type: 'Value', value: quantity('30') },
      },
      expect.objectContaining({
        type: 'External',
        target: { type: 'AverageValue', averageValue: quantity('1500m') },
      }),
      { type: 'Resource', name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } },
    ]);
    expect(read.behavior).toEqual({
      scaleUp: { stabilizationWindowSeconds: 0, policies: [] },
      scaleDown: {
        stabilizationWindowSeconds: 600,
        selectPolicy: 'Min',
        policies: [{ type: 'Percent', value: 25, periodSeconds: 60 }],
        tolerance: quantity('50m'),
      },
    });
    expect(read.status).toEqual({
      observedGeneration: 3,
      currentReplicas: 4,
      desiredReplicas: 5,
      lastScaleMs: Date.UTC(2026, 7, 1, 10),
      currentMetrics: [
        { type: 'Pods', name: 'requests_running', current: { averageValue: quantity('19') } },
        {
          type: 'Resource',
          name: 'cpu',
          current: { averageUtilization: 81, averageValue: quantity('810m') },
        },
      ],
      conditions: [
        {
          type: 'AbleToScale',
          status: 'True',
          reason: 'ReadyForNewScale',
          message: 'recommended size matches current size',
          lastTransitionMs: Date.UTC(2026, 7, 1, 9),
        },
        { type: 'ScalingActive', status: 'False', reason: 'FailedGetResourceMetric' },
      ],
    });
  });

  it('fills in minReplicas and nothing else', () => {
    const read = view(hpaOf('v2', { maxReplicas: 3 }));
    expect(read.minReplicas).toBe(1);
    expect(read.metrics).toEqual([]);
    expect(read).not.toHaveProperty('behavior');
    expect(read).not.toHaveProperty('status');
    expect(read).not.toHaveProperty('scaleTargetRef');
  });

  it('reads a v1 without annotations', () => {
    const read = view(
      hpaOf(
        'v1',
        { targetCPUUtilizationPercentage: 55 },
        { status: { currentCPUUtilizationPercentage: 30 } },
      ),
    );
    expect(read.metrics).toEqual([
      { type: 'Resource', name: 'cpu', target: { type: 'Utilization', averageUtilization: 55 } },
    ]);
    expect(read.status?.currentMetrics).toEqual([
      { type: 'Resource', name: 'cpu', current: { averageUtilization: 30 } },
    ]);
    expect(view(hpaOf('v1', { maxReplicas: 2 })).metrics).toEqual([]);
  });

  it('derives the target type where a v2 does not write it, and keeps a written one that does not fit', () => {
    const metric = (target: object): object => ({
      type: 'External',
      external: { metric: { name: 'q' }, target },
    });
    const types = view(
      hpaOf('v2', {
        metrics: [
          metric({ value: 1 }),
          metric({ averageValue: 1 }),
          metric({}),
          metric({ type: 'Utilization', value: 1 }),
          metric({ type: 'average', value: 1 }),
        ],
      }),
    ).metrics.map(({ target }) => target.type);
    expect(types).toEqual(['Value', 'AverageValue', undefined, 'Utilization', 'Value']);
  });

  it('takes a v2beta1 Object metric with a value and an average for an average, and keeps both', () => {
    const object = {
      target: { kind: 'Service', name: 's' },
      metricName: 'm',
      targetValue: 5,
      averageValue: 2,
    };
    const [metric] = view(hpaOf('v2beta1', { metrics: [{ type: 'Object', object }] })).metrics;
    expect(metric?.target).toEqual({
      type: 'AverageValue',
      averageValue: quantity('2'),
      value: quantity('5'),
    });
  });

  it('keeps the place of an entry that is no known metric', () => {
    const metrics = ['cpu', { type: 'Cosmic' }, { resource: { name: 'cpu' } }, { type: 'Pods' }];
    expect(view(hpaOf('v2', { metrics })).metrics).toEqual([
      { type: 'Unknown', target: {} },
      { type: 'Unknown', writtenType: 'Cosmic', target: {} },
      { type: 'Unknown', target: {} },
      { type: 'Pods', target: {} },
    ]);
  });

  it.each(versions)('reads wrong types in %s as absent', (version) => {
    for (const odd of [null, 7, 'text', true, [], {}, [[]], { type: 3 }]) {
      const spec = {
        scaleTargetRef: odd,
        minReplicas: '2',
        maxReplicas: 2.5,
        targetCPUUtilizationPercentage: '70%',
        metrics: odd,
        behavior: odd,
      };
      const annotations = Object.fromEntries(
        ['metrics', 'behavior', 'conditions', 'current-metrics'].map((name) => [
          `autoscaling.alpha.kubernetes.io/${name}`,
          JSON.stringify(odd),
        ]),
      );
      const read = view(
        hpaOf(version, spec, { metadata: { annotations }, status: { conditions: odd, currentMetrics: odd } }),
      );
      expect(read.minReplicas).toBe(1);
      expect(read.maxReplicas).toBeUndefined();
      expect(read.scaleTargetRef).toBeUndefined();
      expect(read.metrics.every(({ type }) => type === 'Unknown')).toBe(true);
      expect(hpaView({ ...hpaOf(version, odd, { status: odd }), metadata: odd as never })).toMatchObject({
        version,
      });
    }
  });

  it('passes over an annotation that is no JSON', () => {
    const annotations = {
      'autoscaling.alpha.kubernetes.io/metrics': '[{',
      'autoscaling.alpha.kubernetes.io/behavior': '',
    };
    const read = view(hpaOf('v1', { targetCPUUtilizationPercentage: 70 }, { metadata: { annotations } }));
    expect(read.metrics).toHaveLength(1);
    expect(read.behavior).toBeUndefined();
  });

  it('is not for other kinds', () => {
    expect(hpaView({ apiVersion: 'v1', kind: 'HorizontalPodAutoscaler', metadata: {} })).toBeUndefined();
    expect(hpaView({ apiVersion: 'autoscaling/v2', kind: 'Scale', metadata: {} })).toBeUndefined();
  });
});

describe('pathOfHpaMetric', () => {
  const fields: HpaMetricField[] = ['name', 'container', 'averageUtilization', 'averageValue', 'value'];

  it.each(['v2beta1', 'v2beta2', 'v2'] as const)('leads to the figures and names of %s', (version) => {
    const object = hpaInEveryVersion[version];
    const read = view(object);
    let checked = 0;
    read.metrics.forEach((metric, index) => {
      const known = { ...metric, ...metric.target } as Partial<Record<HpaMetricField, unknown>>;
      for (const field of fields.filter((name) => known[name] !== undefined)) {
        const written = valueAt(object, pathOfHpaMetric(read, index, field));
        const expected = known[field];
        expect(typeof expected === 'object' ? quantity(String(written)) : written).toEqual(expected);
        checked += 1;
      }
    });
    expect(checked).toBe(17);
  });

  it('leads to the field or the annotation of v1', () => {
    const read = view(hpaInEveryVersion.v1);
    const annotation = ['metadata', 'annotations', 'autoscaling.alpha.kubernetes.io/metrics'];
    expect(pathOfHpaMetric(read, 0, 'averageValue')).toEqual(annotation);
    expect(pathOfHpaMetric(read, read.metrics.length - 1, 'averageUtilization')).toEqual([
      'spec',
      'targetCPUUtilizationPercentage',
    ]);
  });

  it('leads to the nearest field where the version has none', () => {
    const read = view(hpaInEveryVersion.v2beta1);
    expect(pathOfHpaMetric(read, 2, 'target')).toEqual(['spec', 'metrics', 2, 'pods']);
    expect(pathOfHpaMetric(read, 2)).toEqual(['spec', 'metrics', 2]);
    expect(pathOfHpaMetric(read, 99, 'name')).toEqual(['spec', 'metrics', 99]);
  });
});

describe('pathOfHpaBehavior', () => {
  it.each([
    ['v1', ['metadata', 'annotations', 'autoscaling.alpha.kubernetes.io/behavior']],
    ['v2beta1', ['metadata', 'annotations', 'autoscaling.alpha.kubernetes.io/behavior']],
    ['v2beta2', ['spec', 'behavior']],
    ['v2', ['spec', 'behavior']],
  ] as const)('%s', (version, path) => {
    expect(pathOfHpaBehavior(view(hpaInEveryVersion[version]))).toEqual(path);
  });
});
