import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { repositoryRoot } from '../cli/run-plugin.ts';
import { type ControlPlane, startControlPlane } from '../controlplane/control-plane.ts';
import { describeWith } from '../controlplane/describe-with.ts';
import { kubectl } from '../controlplane/kubectl.ts';
import { findFreePort } from '../controlplane/ports.ts';
import { type PrometheusServer, startPrometheus } from '../controlplane/prometheus.ts';
import { createSandbox, type Sandbox } from '../controlplane/sandbox.ts';
import { waitFor } from '../controlplane/wait.ts';
import { secureClient } from '../metrics-adapter/secure-client.ts';
import { servingCertificate } from '../metrics-adapter/start-adapter.ts';
import { type Manifest, one, queueRules, render } from './rendered-chart.ts';

/** Shows FOLDER as a read-only root to a program that runs as the chart's user, with an environment of its own. */
const CONTAINER =
  'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec chroot --userspec=65532:65532 "$0" /usr/bin/node "$@"';

/** What keeps this machine from showing a folder as a root; `undefined` where nothing does. */
function obstacle(): string | undefined {
  if (process.platform !== 'linux') return 'needs Linux';
  if (process.getuid?.() !== 0) return 'needs root for chroot';
  const tried = spawnSync('unshare', ['--mount', 'sh', '-c', 'mount --bind /tmp /tmp']);
  return tried.status === 0 ? undefined : 'needs mount namespaces (unshare --mount)';
}

const missing = obstacle();

function assemble(sandbox: Sandbox): string {
  const rootfs = join(sandbox.directory, 'rootfs');
  const script = join(repositoryRoot, 'deploy/image/assemble.mjs');
  const { status, stderr } = spawnSync(process.execPath, [script, rootfs], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return rootfs;
}

const main = '/opt/kubectl-autoscale/bin/kubectl-autoscale.js';

describe('the root file system of the image', () => {
  const sandbox = createSandbox('image');
  afterAll(() => sandbox.stop());

  it('holds Node, its libraries and the bundle, nothing that runs beside, and nothing that may be written', () => {
    const rootfs = assemble(sandbox);
    const entries = readdirSync(rootfs, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    const inside = files.map((file) => file.slice(rootfs.length));
    const foreign = inside.filter(
      (file) =>
        !/^\/(usr\/bin\/node|lib(64|32)?\/|usr\/lib\/|usr\/share\/doc\/[^/]+\/(LICENSE|copyright)$|opt\/kubectl-autoscale\/|etc\/(passwd|group|nsswitch\.conf))/.test(
          file,
        ),
    );
    expect(foreign).toEqual([]);
    expect(inside.filter((file) => /\.map$|\.ts$|(^|\/)(sh|bash|busybox|npm|apk|apt)$/.test(file))).toEqual(
      [],
    );
    expect(inside).toContain('/opt/kubectl-autoscale/dist/commands/adapter/serve.js');
    expect(inside).toContain('/opt/kubectl-autoscale/LICENSE');
    expect(inside).not.toContain('/opt/kubectl-autoscale/dist/commands/lint.js');
    const writable = [rootfs, ...entries.map((entry) => join(entry.parentPath, entry.name))].filter(
      (path) => (statSync(path).mode & 0o222) !== 0,
    );
    expect(writable).toEqual([]);
  });

  it('is not laid over something else', () => {
    const script = join(repositoryRoot, 'deploy/image/assemble.mjs');
    const { status, stderr } = spawnSync(process.execPath, [script, repositoryRoot], { encoding: 'utf8' });
    expect(status).toBe(2);
    expect(stderr).toContain('is not empty');
  });
});

const programs = [
  ...(['helm', 'etcd', 'kube-apiserver', 'kube-controller-manager', 'kubectl', 'openssl'] as const),
  ...(['prometheus', 'promtool'] as const),
];
const describeImage = missing === undefined ? describeWith : describeSkipped;

function describeSkipped(_programs: unknown, title: string, body: () => void): void {
  describe.skip(`${title} (skipped: ${missing ?? ''})`, body);
}

describeImage(programs, 'the image as a container of the chart', () => {
  let controlPlane: ControlPlane;
  let prometheus: PrometheusServer;
  beforeAll(async () => {
    const now = Math.floor(Date.now() / 1000);
    const labels = { namespace: 'monitoring', pod: 'web-1' };
    const samples = [now, now + 120, now + 240].map((time) => [time, 5] as const);
    [controlPlane, prometheus] = await Promise.all([
      startControlPlane({ scheduler: false, kwok: false }),
      startPrometheus({ series: [{ name: 'queue_depth', labels, samples }] }),
    ]);
    await controlPlane.api.create('/api/v1/namespaces', { metadata: { name: 'monitoring' } });
  }, 120_000);
  afterAll(async () => {
    await prometheus.stop();
    await controlPlane.stop();
  });

  const account = 'metrics-custom-metrics-adapter';

  it('serves from a read-only root as user 65532, by its service account alone', async () => {
    const manifests = render(
      `config=${JSON.stringify(queueRules)}`,
      `prometheus.url=${JSON.stringify(prometheus.url)}`,
      'certificates.validDays=2',
    );
    const { admin } = controlPlane.kubeconfigs;
    const input = { apiVersion: 'v1', kind: 'List', items: manifests };
    const applied = await kubectl(admin, ['apply', '--server-side', '--validate=strict', '-f', '-'], {
      input,
    });
    expect(applied).toMatchObject({ stderr: '', exitCode: 0 });
    const rootfs = assemble(controlPlane.sandbox);
    await mountVolumes(rootfs, manifests);
    const port = await findFreePort();
    const container = one(manifests, 'Deployment').spec.template.spec.containers[0] as { args: string[] };
    const words = container.args.map((word) => word.replace('--secure-port=6443', `--secure-port=${port}`));
    const { hostname, port: apiPort } = new URL(controlPlane.url);
    const running = controlPlane.sandbox.start({
      name: 'adapter-image',
      command: 'unshare',
      arguments: [
        ...[
          '--mount',
          'env',
          '-i',
          `KUBERNETES_SERVICE_HOST=${hostname}`,
          `KUBERNETES_SERVICE_PORT=${apiPort}`,
        ],
        ...['PATH=/usr/sbin:/usr/bin:/sbin:/bin', 'sh', '-c', CONTAINER, rootfs, main, ...words],
      ],
    });
    const client = secureClient(`https://127.0.0.1:${port}`, admin.user);
    await running.ready(async () => (await client.get('/readyz')).status === 200, 30);
    await waitFor(() => controlPlane.api.get('/api/v1/namespaces/monitoring/serviceaccounts/default'), {
      description: 'a service account',
    });
    await controlPlane.api.create('/api/v1/namespaces/monitoring/pods', {
      metadata: { name: 'web-1', labels: { app: 'web' } },
      spec: { containers: [{ name: 'app', image: 'registry.example/app:1' }] },
    });
    const inMonitoring = '/apis/custom.metrics.k8s.io/v1beta1/namespaces/monitoring';
    const items = await waitFor(
      async () => {
        const answer = await client.get(`${inMonitoring}/pods/*/queue_depth?labelSelector=app%3Dweb`);
        return answer.status === 200 && (answer.json() as { items: unknown[] }).items;
      },
      { description: 'the metric', timeoutSeconds: 20 },
    );
    expect(items).toMatchObject([{ describedObject: { name: 'web-1' }, value: '5' }]);
    client.close();
    process.kill(running.pid, 'SIGTERM');
    expect(await running.exited).toBe('exit code 0');
    const lines = running.log().trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { message: string }).message)).toEqual([
      'serving',
      'shutting down',
      'stopped',
    ]);
  }, 90_000);

  it.each([
    ['list', 'pods', 'yes'],
    ['create', 'tokenreviews.authentication.k8s.io', 'yes'],
    ['create', 'subjectaccessreviews.authorization.k8s.io', 'yes'],
    ['get', 'pods', 'no'],
    ['watch', 'pods', 'no'],
    ['create', 'pods', 'no'],
    ['list', 'secrets', 'no'],
    ['list', 'configmaps', 'no'],
    ['patch', 'deployments.apps', 'no'],
    ['update', 'horizontalpodautoscalers.autoscaling', 'no'],
  ])('its service account may %s %s: %s', async (verb, resource, answer) => {
    const { stdout } = await kubectl(controlPlane.kubeconfigs.admin, [
      ...['auth', 'can-i', verb, resource, '-A', `--as=system:serviceaccount:monitoring:${account}`],
    ]);
    expect(stdout.trim()).toBe(answer);
  });

  /** What the kubelet would mount, put into the folder before it is shown read-only. */
  async function mountVolumes(rootfs: string, manifests: readonly Manifest[]): Promise<void> {
    const put = (path: string, text: string): void => writeFileSync(join(rootfs, path), text);
    for (const path of [
      'var/run/adapter/tls',
      'etc/adapter',
      'var/run/secrets/kubernetes.io/serviceaccount',
    ]) {
      chmodSync(join(rootfs, path), 0o755);
    }
    const serving = await servingCertificate(controlPlane, 'image');
    copyFileSync(serving.certificate, join(rootfs, 'var/run/adapter/tls/tls.crt'));
    copyFileSync(serving.key, join(rootfs, 'var/run/adapter/tls/tls.key'));
    chmodSync(join(rootfs, 'var/run/adapter/tls/tls.key'), 0o444);
    put('etc/adapter/config.yaml', one(manifests, 'ConfigMap').data['config.yaml'] as string);
    const path = `/api/v1/namespaces/monitoring/serviceaccounts/${account}/token`;
    const { status } = await controlPlane.api.create<{ status: { token: string } }>(path, {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: {},
    });
    put('var/run/secrets/kubernetes.io/serviceaccount/token', status.token);
    put('var/run/secrets/kubernetes.io/serviceaccount/ca.crt', controlPlane.authority.certificatePem);
    put('var/run/secrets/kubernetes.io/serviceaccount/namespace', 'monitoring');
  }
});
