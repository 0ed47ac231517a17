import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { ClusterSource, HttpRequest } from '#core/ports/index.ts';
import {
  type ApiServer,
  connectApiServer,
  createKubernetesSource,
  serviceProxy,
} from '#core/sources/kubernetes/index.ts';
import { createPrometheusSource, discoverPrometheus } from '#core/sources/prometheus/index.ts';

import { caught, everythingIn } from './caught.ts';
import { createHome, type Home, kubeconfigText } from './kubeconfig-fixture.ts';
import {
  type Handler,
  json,
  type LocalServer,
  type ReceivedRequest,
  startLocalServer,
} from './local-server.ts';

const deployments = { group: 'apps', kind: 'Deployment' };
const pods = { group: '', kind: 'Pod' };

/** Discovery as an API server answers it. */
const discovery: Readonly<Record<string, object>> = {
  '/version': { major: '1', minor: '34+', gitVersion: 'v1.34.1-eks-1234' },
  '/api/v1': {
    resources: [
      { name: 'pods', kind: 'Pod', namespaced: true },
      { name: 'pods/log', kind: 'Pod', namespaced: true },
      { name: 'nodes', kind: 'Node', namespaced: false },
      { name: 'services', kind: 'Service', namespaced: true },
    ],
  },
  '/apis/apps': { preferredVersion: { groupVersion: 'apps/v1' }, versions: [{ groupVersion: 'apps/v1' }] },
  '/apis/apps/v1': {
    resources: [
      { name: 'deployments/scale', kind: 'Scale', namespaced: true },
      { name: 'deployments', kind: 'Deployment', namespaced: true },
    ],
  },
  '/apis/autoscaling': {
    preferredVersion: { groupVersion: 'autoscaling/v2' },
    versions: [{ groupVersion: 'autoscaling/v2' }, { groupVersion: 'autoscaling/v1' }],
  },
  '/apis/autoscaling/v2': { resources: [] },
  '/apis/autoscaling/v1': {
    resources: [{ name: 'horizontalpodautoscalers', kind: 'HorizontalPodAutoscaler', namespaced: true }],
  },
};

const status = (code: number, message: string): object => ({
  kind: 'Status',
  status: 'Failure',
  code,
  message,
});
const namedPods = (from: number, count: number): object[] =>
  Array.from({ length: count }, (_, index) => ({
    metadata: { name: `pod-${from + index}`, namespace: 'prod' },
  }));

let home: Home;
let server: LocalServer | undefined;
beforeEach(() => {
  home = createHome();
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  home.remove();
});

/** A cluster whose discovery works and whose other paths behave as told. */
async function connect(handler: Handler, user?: object, attempts = 1): Promise<ApiServer> {
  server = await startLocalServer((request, response, count) => {
    const known = discovery[request.url];
    if (known) json(response, known);
    else void handler(request, response, count);
  });
  const kubeconfig = home.write('config', kubeconfigText(server.url, user));
  return connectApiServer({
    kubeconfig,
    environment: {},
    homeDirectory: home.path,
    attempts,
    timeoutMs: 1_000,
  });
}

const cluster = async (handler: Handler, user?: object): Promise<ClusterSource> =>
  createKubernetesSource(await connect(handler, user));

const asked = (path: string): readonly ReceivedRequest[] =>
  (server?.requests ?? []).filter(({ url }) => url.startsWith(path));

describe('a cluster', () => {
  it('says its version and what it is', async () => {
    const source = await cluster(() => undefined);
    expect(await source.version()).toEqual({ gitVersion: 'v1.34.1-eks-1234', major: 1, minor: 34 });
    expect(source).toMatchObject({ description: 'context test', defaultNamespace: 'prod' });
  });

  it('lists a kind page by page, says what each object is, and drops what repeats it', async () => {
    const source = await cluster(({ url }, response) => {
      const token = new URL(url, 'http://x').searchParams.get('continue');
      const page = token === null ? 0 : Number(token);
      json(response, {
        kind: 'PodList',
        metadata: page < 2 ? { continue: String(page + 1) } : {},
        items: namedPods(page * 500, 500),
      });
    });
    const found = await source.list({ ...pods, namespace: 'prod', labelSelector: 'app in (a,b),tier!=x' });
    expect(found.map(({ metadata }) => metadata.name)).toEqual(
      namedPods(0, 1500).map((_, index) => `pod-${index}`),
    );
    expect(found[0]).toEqual({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'pod-0', namespace: 'prod' },
    });
    const [first] = asked('/api/v1/namespaces/prod/pods');
    expect(Object.fromEntries(new URL(first!.url, 'http://x').searchParams)).toEqual({
      limit: '500',
      labelSelector: 'app in (a,b),tier!=x',
    });
  });

  it('starts over when the server has forgotten the pages', async () => {
    const source = await cluster(({ url }, response) => {
      const search = new URL(url, 'http://x').searchParams;
      if (search.has('continue')) {
        json(response, status(410, 'Expired'), 410);
        return;
      }
      const whole = !search.has('limit');
      json(response, { metadata: whole ? {} : { continue: 'x' }, items: namedPods(0, whole ? 3 : 2) });
    });
    expect(await source.list(pods)).toHaveLength(3);
  });

  it('looks for a kind in the preferred version first, then in others, and once', async () => {
    const source = await cluster((_, response) => json(response, { items: [] }));
    const hpas = { group: 'autoscaling', kind: 'HorizontalPodAutoscaler' };
    await source.list(hpas);
    await source.list({ ...hpas, namespace: 'a b' });
    expect(asked('/apis/autoscaling').map(({ url }) => url)).toEqual([
      '/apis/autoscaling',
      '/apis/autoscaling/v2',
      '/apis/autoscaling/v1',
      '/apis/autoscaling/v1/horizontalpodautoscalers?limit=500',
      '/apis/autoscaling/v1/namespaces/a%20b/horizontalpodautoscalers?limit=500',
    ]);
  });

  it('has no objects of a kind that it does not serve', async () => {
    const source = await cluster((_, response) => json(response, status(404, 'not found'), 404));
    expect(await source.list({ group: 'autoscaling.k8s.io', kind: 'VerticalPodAutoscaler' })).toEqual([]);
    expect(await source.get({ group: 'keda.sh', kind: 'ScaledObject', name: 'x' })).toBeUndefined();
    expect(await source.get({ ...deployments, name: 'gone' })).toBeUndefined();
  });

  it('gives one object, tidied, from the context’s namespace unless told', async () => {
    const source = await cluster((_, response) =>
      json(response, {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: {
          name: 'web',
          managedFields: [{ manager: 'kubectl' }],
          annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}', keep: 'this' },
        },
        spec: { replicas: 3 },
      }),
    );
    expect(await source.get({ ...deployments, name: 'web' })).toEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', annotations: { keep: 'this' } },
      spec: { replicas: 3 },
    });
    await source.get({ group: '', kind: 'Node', namespace: 'ignored', name: 'node/1' });
    expect(asked('/api').at(-1)?.url).toBe('/api/v1/nodes/node%2F1');
    expect(asked('/apis/apps/v1/namespaces/prod/deployments/web')).toHaveLength(1);
  });

  it('is asked over one connection, with the token', async () => {
    const source = await cluster((_, response) => json(response, { items: [] }));
    for (let count = 0; count < 5; count += 1) await source.list(pods);
    expect(server?.connections()).toBe(1);
    expect(server?.requests.every(({ headers }) => headers.authorization === 'Bearer secret-token')).toBe(
      true,
    );
  });
});

describe('a cluster that refuses', () => {
  it.each([
    ['list', { ...deployments, namespace: 'prod' }, 'list deployments.apps in namespace prod', '-n prod'],
    ['list', deployments, 'list deployments.apps in all namespaces', '-A'],
    ['list', { group: '', kind: 'Node' }, 'list nodes', 'list nodes"'],
  ])('names the missing verb and resource (%s %o)', async (_, query, says, flag) => {
    const source = await cluster((_request, response) =>
      json(
        response,
        status(403, 'deployments.apps is forbidden: User "jane@example.com" cannot list …'),
        403,
      ),
    );
    const error = await caught(source.list(query));
    expect(error.code).toBe('forbidden');
    expect(error.message).toBe(`User "jane@example.com" may not ${says} (context test)`);
    expect(error.details.suggestions?.[0]).toContain(flag);
  });

  it('says that the token may have expired, after asking for a new one', async () => {
    const source = await cluster((_, response) => json(response, status(401, 'Unauthorized'), 401));
    const error = await caught(source.list(pods));
    expect(error.code).toBe('unauthorized');
    expect(error.message).toMatch(
      /context test does not accept the credentials of user ann: they may have expired/,
    );
    expect(asked('/api/v1/pods')).toHaveLength(2);
  });

  it.each<[number, unknown, string, RegExp]>([
    [
      503,
      status(503, 'the server is currently unable to handle the request'),
      'unreachable',
      /cannot serve pods now \(503\): the server is currently/,
    ],
    [429, 'too many', 'rate-limited', /asks for fewer requests/],
    [400, status(400, 'unable to parse requirement'), 'bad-query', /unable to parse requirement/],
    [500, 'boom', 'bad-response', /answered 500 for pods/],
    [200, '<html>login</html>', 'bad-response', /something else than JSON/],
    [200, '{"items": [', 'bad-response', /something else than JSON/],
  ])('answers %i', async (code, body, expected, says) => {
    const source = await cluster((_, response) =>
      typeof body === 'string' ? response.writeHead(code).end(body) : json(response, body, code),
    );
    const error = await caught(source.list(pods));
    expect(error.code).toBe(expected);
    expect(error.message).toMatch(says);
    expect(everythingIn(error)).not.toContain('secret-token');
  });

  it('is slow, or cancelled, or gone', async () => {
    const source = await cluster(() => undefined);
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 200);
    expect((await caught(source.list(pods, { signal: controller.signal }))).code).toBe('cancelled');
    expect((await caught(source.list(pods))).message).toBe(
      'The API server of context test did not answer in 1 s',
    );
    await server?.close();
    const error = await caught(source.list(pods));
    expect(error.code).toBe('unreachable');
    expect(error.message).toMatch(/nothing listens at 127\.0\.0\.1/);
  });

  it('is not asked again for what failed in passing during discovery', async () => {
    let failing = true;
    server = await startLocalServer(({ url }, response) => {
      if (failing) {
        json(response, status(503, 'starting'), 503);
        return;
      }
      json(response, discovery[url] ?? { items: namedPods(0, 1) });
    });
    const kubeconfig = home.write('config', kubeconfigText(server.url));
    const source = createKubernetesSource(
      await connectApiServer({ kubeconfig, environment: {}, attempts: 1 }),
    );
    expect((await caught(source.list(pods))).code).toBe('unreachable');
    failing = false;
    expect(await source.list(pods)).toHaveLength(1);
  });
});

describe('credentials', () => {
  const authorization = async (user: object): Promise<string | undefined> => {
    const source = await cluster((_, response) => json(response, { items: [] }), user);
    await source.list(pods);
    return asked('/api/v1/pods')[0]?.headers.authorization;
  };
  const exec = (command: string, more: object = {}): object => ({
    exec: { apiVersion: 'client.authentication.k8s.io/v1', command, ...more },
  });
  const printToken = (expression: string, expires = '2099-01-01T00:00:00Z'): string =>
    `echo "{\\"status\\":{\\"token\\":\\"${expression}\\",\\"expirationTimestamp\\":\\"${expires}\\"}}"`;

  it('token file, user and password, and those of a plugin', async () => {
    home.write('token', 'from-file\n');
    expect(await authorization({ tokenFile: 'token', token: 'older' })).toBe('Bearer from-file');
    await server?.close();
    expect(await authorization({ username: 'ann', password: 'p:w' })).toBe(`Basic ${btoa('ann:p:w')}`);
    await server?.close();
    home.script('plugin.sh', printToken('from-plugin'));
    expect(await authorization(exec('./plugin.sh'))).toBe('Bearer from-plugin');
  });

  it('a plugin is told what client-go tells it, and runs once however many wait', async () => {
    const log = `${home.path}/log`;
    const plugin = home.script(
      'plugin.sh',
      `echo "$KUBERNETES_EXEC_INFO $OWN" >> ${log}\n${printToken('t')}`,
    );
    const user = exec(plugin, { provideClusterInfo: true, env: [{ name: 'OWN', value: 'mine' }] });
    const source = await cluster((_, response) => json(response, { items: [] }), user);
    await Promise.all(Array.from({ length: 5 }, () => source.list(pods)));
    const { readFileSync } = await import('node:fs');
    const lines = readFileSync(log, 'utf8').trim().split('\n');
    expect(lines).toHaveLength(1);
    const [, info = '', own] = /^(\{.*\}) (.*)$/.exec(lines[0]!) ?? [];
    expect(JSON.parse(info)).toEqual({
      kind: 'ExecCredential',
      apiVersion: 'client.authentication.k8s.io/v1',
      spec: { interactive: false, cluster: { server: server?.url } },
    });
    expect(own).toBe('mine');
  });

  it('an expired token of a plugin is renewed once', async () => {
    const counter = `${home.path}/count`;
    const plugin = home.script(
      'plugin.sh',
      `echo x >> ${counter}\n${printToken(`token-$(wc -l < ${counter} | tr -d ' ')`, '2001-01-01T00:00:00Z')}`,
    );
    const source = await cluster(
      ({ headers }, response) =>
        headers.authorization === 'Bearer token-2'
          ? json(response, { items: [] })
          : json(response, status(401, 'Unauthorized'), 401),
      exec(plugin),
    );
    expect(await source.list(pods)).toEqual([]);
    expect(asked('/api/v1/pods').map(({ headers }) => headers.authorization)).toEqual([
      'Bearer token-1',
      'Bearer token-2',
    ]);
  });

  it.each<[string, () => object, RegExp, RegExp]>([
    [
      'is not installed',
      () => exec('no-such-plugin-here', { installHint: 'Install it with brew.' }),
      /plugin no-such-plugin-here of user ann cannot be started \(ENOENT\)/,
      /^Install it with brew\.$/,
    ],
    [
      'fails',
      () => exec(home.script('p.sh', 'echo "line one" >&2; echo "the session has expired" >&2; exit 1')),
      /plugin of user ann failed: the session has expired/,
      /Log in again/,
    ],
    [
      'prints nonsense',
      () => exec(home.script('p.sh', 'echo token=s3cr3t')),
      /did not print an ExecCredential/,
      /by hand/,
    ],
    [
      'prints no status',
      () => exec(home.script('p.sh', 'echo "{}"')),
      /did not print an ExecCredential/,
      /by hand/,
    ],
    [
      'has a key that is missing',
      () => ({ 'client-certificate': '/gone.crt', 'client-key': '/gone.key' }),
      /\/gone\.crt cannot be read \(ENOENT\)/,
      /Check the path/,
    ],
  ])('a plugin or user that %s', async (_, user, says, suggests) => {
    const source = await cluster(() => undefined, user());
    const error = await caught(source.list(pods));
    expect(error.code).toBe('unauthorized');
    expect(error.message).toMatch(says);
    expect(error.details.suggestions?.[0]).toMatch(suggests);
    expect(everythingIn(error)).not.toContain('s3cr3t');
  });

  it('a plugin that waits for a browser does not wait for ever', async () => {
    const source = await cluster(() => undefined, exec(home.script('p.sh', 'exec sleep 3')));
    expect((await caught(source.list(pods))).code).toBe('timeout');
  });

  it('impersonation of user and groups', async () => {
    const source = await cluster((_, response) => json(response, { items: [] }), {
      token: 't',
      as: 'bob',
      'as-groups': ['dev', 'ops'],
    });
    await source.list(pods);
    expect(asked('/api/v1/pods')[0]?.headers).toMatchObject({ 'impersonate-user': 'bob' });
    // Node joins repeated lines it does not know; the API server gets two.
    expect(asked('/api/v1/pods')[0]?.headers['impersonate-group']).toBe('dev, ops');
  });

  it('go to the cluster only', async () => {
    const { transport } = await connect(() => undefined);
    const request: HttpRequest = { method: 'GET', url: 'http://127.0.0.1:1/', timeoutMs: 100 };
    await expect(async () => transport.send(request)).rejects.toThrow(/to another server/);
  });
});

describe('Prometheus behind the API server', () => {
  const service = (namespace: string, name: string, ports: readonly object[]): object => ({
    metadata: { namespace, name },
    spec: { ports },
  });
  const prometheusAnswer = { status: 'success', data: { resultType: 'vector', result: [] } };

  it('is asked by GET with the kubeconfig’s credentials', async () => {
    const api = await connect((_, response) => json(response, prometheusAnswer));
    const proxy = serviceProxy(api, {
      namespace: 'monitoring',
      name: 'prometheus',
      port: 9090,
      scheme: 'https',
      path: '/p',
    });
    const source = createPrometheusSource(proxy);
    expect(await source.query({ id: 'up', promql: 'up', unit: '' }, 1_000)).toEqual([]);
    const [request] = asked(
      '/api/v1/namespaces/monitoring/services/https:prometheus:9090/proxy/p/api/v1/query?',
    );
    expect(request).toMatchObject({ method: 'GET' });
    expect(request?.headers.authorization).toBe('Bearer secret-token');
    expect(source.description).toBe('Prometheus https://prometheus.monitoring:9090/p');
  });

  it('says the whole way when something on it fails', async () => {
    const api = await connect((_, response) =>
      json(response, status(503, 'no endpoints available for service "https:prometheus:9090"'), 503),
    );
    const proxy = serviceProxy(api, {
      namespace: 'monitoring',
      name: 'prometheus',
      port: 9090,
      scheme: 'http',
    });
    const error = await caught(
      createPrometheusSource(proxy).query({ id: 'up', promql: 'up', unit: '' }, 1_000),
    );
    expect(error.details).toMatchObject({
      code: 'unreachable',
      reachedThrough: 'context test, service monitoring/prometheus:9090, API server proxy',
    });
    expect(error.message).toMatch(
      /^Prometheus at http:\/\/prometheus\.monitoring:9090 is not available \(503\): no endpoints/,
    );
  });

  it('that is slow is itself named, not the API server', async () => {
    const api = await connect(() => undefined);
    const proxy = serviceProxy(api, {
      namespace: 'monitoring',
      name: 'prometheus',
      port: 9090,
      scheme: 'http',
    });
    const source = createPrometheusSource({ ...proxy, timeoutMs: 100 });
    const error = await caught(source.query({ id: 'up', promql: 'up', unit: '' }, 1_000));
    expect(error.message).toBe('Prometheus at http://prometheus.monitoring:9090 did not answer in 100 ms');
    expect(error.details.reachedThrough).toContain('service monitoring/prometheus:9090');
  });

  it('is found by its usual names, the first that answers', async () => {
    const services = [
      service('default', 'web', [{ port: 80 }]),
      service('apps', 'prometheus', [{ port: 9090 }]),
      service('monitoring', 'thanos-query', [{ port: 9090 }]),
      service('monitoring', 'prometheus-k8s', [
        { name: 'reloader', port: 8080 },
        { name: 'https-web', port: 9090 },
      ]),
      service('monitoring', 'prometheus', [{ port: 80 }]),
    ];
    const api = await connect(({ url }, response) => {
      if (url.startsWith('/api/v1/services')) {
        json(response, { items: services });
        return;
      }
      if (url.includes('/prometheus-k8s:') || url.includes('/https:prometheus-k8s:')) {
        json(response, status(503, 'no endpoints'), 503);
        return;
      }
      json(response, { status: 'success', data: { version: '3.1.0' } });
    });
    const found = await discoverPrometheus(createKubernetesSource(api), (each) =>
      createPrometheusSource(serviceProxy(api, each)),
    );
    expect(found.service).toEqual({
      namespace: 'monitoring',
      name: 'prometheus',
      port: 80,
      scheme: 'http',
      path: '',
    });
    expect(found.tried.map(({ service: each }) => each)).toEqual([
      { namespace: 'monitoring', name: 'prometheus-k8s', port: 9090, scheme: 'https', path: '' },
    ]);
    expect(found.tried[0]?.problem).toMatch(/no endpoints/);
    expect((await found.source.buildInfo())?.version).toBe('3.1.0');
  });

  it('is looked for where listing is allowed', async () => {
    const api = await connect(({ url }, response) => {
      if (url.startsWith('/api/v1/namespaces/observability/services?')) {
        json(response, { items: [service('observability', 'prometheus-server', [{ port: 80 }])] });
        return;
      }
      if (url.includes('/proxy/')) {
        json(response, { status: 'success', data: { version: '2.42.0' } });
        return;
      }
      json(response, status(403, 'forbidden'), 403);
    });
    const found = await discoverPrometheus(createKubernetesSource(api), (each) =>
      createPrometheusSource(serviceProxy(api, each)),
    );
    expect(found.service.namespace).toBe('observability');
  });

  it('may not be looked for by a user who may list Services nowhere', async () => {
    const api = await connect((_request, response) =>
      json(response, status(403, 'services is forbidden: User "jane" cannot list resource "services"'), 403),
    );
    const look = caught(
      discoverPrometheus(createKubernetesSource(api), (each) =>
        createPrometheusSource(serviceProxy(api, each)),
      ),
    );
    const error = await look;
    expect(error.code).toBe('forbidden');
    expect(error.message).toMatch(/User "jane" may not list services in all namespaces .*not looked for/);
    expect(error.details.suggestions).toContain('Give its URL with --prometheus-url.');
  });

  it('that has no known name is said to be missing, with the names and the ways without one', async () => {
    const api = await connect((_request, response) =>
      json(response, { items: [service('monitoring', 'metrics', [{ port: 9090 }])] }),
    );
    const error = await caught(
      discoverPrometheus(createKubernetesSource(api), (each) =>
        createPrometheusSource(serviceProxy(api, each)),
      ),
    );
    expect(error.message).toMatch(
      /^No Service of context test has a name .*: prometheus-k8s, .*prometheus-operated/,
    );
    expect(error.details.suggestions).toContainEqual(expect.stringContaining('--no-metrics'));
  });

  it('that is nowhere is said to be, with what was tried', async () => {
    const api = await connect(({ url }, response) =>
      url.includes('/proxy/')
        ? json(response, status(403, 'services "x" is forbidden'), 403)
        : json(response, { items: [service('monitoring', 'prometheus', [{ port: 9090 }])] }),
    );
    const look = caught(
      discoverPrometheus(createKubernetesSource(api), (each) =>
        createPrometheusSource(serviceProxy(api, each)),
      ),
    );
    const error = await look;
    expect(error.code).toBe('not-found');
    expect(error.message).toMatch(
      /No Prometheus of context test answered; tried monitoring\/prometheus:9090 \(.*forbidden/,
    );
  });
});
