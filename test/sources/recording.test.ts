import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { KubernetesObject } from '#core/manifest/kubernetes-object.ts';
import type { ClusterSource, MetricQuery, MetricsSource, TimeRange } from '#core/ports/index.ts';
import { openRecording, recorder, writeRecording } from '#core/sources/recording/index.ts';
import { decodeSeries, encodeSeries, resample } from '#core/sources/recording/series-encoding.ts';
import type { TimeSeries } from '#core/stats/time-series.ts';

const NOW = Date.parse('2026-11-19T10:00:00Z');
const pod = { group: '', kind: 'Pod' };
const secret = { group: '', kind: 'Secret' };
const configMap = { group: '', kind: 'ConfigMap' };

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'recording-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function clusterOf(objects: readonly KubernetesObject[]): ClusterSource {
  const ofKind = (kind: string): KubernetesObject[] => objects.filter((object) => object.kind === kind);
  return {
    description: 'context test',
    defaultNamespace: 'prod',
    version: () => Promise.resolve({ gitVersion: 'v1.34.1', major: 1, minor: 34 }),
    list: ({ kind }) => Promise.resolve(ofKind(kind)),
    get: ({ kind, name }) => Promise.resolve(ofKind(kind).find((object) => object.metadata.name === name)),
  };
}

function metricsOf(answer: (query: MetricQuery, range: TimeRange) => readonly TimeSeries[]): MetricsSource {
  return {
    description: 'Prometheus http://prometheus.test',
    query: (query, timeMs) => Promise.resolve(answer(query, { startMs: timeMs, endMs: timeMs, stepMs: 0 })),
    queryRange: (query, range) => Promise.resolve(answer(query, range)),
  };
}

const cpu: MetricQuery = { id: 'cpu{name="a"}', promql: 'sum(rate(x[5m]))', unit: 'cores' };
const noMetrics = metricsOf(() => []);

describe('a recording', () => {
  it('answers what was asked while recording with the same values', async () => {
    const range = { startMs: NOW - 600_000, endMs: NOW, stepMs: 60_000 };
    const series: TimeSeries = {
      labels: { pod: 'a-1' },
      timestampsMs: [NOW - 600_000, NOW - 120_000, NOW],
      values: [0.1 + 0.2, 1e-9, 123456.789],
    };
    const live = recorder(
      clusterOf([]),
      metricsOf((_, { stepMs }) => (stepMs === 0 ? [] : [series])),
    );
    const first = await live.metrics.queryRange(cpu, range);
    await live.metrics.query(cpu, NOW);
    await writeRecording(join(root, 'r'), await live.session(), NOW);

    const recording = await openRecording(join(root, 'r'));
    expect(await recording.metrics.queryRange(cpu, range)).toEqual(first);
    expect(await recording.metrics.query(cpu, NOW)).toEqual([]);
    expect(recording.clock.now()).toBe(NOW);
    expect(await recording.cluster.version()).toEqual({ gitVersion: 'v1.34.1', major: 1, minor: 34 });
  });

  it('tells "not asked" from "no samples"', async () => {
    await writeRecording(join(root, 'r'), await recorder(clusterOf([]), noMetrics).session(), NOW);
    const { metrics, cluster } = await openRecording(join(root, 'r'));
    await expect(metrics.query(cpu, NOW)).rejects.toMatchObject({ code: 'bad-query' });
    await expect(cluster.list(pod)).rejects.toMatchObject({ code: 'bad-query' });
  });

  it('never writes secrets, environment values or credentials', async () => {
    const objects: KubernetesObject[] = [
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 's', namespace: 'prod' },
        data: { key: 'aHVudGVyMg==' },
      },
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'app', namespace: 'prod' },
        data: { x: 'hunter2' },
      },
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: {
          name: 'a-1',
          namespace: 'prod',
          managedFields: [{ manager: 'hunter2' }],
          annotations: {
            'kubectl.kubernetes.io/last-applied-configuration': '{"env":"hunter2"}',
            'example.com/api-token': 'hunter2',
            'example.com/team': 'search',
          },
        },
        spec: {
          containers: [
            {
              name: 'a',
              command: ['serve', '--db=postgres://me:hunter2@db/x', '--password', 'hunter2', '--threads=4'],
              args: ['--api-key=hunter2'],
              env: [
                { name: 'PASSWORD', value: 'hunter2' },
                { name: 'FROM', valueFrom: { secretKeyRef: { name: 'hunter2' } } },
              ],
            },
          ],
        },
      },
    ];
    const live = recorder(clusterOf(objects), noMetrics);
    for (const kind of [pod, secret, configMap]) await live.cluster.list(kind);
    await writeRecording(join(root, 'r'), await live.session(), NOW);

    const written = readdirSync(join(root, 'r'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
      .join('\n');
    expect(written).not.toMatch(/hunter2|aHVudGVyMg/);
    const [recorded] = await (await openRecording(join(root, 'r'))).cluster.list(pod);
    expect(recorded).toMatchObject({
      metadata: { annotations: { 'example.com/team': 'search' } },
      spec: {
        containers: [
          { env: [{ name: 'PASSWORD' }, { name: 'FROM' }], command: expect.arrayContaining(['--threads=4']) },
        ],
      },
    });
  });

  it('replaces an older recording and nothing else', async () => {
    const session = await recorder(clusterOf([]), noMetrics).session();
    await writeRecording(join(root, 'r'), session, NOW - 1000);
    await writeRecording(join(root, 'r'), session, NOW);
    expect((await openRecording(join(root, 'r'))).clock.now()).toBe(NOW);
    mkdirSync(join(root, 'mine'));
    writeFileSync(join(root, 'mine/precious.txt'), 'x');
    await expect(writeRecording(join(root, 'mine'), session, NOW)).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect(readdirSync(root).sort()).toEqual(['mine', 'r']);
  });

  it.each<readonly [string, (folder: string) => void, RegExp]>([
    ['no header', (folder) => rmSync(join(folder, 'recording.yaml')), /no recording\.yaml/],
    [
      'a broken header',
      (folder) => writeFileSync(join(folder, 'recording.yaml'), 'a: [1'),
      /recording\.yaml/,
    ],
    ['another kind', (folder) => writeFileSync(join(folder, 'recording.yaml'), 'kind: Pod'), /no Recording/],
    [
      'truncated metrics',
      (folder) => writeFileSync(join(folder, 'metrics/index.json'), '[{"id":'),
      /index\.json/,
    ],
    [
      'a link out of it',
      (folder) => {
        mkdirSync(join(folder, 'objects'));
        symlinkSync('/etc/passwd', join(folder, 'objects/x.yaml'));
      },
      /symbolic link/,
    ],
    [
      'objects of another folder',
      (folder) => {
        mkdirSync(join(folder, '../elsewhere'));
        symlinkSync('../elsewhere', join(folder, 'objects'));
      },
      /symbolic link on the way to objects/,
    ],
    [
      'metrics of another folder',
      (folder) => {
        renameSync(join(folder, 'metrics'), join(folder, '../elsewhere'));
        symlinkSync('../elsewhere', join(folder, 'metrics'));
      },
      /symbolic link on the way to metrics/,
    ],
  ])('refuses %s', async (_what, damage, message) => {
    const folder = join(root, 'r');
    await writeRecording(folder, await recorder(clusterOf([]), noMetrics).session(), NOW);
    damage(folder);
    await expect(openRecording(folder)).rejects.toThrow(message);
  });

  it('stays in its folder whatever names the server answers', async () => {
    const folder = join(root, 'a/b/r');
    const names = ['../../../escaped', '..', '/absolute', 'a/../../b', '.git', 'c\\d'];
    const objects = names.map((namespace, index) => ({
      ...{ apiVersion: 'v1', kind: 'Pod' },
      metadata: { name: `p${index}`, namespace },
    }));
    const odd = { apiVersion: '../../x/v1', kind: 'Pod', metadata: { name: 'p', namespace: 'n' } };
    const live = recorder(clusterOf([...objects, odd]), noMetrics);
    await live.cluster.list(pod, {});
    await writeRecording(folder, await live.session(), NOW);
    const folders = [root, join(root, 'a'), join(root, 'a/b'), folder].map((path) =>
      readdirSync(path).sort(),
    );
    expect(folders).toEqual([['a'], ['b'], ['r'], ['metrics', 'objects', 'recording.yaml']]);
    const { objects: read } = await openRecording(folder);
    expect(read.map(({ metadata }) => metadata.namespace).sort()).toEqual([...names, 'n'].sort());
  });

  it('does not follow a file name out of the recording', async () => {
    const folder = join(root, 'r');
    const live = recorder(
      clusterOf([]),
      metricsOf(() => [{ labels: {}, timestampsMs: [NOW], values: [1] }]),
    );
    await live.metrics.query(cpu, NOW);
    await writeRecording(folder, await live.session(), NOW);
    const index = join(folder, 'metrics/index.json');
    writeFileSync(index, readFileSync(index, 'utf8').replace('0000.json', '../../secret.json'));
    const { metrics } = await openRecording(folder);
    await expect(metrics.query(cpu, NOW)).rejects.toMatchObject({ code: 'bad-response' });
  });
});

const gridSeries = fc
  .array(fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }), { nil: undefined }), {
    maxLength: 50,
  })
  .map((values): TimeSeries => {
    const present = values.flatMap((value, index) =>
      value === undefined ? [] : [[NOW + index * 60_000, value] as const],
    );
    return {
      labels: { a: 'b' },
      timestampsMs: present.map(([time]) => time),
      values: present.map(([, value]) => value),
    };
  });

describe('series encoding', () => {
  it('gives back every series on a grid, through JSON', () => {
    fc.assert(
      fc.property(gridSeries, (series) => {
        const written = JSON.parse(JSON.stringify(encodeSeries(series, 60_000))) as ReturnType<
          typeof encodeSeries
        >;
        // JSON knows no negative zero.
        const expected = { ...series, values: series.values.map((value) => (value === 0 ? 0 : value)) };
        expect(decodeSeries(written, 60_000)).toEqual(expected);
      }),
    );
  });

  it('answers its own grid unchanged, and a coarser one with the newest sample', () => {
    const series: TimeSeries = { labels: {}, timestampsMs: [0, 60_000, 180_000], values: [1, 2, 4] };
    const range = { startMs: 0, endMs: 180_000, stepMs: 60_000 };
    expect(resample(series, range, 60_000)).toEqual(series);
    expect(resample(series, { ...range, stepMs: 90_000 }, 60_000)).toMatchObject({
      timestampsMs: [0, 90_000, 180_000],
      values: [1, 2, 4],
    });
    expect(resample(series, { startMs: 120_000, endMs: 120_000, stepMs: 1 }, 60_000).values).toEqual([]);
  });
});
