import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { runPluginBeside } from '../cli/run-plugin.ts';
import { type ControlPlane, controlPlanePrograms, startControlPlane } from '../controlplane/control-plane.ts';
import { describeWith } from '../controlplane/describe-with.ts';
import { podNameSuffix, replicaSetName } from '../controlplane/exporters/history.ts';
import type { Kubeconfig } from '../controlplane/kubeconfig.ts';
import { apply } from '../controlplane/kubectl.ts';
import { deployment, simulatedNode } from '../controlplane/objects.ts';
import type { SampleSeries } from '../controlplane/open-metrics.ts';
import { type PrometheusServer, startPrometheus } from '../controlplane/prometheus.ts';
import { waitFor } from '../controlplane/wait.ts';
import { bundledForecastThread } from './forecast-thread.ts';
import { secureClient } from './secure-client.ts';
import { type AdapterUnderTest, adapterUser, allowHpaController, startAdapter } from './start-adapter.ts';

const config = `
rules:
- seriesQuery: 'requests_per_second{namespace!="",pod!=""}'
  resources: {template: "<<.Resource>>"}
  metricsQuery: 'sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)'
forecasts:
- {metric: requests_per_second, horizon: 15m, step: 10s, history: 8h}
`;

const stepSeconds = 10;
const hour = 3600;

/** Requests a second, an hour's pattern: 20, and up to 120 within eight minutes of the peak. */
function demandAt(atSeconds: number, peakSeconds: number): number {
  const since = (((atSeconds - peakSeconds) % hour) + hour) % hour;
  const distance = Math.min(since, hour - since);
  return (20 + 100 * Math.max(0, 1 - distance / 480)) * (1 + 0.03 * Math.sin(atSeconds / 7.777));
}

/** The pods that carried the load in the past; nobody has them any more. */
const pastPods = ['a', 'b'].map((text) => `${replicaSetName('chat', 'old')}-${podNameSuffix(text)}`);

describeWith(
  [...controlPlanePrograms, 'prometheus', 'promtool'],
  'the real HPA before the demand comes',
  () => {
    let controlPlane: ControlPlane;
    let prometheus: PrometheusServer;
    let user: Kubeconfig;
    let adapter: AdapterUnderTest;
    let killFile: string;
    const load: { total: number | undefined } = { total: undefined };
    const peakSeconds = Math.floor(Date.now() / 1000) + 15 * 60;
    const exporter = createServer((_, response) => {
      const total = load.total ?? demandAt(Date.now() / 1000, peakSeconds);
      exposition(controlPlane, total).then(
        (text) => response.end(text),
        () => response.destroy(),
      );
    });
    beforeAll(async () => {
      controlPlane = await startControlPlane();
      await new Promise<void>((resolve) => exporter.listen(0, '127.0.0.1', resolve));
      const { port } = exporter.address() as AddressInfo;
      prometheus = await startPrometheus({
        series: history(peakSeconds),
        scrapeTargets: [{ job: 'exporter', url: `http://127.0.0.1:${port}/metrics` }],
      });
      await allowHpaController(controlPlane);
      user = await adapterUser(controlPlane, 'adapter');
      killFile = join(controlPlane.directory, 'kill-the-model');
      adapter = await startAdapter(controlPlane, user, {
        config,
        prometheusUrl: prometheus.url,
        forecastThread: await mortalThread(controlPlane.directory, killFile),
      });
      await apply(
        controlPlane.kubeconfigs.admin,
        simulatedNode('node-1'),
        deployment('chat', { replicas: 2 }),
      );
      await waitFor(async () => (await served('requests_per_second')) > 0, {
        description: 'the metric to be served',
        timeoutSeconds: 60,
      });
    }, 180_000);
    afterAll(async () => {
      exporter.close();
      exporter.closeAllConnections();
      await prometheus.stop();
      await controlPlane.stop();
    });

    const replicas = async (): Promise<number> => {
      const path = '/apis/apps/v1/namespaces/default/deployments/chat';
      return (await controlPlane.api.get<{ spec: { replicas: number } }>(path)).spec.replicas;
    };
    const served = async (name: string): Promise<number> => {
      const path = `/apis/custom.metrics.k8s.io/v1beta1/namespaces/default/pods/*/${name}?labelSelector=app%3Dchat`;
      const { items } = await controlPlane.api.get<{ items: { value: string }[] }>(path);
      return items.reduce(
        (total, { value }) => total + parseFloat(value) / (value.endsWith('m') ? 1000 : 1),
        0,
      );
    };
    const ownMetrics = async (): Promise<string> => {
      const client = secureClient(adapter.url, controlPlane.kubeconfigs.admin.user);
      const { text } = await client.get('/metrics');
      client.close();
      return text;
    };
    const inUse =
      /^kubectl_autoscale_adapter_forecast_in_use\{metric="requests_per_second",namespace="default",object="Deployment\/chat"\} (\d)$/m;

    it('is made by create-hpa --predictive, which lists the metric and its forecast', async () => {
      const { code, stdout, stderr } = await runPluginBeside(
        [
          ...['create-hpa', '--deployment', 'chat', '-n', 'default', '--metric', 'requests_per_second'],
          ...['--target-value', '10', '--min-replicas', '2', '--max-replicas', '20', '--predictive'],
          ...['--behavior', '{scaleDown: {stabilizationWindowSeconds: 0}}', '--apply', '--yes'],
        ],
        { KUBECONFIG: controlPlane.kubeconfigs.admin.path },
      );
      expect({ code, stderr }).toMatchObject({
        code: 0,
        stderr: expect.stringContaining('requests_per_second is demand itself'),
      });
      expect(stdout).toContain('forecast_requests_per_second');
      const path = '/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers/chat';
      const { spec } = await controlPlane.api.get<{ spec: { metrics: readonly object[] } }>(path);
      expect(spec.metrics).toEqual(
        ['requests_per_second', 'forecast_requests_per_second'].map((name) => ({
          type: 'Pods',
          pods: { metric: { name }, target: { type: 'AverageValue', averageValue: '10' } },
        })),
      );
    }, 60_000);

    it('raises the replicas before the demand comes', async () => {
      await waitFor(async () => (await replicas()) >= 11, {
        description: 'replicas for the peak',
        timeoutSeconds: 90,
      });
      // The peak is more than ten minutes away, and demand is what two pods carry.
      expect(Date.now() / 1000).toBeLessThan(peakSeconds - 600);
      expect(await served('requests_per_second')).toBeLessThan(22);
      expect(await served('forecast_requests_per_second')).toBeGreaterThan(100);
      expect(await replicas()).toBeLessThanOrEqual(15);
      expect(inUse.exec(await ownMetrics())?.[1]).toBe('1');
    }, 120_000);

    it('is the same from a second replica of the adapter', async () => {
      const second = await startAdapter(controlPlane, user, {
        config,
        prometheusUrl: prometheus.url,
        register: false,
      });
      const clients = [adapter, second].map(({ url }) =>
        secureClient(url, controlPlane.kubeconfigs.admin.user),
      );
      const path =
        '/apis/custom.metrics.k8s.io/v1beta1/namespaces/default/pods/*/forecast_requests_per_second';
      const forecast = async (index: number): Promise<unknown> => {
        const { items } = (await clients[index]!.get(path)).json() as { items: { value: string }[] };
        return items.map(({ value }) => value);
      };
      await waitFor(async () => expect(await forecast(1)).toEqual(await forecast(0)), {
        description: 'the second replica to have made its forecast',
        timeoutSeconds: 30,
      });
      let different = 0;
      for (let turn = 0; turn < 20; turn += 1) {
        const [one, other] = await Promise.all([forecast(0), forecast(1)]);
        if (JSON.stringify(one) !== JSON.stringify(other)) different += 1;
        await new Promise((resolve) => setTimeout(resolve, 300));
      }
      // Both change over at the same moment, which may fall between the two requests once.
      expect(different).toBeLessThanOrEqual(1);
      for (const client of clients) client.close();
      await second.stop();
    }, 90_000);

    it('lets the replicas go when its model is killed and the load falls', async () => {
      writeFileSync(killFile, '');
      load.total = 10;
      await waitFor(async () => (await replicas()) === 2, {
        description: 'the replicas to go down',
        timeoutSeconds: 120,
      });
      const metrics = await ownMetrics();
      expect(inUse.exec(metrics)?.[1]).toBe('0');
      expect(metrics).toMatch(
        /forecast_fallbacks_total\{metric="requests_per_second",reason="stale"\} [1-9]/,
      );
      expect(await served('forecast_requests_per_second')).toBeCloseTo(
        await served('requests_per_second'),
        1,
      );
      expect(adapter.log().map(({ message }) => message)).toContain('fitting forecasts fails');
    }, 150_000);
  },
);

/** The real thread, which ends for good once a file is there. */
async function mortalThread(directory: string, killFile: string): Promise<URL> {
  const thread = await bundledForecastThread(directory);
  const script = join(directory, 'mortal-thread.mjs');
  writeFileSync(
    script,
    `import { existsSync } from 'node:fs';
     const die = () => existsSync(${JSON.stringify(killFile)}) && process.exit(1);
     die();
     setInterval(die, 100);
     await import(${JSON.stringify(thread.href)});`,
  );
  return pathToFileURL(script);
}

function history(peakSeconds: number): readonly SampleSeries[] {
  const end = Math.floor(Date.now() / 1000);
  const times = Array.from({ length: (8 * hour) / stepSeconds }, (_, i) => end - i * stepSeconds).reverse();
  return pastPods.map((pod) => ({
    name: 'requests_per_second',
    labels: { namespace: 'default', pod },
    samples: times.map((time) => [time, demandAt(time, peakSeconds) / pastPods.length] as const),
  }));
}

/** The load, shared out evenly over the pods that there are; those of the past say that they have none. */
async function exposition(controlPlane: ControlPlane, total: number): Promise<string> {
  const path = '/api/v1/namespaces/default/pods?labelSelector=app%3Dchat';
  const { items } = await controlPlane.api.get<{ items: { metadata: { name: string } }[] }>(path);
  const line = (pod: string, value: number): string =>
    `requests_per_second{namespace="default",pod="${pod}"} ${value}`;
  return [
    ...items.map(({ metadata: { name } }) => line(name, total / items.length)),
    ...pastPods.map((pod) => line(pod, 0)),
    '',
  ].join('\n');
}
