import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { type AdvisorSources, analyzeWorkloads } from '#core/advisor/analyze.ts';
import type { WorkloadReport } from '#core/advisor/workload-report.ts';
import { bundledPriceSource } from '#core/sources/pricing/index.ts';
import { connectPrometheus } from '#core/sources/prometheus/index.ts';
import { openRecording, recorder, writeRecording } from '#core/sources/recording/index.ts';

import { describeWith } from '../controlplane/describe-with.ts';
import type { SampleSeries } from '../controlplane/open-metrics.ts';
import { type PrometheusServer, startPrometheus } from '../controlplane/prometheus.ts';

const example = fileURLToPath(new URL('../../examples/platform/recording', import.meta.url));
const ref = { group: 'apps', kind: 'Deployment', name: 'rerank' };
const options = { horizonMs: 15 * 60_000, coverage: 0.8 };

const nowMs = Math.floor(Date.now() / 60_000) * 60_000;
const stepSeconds = 60;
const hours = 12;

/** Twelve hours of what cAdvisor, kube-state-metrics and the servers themselves would have been scraped for. */
function history(pods: readonly string[]): SampleSeries[] {
  const times = Array.from(
    { length: (hours * 3600) / stepSeconds + 1 },
    (_, i) => nowMs / 1000 - hours * 3600 + i * stepSeconds,
  );
  const load = (second: number): number => 40 + 25 * Math.sin((second / 3600) * 1.7) + (second % 7);
  const counter = (rate: (second: number) => number): [number, number][] => {
    let total = 0;
    return times.map((second) => [second, (total += rate(second) * stepSeconds)]);
  };
  const perPod = pods.flatMap((pod, index): SampleSeries[] => {
    const labels = { namespace: 'prod', pod, container: 'server' };
    const share = 1 + index / 10;
    return [
      {
        name: 'http_requests_total',
        labels: { ...labels, code: '200' },
        samples: counter((t) => load(t) * share),
      },
      {
        name: 'container_cpu_usage_seconds_total',
        labels: { ...labels, id: `/pods/${pod}` },
        samples: counter((t) => 0.1 + load(t) * 0.01 * share),
      },
      {
        name: 'container_memory_working_set_bytes',
        labels,
        samples: times.map((t) => [t, 2e9 + load(t) * 1e6]),
      },
    ];
  });
  // A deployment that shares the prefix, and a pause container: neither is rerank's.
  const strangers: SampleSeries[] = [
    {
      name: 'http_requests_total',
      labels: { namespace: 'prod', pod: 'rerank-canary-7d9fbc8c6f-x2x4z', container: 'server' },
      samples: counter(() => 1e6),
    },
    {
      name: 'container_cpu_usage_seconds_total',
      labels: { namespace: 'prod', pod: pods[0]!, container: 'POD', id: '/pause' },
      samples: counter(() => 50),
    },
  ];
  const replicas: SampleSeries = {
    name: 'kube_deployment_status_replicas_ready',
    labels: { namespace: 'prod', deployment: 'rerank' },
    samples: times.map((t) => [t, pods.length]),
  };
  return [...perPod, ...strangers, replicas];
}

describeWith(['prometheus', 'promtool'], 'analyze on a real Prometheus', () => {
  let prometheus: PrometheusServer;
  let sources: AdvisorSources;
  let folder: string;

  beforeAll(async () => {
    const { cluster } = await openRecording(example);
    const pods = (await cluster.list({ group: '', kind: 'Pod', namespace: 'prod' }))
      .map((pod) => pod.metadata.name ?? '')
      .filter((name) => name.startsWith('rerank-'));
    prometheus = await startPrometheus({ series: history(pods) });
    folder = mkdtempSync(join(tmpdir(), 'live-'));
    sources = {
      cluster,
      metrics: connectPrometheus({ url: prometheus.url }),
      prices: await bundledPriceSource('aws').load(),
      clock: { now: () => nowMs },
    };
  }, 120_000);
  afterAll(async () => {
    await prometheus.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('gives the figures of the recording that is made from it', async () => {
    const live = recorder(sources.cluster, sources.metrics!);
    const [first] = await analyzeWorkloads({ ...sources, ...live }, 'prod', [ref], options);
    await writeRecording(join(folder, 'recording'), await live.session(), nowMs);

    const recording = await openRecording(join(folder, 'recording'));
    const [again] = await analyzeWorkloads({ ...sources, ...recording }, 'prod', [ref], options);
    expect(withoutSources(again!)).toEqual(withoutSources(first!));
  }, 60_000);

  it("counts the workload's own pods only", async () => {
    const [report] = await analyzeWorkloads(sources, 'prod', [ref], options);
    const figure = (name: string) => report!.metrics.find((metric) => metric.name === name);
    // Six pods with shares 1.0 to 1.5 of a load between 15 and 71 requests/s.
    expect(figure('requests')?.current).toBeGreaterThan(6 * 15);
    expect(figure('requests')?.max).toBeLessThan(7.5 * 72);
    expect(figure('cpu')?.max).toBeLessThan(1.5);
    expect(figure('replicas')?.current).toBe(6);
  }, 60_000);

  it('answers a query that Prometheus refuses with Prometheus’ own words', async () => {
    const wrong = analyzeWorkloads(sources, 'prod', [ref], { ...options, demandQuery: 'sum(rate(' });
    await expect(wrong).rejects.toMatchObject({
      code: 'bad-query',
      message: expect.stringContaining('parse error'),
    });
  });
});

/** The report without where it came from, which is the one thing that may differ. */
function withoutSources(report: WorkloadReport): unknown {
  return JSON.parse(
    JSON.stringify(report, (key, value: unknown) =>
      key === 'source' || key === 'cluster' ? undefined : value,
    ),
  );
}
