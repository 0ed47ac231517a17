import { fileURLToPath } from 'node:url';

import { type ControlPlane, startControlPlane } from '../../controlplane/control-plane.ts';
import type { Kubeconfig } from '../../controlplane/kubeconfig.ts';
import type { SampleSeries } from '../../controlplane/open-metrics.ts';
import { findFreePort } from '../../controlplane/ports.ts';
import { type PrometheusServer, startPrometheus } from '../../controlplane/prometheus.ts';
import { waitFor } from '../../controlplane/wait.ts';
import { runPrometheusAdapter } from '../prometheus-adapter.ts';
import { secureClient } from '../secure-client.ts';
import { adapterUser, servingCertificate, writeConfig } from '../start-adapter.ts';
import { processUsage } from './process-usage.ts';
import { type PacedResult, replay, saturate, type StreamResult, syncSeconds } from './request-stream.ts';

export interface MeasureOptions {
  /** Numbers of HPAs. */
  readonly hpas: readonly number[];
  readonly seconds: number;
  /** HPAs that also go by a forecast, in a run of its own. */
  readonly forecasts: number;
}

const rules = `
rules:
- seriesQuery: 'queue_depth{namespace!="",pod!=""}'
  resources: {template: "<<.Resource>>"}
  metricsQuery: 'sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)'
- seriesQuery: 'http_requests_total{namespace!="",pod!=""}'
  resources: {template: "<<.Resource>>"}
  name: {as: requests_per_second}
  metricsQuery: 'sum(rate(<<.Series>>{<<.LabelMatchers>>}[2m])) by (<<.GroupBy>>)'
externalRules:
- seriesQuery: 'sqs_messages{queue!=""}'
  resources: {namespaced: false}
  metricsQuery: 'max(<<.Series>>{<<.LabelMatchers>>}) by (queue)'
`;
const forecasts = 'forecasts: [{metric: queue_depth, horizon: 15m, step: 5m, history: 7d}]\n';

const appsPerNamespace = 100;
const podsPerApp = 2;

interface App {
  readonly namespace: string;
  readonly name: string;
  readonly pods: readonly string[];
}

/** A started adapter. */
interface Candidate {
  readonly name: string;
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

interface Row {
  readonly adapter: string;
  readonly hpas: number;
  /** When every HPA is looked at for the first time. */
  readonly firstRound: PacedResult;
  /** In the rounds that follow. */
  readonly paced: PacedResult;
  readonly cpuSeconds: number;
  readonly residentMegabytes: number;
  readonly queriesPerMinute: number;
  readonly most: StreamResult;
}

/** Measures both adapters and prints a table. */
export async function measureAdapters({
  hpas,
  seconds,
  forecasts: forecasting,
}: MeasureOptions): Promise<void> {
  const apps = makeApps(Math.max(...hpas));
  console.log(
    `${apps.length} Deployments' pods: ${apps.length * podsPerApp} pods, ${apps.length * podsPerApp * 2} series`,
  );
  const [controlPlane, prometheus] = await Promise.all([
    startControlPlane({ hpa: false, scheduler: false, kwok: false }),
    startPrometheus({ series: history(apps, forecasting) }),
  ]);
  try {
    await createPods(controlPlane, apps);
    const user = await adapterUser(controlPlane, 'adapter');
    const world = { controlPlane, prometheus, user };
    printLine(titles);
    printLine(titles.map(() => '---'));
    for (const count of hpas) {
      const paths = apps.slice(0, count).map(metricPath);
      for (const start of [startTheirs, startOurs]) {
        printRow(await measured(world, await start(world, rules), { first: paths, then: paths }, seconds));
      }
    }
    if (forecasting > 0) {
      const first = apps.slice(0, Math.min(1000, apps.length)).map(metricPath);
      const then = first.flatMap((path, index) => {
        const app = apps[index];
        return index < forecasting && app
          ? [path, metricPath(app, 0).replace('/queue_depth?', '/forecast_queue_depth?')]
          : [path];
      });
      const ours = await startOurs(world, rules + forecasts);
      printRow(
        await measured(
          world,
          { ...ours, name: `ours, ${forecasting} forecasts being read and fitted` },
          { first, then },
          seconds,
        ),
      );
    }
  } finally {
    await prometheus.stop();
    await controlPlane.stop();
  }
}

interface World {
  readonly controlPlane: ControlPlane;
  readonly prometheus: PrometheusServer;
  readonly user: Kubeconfig;
}

async function measured(
  { controlPlane, prometheus }: World,
  candidate: Candidate,
  { first, then }: { readonly first: readonly string[]; readonly then: readonly string[] },
  seconds: number,
): Promise<Row> {
  const client = secureClient(candidate.url, controlPlane.kubeconfigs.admin.user);
  await waitFor(async () => (await client.get(first[0] ?? '')).status === 200, {
    description: `${candidate.name} to answer`,
    timeoutSeconds: 60,
  });
  const firstRound = await replay(client, first, syncSeconds);
  const [before, asked] = [processUsage(candidate.pid), await queries(prometheus)];
  const paced = await replay(client, then, seconds);
  const [after, askedThen] = [processUsage(candidate.pid), await queries(prometheus)];
  const most = await saturate(client, then, Math.min(5, seconds));
  client.close();
  await candidate.stop();
  return {
    adapter: candidate.name,
    hpas: then.length,
    firstRound,
    paced,
    cpuSeconds: after.cpuSeconds - before.cpuSeconds,
    residentMegabytes: after.residentMegabytes,
    queriesPerMinute: ((askedThen - asked) / seconds) * 60,
    most,
  };
}

async function startTheirs({ controlPlane, prometheus, user }: World, config: string): Promise<Candidate> {
  const name = `prometheus-adapter-${Date.now()}`;
  const started = await runPrometheusAdapter(controlPlane, name, user, {
    configFile: writeConfig(controlPlane, `${name}.yaml`, config),
    prometheusUrl: prometheus.url,
    relistInterval: '1m',
    // It lists the pods of each request; by default it does so five times a second at most, and more HPAs than 75 wait.
    flags: ['--client-qps=5000', '--client-burst=5000'],
  });
  return { ...started, name: 'prometheus-adapter v0.12' };
}

/** The built plugin, in a process of its own. */
async function startOurs({ controlPlane, prometheus, user }: World, config: string): Promise<Candidate> {
  const name = `adapter-${Date.now()}`;
  const port = await findFreePort();
  const { certificate, key } = await servingCertificate(controlPlane, name);
  const running = controlPlane.sandbox.start({
    name,
    command: process.execPath,
    arguments: [
      fileURLToPath(new URL('../../plugin/bin/kubectl-autoscale.js', import.meta.url)),
      ...['adapter', 'serve', '--kubeconfig', user.path, '--prometheus-url', prometheus.url],
      ...['--config', writeConfig(controlPlane, `${name}.yaml`, config)],
      ...['--tls-cert-file', certificate, '--tls-private-key-file', key],
      ...['--bind-address', '127.0.0.1', '--secure-port', String(port)],
    ],
  });
  const url = `https://127.0.0.1:${port}`;
  const client = secureClient(url);
  await running.ready(async () => (await client.get('/readyz')).status === 200);
  client.close();
  return { name: 'ours', url, pid: running.pid, stop: () => running.stop() };
}

function makeApps(count: number): readonly App[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `app-${index}`;
    const pods = Array.from(
      { length: podsPerApp },
      (__, pod) => `${name}-5d9c7f6b8-bbbb${'bcdfg'[pod] ?? 'z'}`,
    );
    return { namespace: `ns-${Math.floor(index / appsPerNamespace)}`, name, pods };
  });
}

/** Six in ten HPAs go by a queue, two by a rate, two by an external queue. */
function metricPath({ namespace, name }: App, index: number): string {
  const custom = `/apis/custom.metrics.k8s.io/v1beta1/namespaces/${namespace}/pods/*`;
  if (index % 10 < 6) return `${custom}/queue_depth?labelSelector=app%3D${name}`;
  if (index % 10 < 8) return `${custom}/requests_per_second?labelSelector=app%3D${name}`;
  return `/apis/external.metrics.k8s.io/v1beta1/namespaces/${namespace}/sqs_messages?labelSelector=queue%3Dq-${index % 50}`;
}

async function createPods({ api }: ControlPlane, apps: readonly App[]): Promise<void> {
  for (const namespace of new Set(apps.map((app) => app.namespace))) {
    await api.create('/api/v1/namespaces', { metadata: { name: namespace } });
    await api.create(`/api/v1/namespaces/${namespace}/serviceaccounts`, { metadata: { name: 'default' } });
  }
  const waiting = [...apps];
  const lane = async (): Promise<void> => {
    for (let app = waiting.pop(); app !== undefined; app = waiting.pop()) {
      for (const pod of app.pods) {
        await api.create(`/api/v1/namespaces/${app.namespace}/pods`, podObject(app, pod));
      }
    }
  };
  await Promise.all(Array.from({ length: 16 }, lane));
}

function podObject({ name }: App, pod: string): object {
  const owner = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    name: `${name}-5d9c7f6b8`,
    uid: name,
    controller: true,
  };
  return {
    metadata: {
      name: pod,
      labels: { app: name, 'pod-template-hash': '5d9c7f6b8' },
      ownerReferences: [owner],
    },
    spec: { containers: [{ name: 'app', image: 'registry.example/app:1' }] },
  };
}

/** Up to half an hour from now, so that nothing is missing while it is measured; a week of what is forecast. */
function history(apps: readonly App[], forecasting: number): readonly SampleSeries[] {
  const end = Math.floor(Date.now() / 1000) + 1800;
  const times = (seconds: number, step: number): readonly number[] =>
    Array.from({ length: seconds / step }, (_, index) => end - seconds + (index + 1) * step);
  const short = times(2400, 60);
  const week = times(7 * 86_400, 300);
  const day = (time: number): number => 50 + 40 * Math.sin((time / 86_400) * 2 * Math.PI);
  return [
    ...apps.flatMap(({ namespace, pods }, index) =>
      pods.flatMap((pod): SampleSeries[] => {
        const labels = { namespace, pod };
        return [
          {
            name: 'queue_depth',
            labels,
            samples:
              index < forecasting
                ? week.map((time) => [time, day(time + index * 60)] as const)
                : short.map((time) => [time, index % 97] as const),
          },
          {
            name: 'http_requests_total',
            labels,
            samples: short.map((time) => [time, (time % 100_000) * 3] as const),
          },
        ];
      }),
    ),
    ...Array.from({ length: 50 }, (_, queue) => ({
      name: 'sqs_messages',
      labels: { queue: `q-${queue}` },
      samples: short.map((time) => [time, 100 + queue] as const),
    })),
  ];
}

/** Queries that Prometheus has answered so far, of all kinds. */
async function queries(prometheus: PrometheusServer): Promise<number> {
  const page = await (await fetch(`${prometheus.url}/metrics`)).text();
  const counted =
    /^prometheus_http_requests_total\{code="\d+",handler="\/api\/v1\/(?:query|query_range|series)"\} (\S+)$/gm;
  return [...page.matchAll(counted)].reduce((total, [, count]) => total + Number(count), 0);
}

const titles = [
  ...['adapter', 'requests in 15 s', 'first round p99 ms', 'p50 ms', 'p99 ms', 'stall of the asker ms'],
  ...['failed', 'CPU ms a request', 'MB', 'queries a minute', 'most requests/s', 'p99 ms then'],
];

function printLine(cells: readonly (string | number)[]): void {
  console.log(`| ${cells.join(' | ')} |`);
}

function printRow(row: Row): void {
  printLine([
    row.adapter,
    row.hpas,
    row.firstRound.p99Ms.toFixed(1),
    row.paced.p50Ms.toFixed(1),
    row.paced.p99Ms.toFixed(1),
    Math.max(row.firstRound.longestStallMs, row.paced.longestStallMs).toFixed(0),
    row.firstRound.failed + row.paced.failed,
    ((1000 * row.cpuSeconds) / row.paced.requests).toFixed(2),
    row.residentMegabytes.toFixed(0),
    row.queriesPerMinute.toFixed(0),
    row.most.perSecond.toFixed(0),
    row.most.p99Ms.toFixed(0),
  ]);
}
