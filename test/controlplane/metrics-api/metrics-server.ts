import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';

import type { ApiClient, KubernetesObject } from '../api-client.ts';
import type { ControlPlane } from '../control-plane.ts';
import { failure } from './answers.ts';
import type { MetricScript } from './metric-script.ts';
import { registerMetricsApis, servedName, unregisterMetricsApis } from './registration.ts';
import { parseRoute } from './routes.ts';
import { type Answer, answer, type ListedPod } from './scripted-metrics.ts';

/** One request to a scripted metrics API, and its answer. */
export interface MetricsRequest {
  /** When it was answered: who asked goes on from there. */
  readonly atMilliseconds: number;
  /** Who asked, as the API server's front proxy says. */
  readonly user: string;
  /** Path and query. */
  readonly path: string;
  readonly status: number;
  readonly body: object;
}

/** A metrics API that answers from scripts. */
export interface ScriptedMetricsApi {
  /** Begins a script for a namespace: its time is 0 now. Replaces a former one. */
  play(namespace: string, script: MetricScript): void;
  /** The requests so far, oldest first, without discovery. */
  requests(): readonly MetricsRequest[];
  stop(): Promise<void>;
}

/**
 * Serves metrics.k8s.io, custom.metrics.k8s.io and external.metrics.k8s.io over HTTPS and registers them with the API
 * server, so that the HPA controller, `kubectl top` and every other client reach them through the aggregation layer.
 * Ends with the control plane, or before by `stop`.
 */
export async function startScriptedMetricsApi(controlPlane: ControlPlane): Promise<ScriptedMetricsApi> {
  const scripts = new Map<string, { readonly script: MetricScript; readonly begin: number }>();
  const log: MetricsRequest[] = [];
  const serving = await controlPlane.authority.issue({
    name: 'scripted-metrics',
    commonName: 'scripted-metrics',
    subjectAltNames: [`DNS:${servedName}`, 'DNS:localhost'],
  });

  async function respond(path: string): Promise<{ readonly discovery: boolean; readonly answer: Answer }> {
    const route = parseRoute(new URL(path, 'https://localhost'));
    if (!route) {
      return { discovery: true, answer: { status: 404, body: failure(404, 'NotFound', `no ${path} here`) } };
    }
    const nowMilliseconds = Date.now();
    const given = await answer(
      route,
      new Map([...scripts].map(([namespace, { script }]) => [namespace, script])),
      {
        listPods: (namespace, labelSelector) => listPods(controlPlane.api, namespace, labelSelector),
        elapsedSeconds: (namespace) =>
          (nowMilliseconds - (scripts.get(namespace)?.begin ?? nowMilliseconds)) / 1000,
        nowMilliseconds,
      },
    );
    return { discovery: !('namespace' in route), answer: given };
  }

  const server = createServer({ cert: readFileSync(serving.certificate), key: readFileSync(serving.key) });
  server.on('request', (request, response) => {
    const path = request.url ?? '/';
    respond(path)
      .catch((error: unknown) => ({
        discovery: false,
        answer: { status: 500, body: failure(500, 'InternalError', String(error)) },
      }))
      .then(({ discovery, answer: { status, body } }) => {
        const user = String(request.headers['x-remote-user'] ?? '');
        if (!discovery) log.push({ atMilliseconds: Date.now(), user, path, status, body });
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      })
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const close = (): Promise<void> => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  };
  controlPlane.sandbox.defer(close);
  await registerMetricsApis(controlPlane.api, controlPlane.authority, (server.address() as AddressInfo).port);
  return {
    play: (namespace, script) => void scripts.set(namespace, { script, begin: Date.now() }),
    requests: () => [...log],
    async stop() {
      await unregisterMetricsApis(controlPlane.api);
      await close();
    },
  };
}

interface Pod extends KubernetesObject {
  readonly spec: { readonly containers: readonly { readonly name: string }[] };
  readonly status: {
    readonly phase?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

async function listPods(
  api: ApiClient,
  namespace: string,
  labelSelector: string,
): Promise<readonly ListedPod[]> {
  const query = labelSelector === '' ? '' : `?labelSelector=${encodeURIComponent(labelSelector)}`;
  const { items } = await api.get<{ items: readonly Pod[] }>(`/api/v1/namespaces/${namespace}/pods${query}`);
  return items.map(({ metadata, spec, status }) => ({
    name: metadata.name,
    containers: spec.containers.map((container) => container.name),
    running: status.phase === 'Running',
    ready:
      status.conditions?.some(({ type, status: state }) => type === 'Ready' && state === 'True') ?? false,
    createdAtMilliseconds: Date.parse(metadata.creationTimestamp ?? ''),
  }));
}
