import { afterEach, expect, it } from 'vitest';

import { describeWith } from './describe-with.ts';
import { type MetricsPage, startMetricsPage } from './metrics-page.ts';
import { isPortInUse } from './ports.ts';
import { type PrometheusServer, startPrometheus } from './prometheus.ts';
import { waitFor } from './wait.ts';

describeWith(['prometheus', 'promtool'], 'a real Prometheus', () => {
  const open: (PrometheusServer | MetricsPage)[] = [];
  const opened = <T extends PrometheusServer | MetricsPage>(server: T): T => {
    open.push(server);
    return server;
  };
  afterEach(async () => {
    for (const server of open.splice(0)) await server.stop();
  });

  it('answers from two weeks of history that ends now', async () => {
    const now = Math.floor(Date.now() / 1000);
    const begin = now - 14 * 86_400;
    const samples = Array.from(
      { length: 14 * 1440 + 1 },
      (_, minute) => [begin + minute * 60, minute] as const,
    );
    const labels = { namespace: 'shop', pod: 'web-0', path: 'a "quoted"\\\nvalue' };
    const prometheus = opened(
      await startPrometheus({ series: [{ name: 'requests_total', labels, samples }] }),
    );

    const [last] = await prometheus.query('requests_total');
    expect(last?.metric).toEqual({ __name__: 'requests_total', ...labels });
    expect(last?.value).toBe(14 * 1440);
    expect(await prometheus.query('count_over_time(requests_total[15d])')).toMatchObject([
      { value: samples.length },
    ]);
    expect(await prometheus.query('requests_total', begin + 600)).toMatchObject([{ value: 10 }]);
  });

  it('carries a series on from its history by a live scrape of a page that changes', async () => {
    const page = opened(await startMetricsPage('queue_depth{queue="orders"} 7\n'));
    const now = Math.floor(Date.now() / 1000);
    const prometheus = opened(
      await startPrometheus({
        openMetricsText: `queue_depth{queue="orders",instance="${new URL(page.url).host}",job="queues"} 3 ${now - 1}\n# EOF\n`,
        scrapeTargets: [{ job: 'queues', url: page.url }],
      }),
    );
    const depthIs = (depth: number): Promise<true> =>
      waitFor(async () => (await prometheus.query('queue_depth{queue="orders"}'))[0]?.value === depth, {
        description: `queue_depth to be ${depth}`,
        timeoutSeconds: 10,
      });
    await depthIs(7);
    page.set('queue_depth{queue="orders"} 9\n');
    await depthIs(9);
    expect(await prometheus.query('count(count_over_time(queue_depth[1m]))')).toMatchObject([{ value: 1 }]);
    expect((await prometheus.query('min_over_time(queue_depth[1m])'))[0]?.value).toBe(3);
  });

  it('says what promtool did not like', async () => {
    const history = 'queue_depth{ 3\n# EOF\n';
    await expect(startPrometheus({ openMetricsText: history })).rejects.toThrow(
      /promtool could not read the history/,
    );
  });

  it('reports a rejected query', async () => {
    const prometheus = opened(await startPrometheus());
    await expect(prometheus.query('sum(')).rejects.toThrow(/Prometheus rejected sum\(: .*parse error/);
  });

  it('has freed its port when stop returns', async () => {
    const prometheus = await startPrometheus();
    const port = Number(new URL(prometheus.url).port);
    expect(await isPortInUse(port)).toBe(true);
    await prometheus.stop();
    expect(await isPortInUse(port)).toBe(false);
  });
});
