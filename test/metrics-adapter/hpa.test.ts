import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { openWorkloads } from '#core/language-server/node/index.ts';
import { DEFAULT_SETTINGS } from '#core/language-server/protocol/index.ts';

import { type ControlPlane, controlPlanePrograms, startControlPlane } from '../controlplane/control-plane.ts';
import { describeWith } from '../controlplane/describe-with.ts';
import { apply, kubectl } from '../controlplane/kubectl.ts';
import { deployment, horizontalPodAutoscaler, simulatedNode } from '../controlplane/objects.ts';
import { type PrometheusServer, startPrometheus } from '../controlplane/prometheus.ts';
import { waitFor } from '../controlplane/wait.ts';
import { type AdapterUnderTest, adapterUser, allowHpaController, startAdapter } from './start-adapter.ts';

const config = `
rules:
- seriesQuery: 'inference_queue_depth{namespace!="",pod!=""}'
  resources: {template: "<<.Resource>>"}
  metricsQuery: 'sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)'
- seriesQuery: 'requests_in_flight{namespace!="",deployment!=""}'
  resources: {template: "<<.Resource>>"}
  metricsQuery: 'sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)'
externalRules:
- seriesQuery: 'aws_sqs_approximate_number_of_messages_visible_average{queue_name!=""}'
  name: {as: sqs_messages_visible}
  resources: {namespaced: false}
  metricsQuery: 'max(<<.Series>>{<<.LabelMatchers>>}) by (queue_name)'
`;

interface RawAnswer {
  readonly kind?: string;
  readonly items?: unknown[];
  readonly resources?: readonly { readonly name: string }[];
}

const behavior = { scaleDown: { stabilizationWindowSeconds: 0 } };

describeWith(
  [...controlPlanePrograms, 'prometheus', 'promtool'],
  'the real HPA on metrics of the adapter',
  () => {
    let controlPlane: ControlPlane;
    let prometheus: PrometheusServer;
    let adapter: AdapterUnderTest;
    /** What the exporter says; the test turns it. */
    const load = { queue: 30, sqs: 10 };
    const exporter = createServer((_, response) => {
      void exposition(controlPlane, load).then((text) => response.end(text));
    });
    beforeAll(async () => {
      controlPlane = await startControlPlane();
      await new Promise<void>((resolve) => exporter.listen(0, '127.0.0.1', resolve));
      const { port } = exporter.address() as AddressInfo;
      prometheus = await startPrometheus({
        scrapeTargets: [{ job: 'exporter', url: `http://127.0.0.1:${port}/metrics` }],
      });
      await allowHpaController(controlPlane);
      const user = await adapterUser(controlPlane, 'adapter');
      adapter = await startAdapter(controlPlane, user, { config, prometheusUrl: prometheus.url });
      const metric = (name: string, averageValue: string): object => ({
        type: 'Pods',
        pods: { metric: { name }, target: { type: 'AverageValue', averageValue } },
      });
      await apply(
        controlPlane.kubeconfigs.admin,
        simulatedNode('node-1'),
        deployment('chat', { replicas: 2 }),
        deployment('worker', { replicas: 2 }),
        horizontalPodAutoscaler('chat', 'default', {
          minReplicas: 1,
          maxReplicas: 10,
          behavior,
          metrics: [metric('inference_queue_depth', '10')],
        }),
        horizontalPodAutoscaler('worker', 'default', {
          minReplicas: 1,
          maxReplicas: 10,
          behavior,
          metrics: [
            {
              type: 'External',
              external: {
                metric: { name: 'sqs_messages_visible', selector: { matchLabels: { queue_name: 'jobs' } } },
                target: { type: 'AverageValue', averageValue: '5' },
              },
            },
          ],
        }),
      );
    }, 180_000);
    afterAll(async () => {
      exporter.close();
      exporter.closeAllConnections();
      await prometheus.stop();
      await controlPlane.stop();
    });

    const replicas = async (name: string): Promise<number> => {
      const path = `/apis/apps/v1/namespaces/default/deployments/${name}`;
      return (await controlPlane.api.get<{ spec: { replicas: number } }>(path)).spec.replicas;
    };
    const reaches = (name: string, expected: number): Promise<unknown> =>
      waitFor(async () => (await replicas(name)) === expected, {
        description: `${name} to have ${expected} replicas`,
        timeoutSeconds: 60,
      });

    it('offers its metrics to who writes an HPA in an editor', async () => {
      const source = await openWorkloads({
        folderUri: 'file:///',
        data: {
          ...DEFAULT_SETTINGS.data,
          source: 'prometheus',
          prometheusUrl: prometheus.url,
          kubeconfig: controlPlane.kubeconfigs.admin.path,
        },
        prices: 'none',
        forecast: DEFAULT_SETTINGS.forecast,
      });
      const { signal } = new AbortController();
      const served = await waitFor(
        async () => {
          const names = await source.servedMetrics?.(signal);
          return names?.external.length === 1 && names.custom.length > 1 && names;
        },
        { description: 'the adapter to list its metrics', timeoutSeconds: 60 },
      );
      source.close();
      expect(served.custom).toEqual(
        expect.arrayContaining([
          { resource: 'pods', name: 'inference_queue_depth' },
          { resource: 'deployments.apps', name: 'requests_in_flight' },
        ]),
      );
      expect(served.external).toEqual(['sqs_messages_visible']);
    });

    it('scales on the queue of its pods, up and down', async () => {
      load.queue = 60;
      await reaches('chat', 6);
      load.queue = 20;
      await reaches('chat', 2);
    }, 150_000);

    it('scales on an external queue, up and down', async () => {
      load.sqs = 35;
      await reaches('worker', 7);
      load.sqs = 10;
      await reaches('worker', 2);
    }, 150_000);

    it('answers kubectl get --raw of every path', async () => {
      const { admin } = controlPlane.kubeconfigs;
      const custom = '/apis/custom.metrics.k8s.io';
      const inDefault = `${custom}/v1beta1/namespaces/default`;
      const raw = async (path: string): Promise<RawAnswer> => {
        const { stdout, stderr, exitCode } = await kubectl(admin, ['get', '--raw', path]);
        expect([path, exitCode, stderr]).toEqual([path, 0, '']);
        return JSON.parse(stdout) as RawAnswer;
      };
      const { resources = [] } = await raw(`${custom}/v1beta1`);
      expect(resources.map(({ name }) => name)).toEqual(
        expect.arrayContaining([
          'deployments.apps/requests_in_flight',
          'namespaces/inference_queue_depth',
          'pods/inference_queue_depth',
        ]),
      );
      expect(await raw(`${custom}/v1beta2`)).toMatchObject({ groupVersion: 'custom.metrics.k8s.io/v1beta2' });
      expect(await raw('/apis/external.metrics.k8s.io/v1beta1')).toMatchObject({
        resources: [{ name: 'sqs_messages_visible', namespaced: true, verbs: ['get'] }],
      });
      for (const edition of ['v1beta1', 'v1beta2']) {
        const path = `${custom}/${edition}/namespaces/default/pods/*/inference_queue_depth?labelSelector=app%3Dchat`;
        expect(await raw(path)).toMatchObject({ kind: 'MetricValueList' });
      }
      const { items = [] } = await raw(`${inDefault}/deployments.apps/chat/requests_in_flight`);
      expect(items).toMatchObject([
        {
          describedObject: { kind: 'Deployment', namespace: 'default', name: 'chat', apiVersion: 'apps/v1' },
          metricName: 'requests_in_flight',
          value: '1500m',
          selector: null,
        },
      ]);
      expect((await raw(`${inDefault}/metrics/inference_queue_depth`)).items).toMatchObject([
        { describedObject: { kind: 'Namespace', name: 'default', apiVersion: '/v1' } },
      ]);
      const short = await kubectl(admin, ['get', '--raw', `${inDefault}/requests_in_flight`]);
      expect(short.stderr).toContain('invalid request path');
      const external = '/apis/external.metrics.k8s.io/v1beta1/namespaces/default/sqs_messages_visible';
      expect((await raw(`${external}?labelSelector=queue_name%3Djobs`)).items).toMatchObject([
        { metricName: 'sqs_messages_visible', metricLabels: { queue_name: 'jobs' } },
      ]);
    });

    it('is part of what kubectl knows of the cluster', async () => {
      await waitFor(
        async () => {
          const paths = await controlPlane.api.get<{ paths: Record<string, unknown> }>('/openapi/v3');
          return 'apis/custom.metrics.k8s.io/v1beta1' in paths.paths;
        },
        { description: 'the OpenAPI document in that of the API server', timeoutSeconds: 60 },
      );
      const spec = await controlPlane.api.get<{ paths: object }>(
        '/openapi/v3/apis/external.metrics.k8s.io/v1beta1',
      );
      expect(Object.keys(spec.paths)).toHaveLength(1);
      const merged = await controlPlane.api.get<{ paths: object }>('/openapi/v2');
      expect(Object.keys(merged.paths).some((path) => path.includes('custom.metrics'))).toBe(true);
      const log = controlPlane.logs()['kube-apiserver'] ?? '';
      expect(log).not.toMatch(/Error updating APIService|failed to download .*metrics.k8s.io.*cannot/);
    }, 90_000);

    it('has nothing to complain about', () => {
      expect(adapter.log().filter(({ level }) => level !== 'info')).toEqual([]);
    });
  },
);

/** The queue, shared out evenly over the pods that there are, as their exporters would tell it. */
async function exposition(
  controlPlane: ControlPlane,
  { queue, sqs }: { readonly queue: number; readonly sqs: number },
): Promise<string> {
  const path = '/api/v1/namespaces/default/pods?labelSelector=app%3Dchat';
  const { items } = await controlPlane.api.get<{ items: { metadata: { name: string } }[] }>(path);
  return [
    ...items.map(
      ({ metadata: { name } }) =>
        `inference_queue_depth{namespace="default",pod="${name}"} ${queue / items.length}`,
    ),
    'requests_in_flight{namespace="default",deployment="chat"} 1.5',
    `aws_sqs_approximate_number_of_messages_visible_average{queue_name="jobs"} ${sqs}`,
    'aws_sqs_approximate_number_of_messages_visible_average{queue_name="mails"} 10000',
    '',
  ].join('\n');
}
