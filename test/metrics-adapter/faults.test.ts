import { copyFileSync } from 'node:fs';
import { connect as connectPlain } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect as connectSecure } from 'node:tls';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { seededRandom } from '#core/stats/index.ts';

import type { KeyPair } from '../controlplane/certificates.ts';
import { type ControlPlane, startControlPlane } from '../controlplane/control-plane.ts';
import { describeWith } from '../controlplane/describe-with.ts';
import { type PrometheusServer, startPrometheus } from '../controlplane/prometheus.ts';
import { waitFor } from '../controlplane/wait.ts';
import { type FaultyPrometheus, type PrometheusFault, startFaultyPrometheus } from './faulty-prometheus.ts';
import { type SecureClient, secureClient } from './secure-client.ts';
import { type AdapterUnderTest, adapterUser, servingCertificate, startAdapter } from './start-adapter.ts';

const programs = [...(['etcd', 'kube-apiserver', 'openssl', 'prometheus', 'promtool'] as const)];

const config = `
rules:
- seriesQuery: 'queue_depth{namespace!="",pod!=""}'
  resources: {template: "<<.Resource>>"}
  metricsQuery: 'sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)'
externalRules:
- {seriesQuery: 'queue_depth{shard!=""}', name: {as: shard_depth}, resources: {namespaced: false}, metricsQuery: 'sum(<<.Series>>{<<.LabelMatchers>>}) by (shard)'}
`;

/** 5,000 series over 50 namespaces: the value of pod 17 of namespace 3 is 3017. */
const namespaces = 50;
const podsEach = 100;
const valueOf = (namespace: number, pod: number): number => namespace * 1000 + pod;

const root = '/apis/custom.metrics.k8s.io/v1beta1';

/** As Kubernetes writes it: 3000 is 3k. */
function quantityText(value: number): string {
  return value % 1000 === 0 && value > 0 ? `${value / 1000}k` : String(value);
}

/** Answers by status, and those that were 200 and said something false. */
interface Tally {
  readonly byStatus: Map<number, number>;
  readonly wrong: string[];
  readonly broken: string[];
  readonly milliseconds: number[];
}

describeWith(programs, 'the adapter under load, when things go wrong', () => {
  let controlPlane: ControlPlane;
  let prometheus: PrometheusServer;
  let faulty: FaultyPrometheus;
  let adapter: AdapterUnderTest;
  let reader: KeyPair;
  beforeAll(async () => {
    const end = Math.floor(Date.now() / 1000);
    const times = Array.from({ length: 40 }, (_, index) => end + 15 * (index - 10));
    const series = Array.from({ length: namespaces * podsEach }, (_, index) => {
      const [namespace, pod] = [Math.floor(index / podsEach), index % podsEach];
      return {
        name: 'queue_depth',
        labels: { namespace: `ns-${namespace}`, pod: `p-${pod}`, shard: String(pod % 10) },
        samples: times.map((time) => [time, valueOf(namespace, pod)] as const),
      };
    });
    [controlPlane, prometheus] = await Promise.all([
      startControlPlane({ hpa: false, scheduler: false, kwok: false }),
      startPrometheus({ series }),
    ]);
    faulty = await startFaultyPrometheus(prometheus.url);
    const user = await adapterUser(controlPlane, 'adapter');
    reader = await metricsReader(controlPlane);
    adapter = await startAdapter(controlPlane, user, {
      config,
      prometheusUrl: faulty.url,
      refreshMs: 500,
      staleMs: 3000,
      register: false,
    });
  }, 120_000);
  afterAll(async () => {
    await faulty.stop();
    await prometheus.stop();
    await controlPlane.stop();
  });

  /** Asks from eight connections at once, while something is done, and for a while after it. */
  async function underLoad(during: () => Promise<void>, allowed?: 'zero'): Promise<Tally> {
    const tally: Tally = { byStatus: new Map(), wrong: [], broken: [], milliseconds: [] };
    const random = seededRandom(11);
    let isDone = false;
    const client = secureClient(adapter.url, reader);
    const ask = async (): Promise<void> => {
      while (!isDone) {
        const [namespace, pod] = [
          Math.floor(random.next() * namespaces),
          Math.floor(random.next() * podsEach),
        ];
        const started = performance.now();
        try {
          const { status, json } = await client.get(
            `${root}/namespaces/ns-${namespace}/pods/p-${pod}/queue_depth`,
          );
          tally.milliseconds.push(performance.now() - started);
          tally.byStatus.set(status, (tally.byStatus.get(status) ?? 0) + 1);
          if (status !== 200) continue;
          const { items } = json() as { items: { value: string; describedObject: { name: string } }[] };
          const given = items.map(({ value, describedObject: { name } }) => `${name}: ${value}`).join(', ');
          const right = [quantityText(valueOf(namespace, pod)), ...(allowed === 'zero' ? ['0'] : [])];
          if (!right.some((value) => given === `p-${pod}: ${value}`)) {
            tally.wrong.push(`ns-${namespace}/${given}`);
          }
        } catch (error) {
          tally.broken.push(String(error));
        }
      }
    };
    const asking = Array.from({ length: 8 }, ask);
    await during();
    isDone = true;
    await Promise.all(asking);
    client.close();
    return tally;
  }

  const shown = (name: string, { byStatus, milliseconds }: Tally): void => {
    const sorted = [...milliseconds].sort((a, b) => a - b);
    const at = (share: number): string => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(1);
    const counts = [...byStatus].map(([status, count]) => `${count} × ${status}`).join(', ');
    console.log(`${name}: ${counts}; p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms`);
  };

  const during = async (
    name: string,
    fault: PrometheusFault,
    ms: number,
    allowed?: 'zero',
  ): Promise<Tally> => {
    const tally = await underLoad(async () => {
      faulty.fault = fault;
      await sleep(ms);
    }, allowed);
    shown(name, tally);
    expect(tally.wrong).toEqual([]);
    expect(tally.broken).toEqual([]);
    return tally;
  };

  const isWell = async (): Promise<void> => {
    faulty.fault = { kind: 'none' };
    const client = secureClient(adapter.url, reader);
    // Of values that were read before, some may be about to be too old.
    const sinceMs = Math.floor(Date.now() / 1000) * 1000;
    await waitFor(
      async () => {
        const { status, json } = await client.get(`${root}/namespaces/ns-1/pods/p-1/queue_depth`);
        if (status !== 200) return false;
        const [item] = (json() as { items: { value: string; timestamp: string }[] }).items;
        return item?.value === '1001' && Date.parse(item.timestamp) >= sinceMs;
      },
      { description: 'the right answer again', timeoutSeconds: 20 },
    );
    client.close();
  };

  it('starts cold on 5,000 series without a wrong value', async () => {
    await waitFor(async () => (await adapterLists(adapter, reader)).includes('pods/queue_depth'), {
      description: 'the metric to be listed',
      timeoutSeconds: 30,
    });
    const asked = faulty.questions();
    const tally = await during('cold start, all well', { kind: 'none' }, 4000);
    expect([...tally.byStatus.keys()]).toEqual([200]);
    // Two a second for values, one for the list of series, and some more while namespaces come into use.
    expect(faulty.questions() - asked).toBeLessThan(120);
  }, 60_000);

  it('gives old values while Prometheus is slow or gone, then none, and new ones as soon as it is back', async () => {
    await isWell();
    const late = await during('Prometheus takes 1 s', { kind: 'slow', ms: 1000 }, 5000);
    expect(late.byStatus.get(200)).toBeGreaterThan(0);
    await isWell();
    const dead = await during('Prometheus killed for 6 s', { kind: 'killed' }, 6000);
    expect([...dead.byStatus.keys()].sort()).toEqual([200, 503]);
    await isWell();
    const back = await during('Prometheus back', { kind: 'none' }, 1500);
    expect([...back.byStatus.keys()]).toEqual([200]);
  }, 90_000);

  it('takes nothing for a value that is none', async () => {
    const vector = (value: string): string =>
      `{"status":"success","data":{"resultType":"vector","result":[{"metric":{"namespace":"ns-1","pod":"p-1"},"value":${value}}]}}`;
    const bodies = [
      '{"status":"success","data":{"resultType":"matrix","result":[]}}',
      '{"status":"success","data":{"resultType":"string","result":[1,"7"]}}',
      '{"status":"success","data":{"resultType":"scalar","result":[1,"7"]}}',
      '{"status":"success","data":{"resultType":"vector","result":null}}',
      '{"status":"success","data":{"resultType":"vector","result":[null]}}',
      '{"status":"success","data":{"resultType":"vector","result":[{"metric":null,"value":[1,"7"]}]}}',
      '{"status":"success","data":{"resultType":"vector","result":{"a":1}}}',
      '{"status":"success","data":null}',
      '{"status":"success"}',
      vector('[1,null]'),
      vector('[1,true]'),
      vector('[1,""]'),
      vector('[1," "]'),
      vector('[1,[]]'),
      vector('[null,"7"]'),
      vector('["x","7"]'),
      vector('{"0":1}'),
      vector('7'),
      '{"status":"success","data":{"resultType":"vector","resu',
      '<html><body>login</body></html>',
      '',
      '[]',
      'null',
    ];
    for (const body of bodies) {
      faulty.fault = { kind: 'none' };
      await isWell();
      const tally = await during(`answer ${body.slice(0, 110)}`, { kind: 'says', body }, 700);
      expect(tally.byStatus.get(500) ?? 0, body).toBe(0);
    }
    await isWell();
    for (const status of [204, 302, 401, 403, 404, 429, 500, 502, 503]) {
      await during(`status ${status}`, { kind: 'says', status, body: status === 204 ? '' : 'no' }, 500);
    }
    await isWell();
    await during('NaN', { kind: 'values', value: 'NaN' }, 2500, 'zero');
    await isWell();
    for (const value of ['+Inf', '-Inf', '1e300']) {
      const tally = await during(value, { kind: 'values', value }, 2500);
      expect(tally.byStatus.get(404)).toBeGreaterThan(0);
      await isWell();
    }
  }, 180_000);

  it('outlives the API server, and serves who was allowed as soon as it is back', async () => {
    await isWell();
    const tally = await underLoad(async () => {
      await sleep(500);
      await controlPlane.restartApiServer();
      await sleep(1000);
    });
    shown('API server restarted', tally);
    expect(tally.wrong).toEqual([]);
    expect(tally.broken).toEqual([]);
    expect([...tally.byStatus.keys()].every((status) => status === 200 || status === 503)).toBe(true);
    await isWell();
  }, 120_000);

  it('changes its certificate under load', async () => {
    const next = await servingCertificate(controlPlane, 'adapter-next');
    const serial = (): Promise<string> =>
      new Promise((resolve, reject) => {
        const socket = connectSecure(
          { port: adapter.port, host: '127.0.0.1', rejectUnauthorized: false },
          () => {
            resolve(socket.getPeerX509Certificate()?.serialNumber ?? '');
            socket.destroy();
          },
        );
        socket.once('error', reject);
      });
    const before = await serial();
    const tally = await underLoad(async () => {
      copyFileSync(next.key, adapter.serving.key);
      // Half of a rotation: the key does not fit, and the old pair is served on.
      await sleep(300);
      copyFileSync(next.certificate, adapter.serving.certificate);
      await waitFor(async () => (await serial()) !== before, {
        description: 'the new certificate',
        timeoutSeconds: 25,
      });
    });
    shown('certificate rotated', tally);
    expect(tally.wrong).toEqual([]);
    expect(tally.broken).toEqual([]);
    expect([...tally.byStatus.keys()]).toEqual([200]);
  }, 60_000);

  it('answers 10,000 malformed requests with what is wrong with them, and keeps nothing of them', async () => {
    const admin = secureClient(adapter.url, controlPlane.kubeconfigs.admin.user);
    const send = async (count: number): Promise<Map<number, number>> => {
      const byStatus = new Map<number, number>();
      const random = seededRandom(3);
      const lane = async (): Promise<void> => {
        while (count-- > 0) {
          const { status } = await malformed(admin, () => random.next());
          byStatus.set(status, (byStatus.get(status) ?? 0) + 1);
        }
      };
      await Promise.all(Array.from({ length: 16 }, lane));
      return byStatus;
    };
    await send(2000);
    const before = heapMegabytes();
    const byStatus = await send(10_000);
    const after = heapMegabytes();
    admin.close();
    await Promise.all(
      ['GET / HTTP/1.1\r\n\r\n', '\x16\x03\x01\xff', '\0'.repeat(4096)].map((text) =>
        plainText(adapter.port, text),
      ),
    );
    console.log(
      `10,000 malformed: ${JSON.stringify([...byStatus])}; heap ${before.toFixed(1)} → ${after.toFixed(1)} MB`,
    );
    expect([...byStatus.keys()].every((status) => status >= 400 && status < 500)).toBe(true);
    expect(after - before).toBeLessThan(15);
    await isWell();
  }, 120_000);
});

/** A user who may read metrics and nothing else, as the HPA controller. */
async function metricsReader(controlPlane: ControlPlane): Promise<KeyPair> {
  const rbac = '/apis/rbac.authorization.k8s.io/v1';
  await controlPlane.api.create(`${rbac}/clusterroles`, {
    kind: 'ClusterRole',
    metadata: { name: 'metrics' },
    rules: [
      {
        apiGroups: ['custom.metrics.k8s.io', 'external.metrics.k8s.io'],
        resources: ['*'],
        verbs: ['get', 'list'],
      },
    ],
  });
  await controlPlane.api.create(`${rbac}/clusterrolebindings`, {
    kind: 'ClusterRoleBinding',
    metadata: { name: 'metrics' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'metrics' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'load' }],
  });
  return controlPlane.authority.issue({ name: 'load', commonName: 'load' });
}

async function adapterLists({ url }: AdapterUnderTest, certificate: KeyPair): Promise<readonly string[]> {
  const client = secureClient(url, certificate);
  const { json, status } = await client.get(root);
  client.close();
  if (status !== 200) return [];
  return (json() as { resources: { name: string }[] }).resources.map(({ name }) => name);
}

/** One request that nobody should send. */
async function malformed(client: SecureClient, random: () => number): Promise<{ status: number }> {
  const pick = <T>(choices: readonly T[]): T => choices[Math.floor(random() * choices.length)]!;
  const junk = (length: number): string =>
    Array.from({ length }, () => String.fromCharCode(33 + Math.floor(random() * 94)))
      .join('')
      .replaceAll(/[#?]/g, '_');
  const inNamespace = `${root}/namespaces/ns-1`;
  const path = pick([
    () => `/${junk(20)}`,
    () => `${root}/%zz/${junk(5)}/%`,
    () => `${inNamespace}/pods/*/queue_depth?labelSelector=${encodeURIComponent(`=${junk(10)}(`)}`,
    () => `${inNamespace}/pods/*/queue_depth?labelSelector=a%20in%20(`,
    () => `${inNamespace}/pods/p-1/queue_depth?metricLabelSelector=${encodeURIComponent('!!')}`,
    () => `${inNamespace}/pods/p-1/queue_depth?fieldSelector=spec.x%3D${encodeURIComponent(junk(5))}`,
    () => `${inNamespace}/${'a/'.repeat(200)}`,
    () => `${inNamespace}/pods/${'x'.repeat(6000)}/queue_depth`,
    () => `${inNamespace}/unknowns.${encodeURIComponent(junk(4))}/x/queue_depth`,
    () => `${inNamespace}/pods/p-1/${encodeURIComponent(junk(30))}`,
    () => `/apis/external.metrics.k8s.io/v1beta1/namespaces/x/${encodeURIComponent(junk(30))}`,
    () => `/apis/${encodeURIComponent(junk(12))}/v1`,
    () => `//${junk(5)}//..//`,
  ])();
  return client.get(path, {}, pick(['GET', 'GET', 'GET', 'POST', 'DELETE', 'PATCH', 'OPTIONS', 'PUT']));
}

/** Bytes that are no TLS; the server ends the connection. */
function plainText(port: number, text: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = connectPlain({ port, host: '127.0.0.1' }, () => socket.end(text));
    socket.on('error', () => undefined);
    socket.resume();
    socket.once('close', () => resolve());
  });
}

/** After collecting what nobody needs. */
function heapMegabytes(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed / 1e6;
}
