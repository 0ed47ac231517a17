import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';

import { adapterUser, allowHpaController, startAdapter } from '../metrics-adapter/start-adapter.ts';
import { auditLogFile } from './api-server.ts';
import { pinnedKubernetesVersion } from './binary-cache.mjs';
import { configureKwokProvider, providedNode, startClusterAutoscaler } from './cluster-autoscaler.ts';
import { type ControlPlane, startControlPlane } from './control-plane.ts';
import { apply } from './kubectl.ts';
import { delayAnnotations } from './kwok-stages.ts';
import { makeNamespace } from './namespace.ts';
import { deployment, horizontalPodAutoscaler } from './objects.ts';
import { type PrometheusServer, startPrometheus } from './prometheus.ts';
import { hpaAuditPolicy, readHpaControllerRequests } from './recording/audit.ts';
import { type NodeHour, watchLives } from './recording/node-hour.ts';
import { ordinaryController } from './recording/record.ts';
import { syncsFrom } from './recording/syncs.ts';
import { nodeHour, nodeHourArrivals, nodeHourGroup } from './scenarios/node-hour.ts';
import { waitFor } from './wait.ts';

const namespace = 'shop';
const name = 'web';
const QUARTER_MINUTE = 15_000;

const adapterConfiguration = `
externalRules:
- seriesQuery: '${nodeHour.metric}_total{namespace!=""}'
  resources: {template: "<<.Resource>>"}
  name: {as: ${nodeHour.metric}}
  metricsQuery: 'sum(rate(<<.Series>>{<<.LabelMatchers>>}[1m]))'
`;

/**
 * Puts an hour of traffic through Prometheus, our adapter, the real HPA controller, scheduler and Cluster Autoscaler, all at the periods that they have in
 * a cluster, on nodes and pods that kwok plays. What has been seen is written every minute, so that an hour that is cut off leaves its beginning.
 */
export async function recordNodeHour(directory: string): Promise<void> {
  const startMs = Math.ceil((Date.now() + 60_000 + nodeHour.leadMs) / QUARTER_MINUTE) * QUARTER_MINUTE;
  const controlPlane = await startControlPlane({
    hpa: ordinaryController,
    auditPolicy: hpaAuditPolicy,
    kwok: {
      nodeReadySeconds: nodeHour.nodeReadySeconds,
      imagePullSeconds: nodeHour.pod.imagePullSeconds,
      startUpSeconds: nodeHour.pod.startUpSeconds,
    },
  });
  const page = await startCounterPage(nodeHourArrivals(startMs));
  let prometheus: PrometheusServer | undefined;
  try {
    prometheus = await startPrometheus({
      scrapeIntervalSeconds: 15,
      scrapeTargets: [{ job: 'web', url: page.url }],
    });
    await startService(controlPlane, prometheus);
    await configureKwokProvider(controlPlane, [nodeHourGroup]);
    const autoscaler = await startClusterAutoscaler(controlPlane, ['--scan-interval=10s']);
    const nodes = watchLives(controlPlane.api, '/api/v1/nodes', startMs);
    const pods = watchLives(controlPlane.api, `/api/v1/namespaces/${namespace}/pods`, startMs);
    const write = (): void => {
      const requests = readHpaControllerRequests(auditLogFile(controlPlane.sandbox), namespace);
      const hour: NodeHour = {
        format: 'node-hour/v1',
        kubernetesVersion: pinnedKubernetesVersion(),
        clusterAutoscalerVersion:
          /Cluster Autoscaler (\d+\.\d+\.\d+)/.exec(autoscaler.log())?.[1] ?? 'unknown',
        startedAt: new Date(startMs).toISOString(),
        syncs: syncsFrom(requests, [], [], startMs).map(({ atMs, scale, rescaledTo }) => ({
          atMs,
          specReplicas: scale.specReplicas,
          ...(rescaledTo !== undefined && { rescaledTo }),
        })),
        nodes: nodes.lives(),
        pods: pods.lives(),
      };
      mkdirSync(directory, { recursive: true });
      writeFileSync(join(directory, 'node-hour.json.gz'), gzipSync(JSON.stringify(hour), { level: 9 }));
      const { syncs } = hour;
      console.log(
        `${Math.round((Date.now() - startMs) / 60_000)} min: ${syncs.length} syncs, ${syncs.at(-1)?.specReplicas} replicas, ${hour.nodes.filter(({ goneMs }) => goneMs === undefined).length} nodes`,
      );
    };
    await sleep(Math.max(0, startMs - Date.now()));
    await apply(controlPlane.kubeconfigs.admin, hpaObject());
    while (Date.now() < startMs + nodeHour.durationMs + QUARTER_MINUTE) {
      await sleep(60_000);
      write();
    }
  } finally {
    page.close();
    await prometheus?.stop();
    await controlPlane.stop();
  }
}

function hpaObject(): object {
  const { minReplicas, maxReplicas, metric, perReplica } = nodeHour;
  const target = { type: 'AverageValue', averageValue: String(perReplica) };
  return horizontalPodAutoscaler(name, namespace, {
    minReplicas,
    maxReplicas,
    metrics: [{ type: 'External', external: { metric: { name: metric }, target } }],
  });
}

/** Nodes, the adapter, and the Deployment until all of it is Ready. */
async function startService(controlPlane: ControlPlane, prometheus: PrometheusServer): Promise<void> {
  const { api, kubeconfigs } = controlPlane;
  const { pool, pod, replicas } = nodeHour;
  await allowHpaController(controlPlane);
  await startAdapter(controlPlane, await adapterUser(controlPlane, 'adapter'), {
    config: adapterConfiguration,
    prometheusUrl: prometheus.url,
    refreshMs: 30_000,
    staleMs: 120_000,
    relistMs: 30_000,
  });
  const atOnce = { annotations: { [delayAnnotations.nodeReady]: '0s' } };
  const names = Array.from({ length: pool.initial }, (_, i) => `${pool.name}-${i}`);
  await apply(kubeconfigs.admin, ...names.map((each) => providedNode(nodeHourGroup, each, atOnce)));
  await makeNamespace(kubeconfigs.admin, { name: namespace });
  const requests = { cpu: `${pod.cpuMilli}m`, memory: String(pod.memoryBytes) };
  await apply(kubeconfigs.admin, deployment(name, { namespace, replicas, requests }));
  const path = `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`;
  await waitFor(
    async () =>
      (await api.get<{ status: { readyReplicas?: number } }>(path)).status.readyReplicas === replicas,
    { description: 'the first replicas', timeoutSeconds: 120 },
  );
}

/** A counter that every scrape finds as high as it is then. */
async function startCounterPage(
  arrivedBy: (atMs: number) => number,
): Promise<{ readonly url: string; readonly close: () => void }> {
  const server = createServer((_, response) =>
    response.end(`${nodeHour.metric}_total{namespace="${namespace}"} ${arrivedBy(Date.now())}\n`),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
