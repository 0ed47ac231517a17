import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { defaultLintSettings, lint } from '#core/lint/index.ts';
import { createWorkspaceIndex, parseSourceFile } from '#core/manifest/index.ts';
import { loadRules } from '#core/metrics-adapter/index.ts';

import { requireBinary } from '../controlplane/binaries.ts';
import { type ControlPlane, startControlPlane } from '../controlplane/control-plane.ts';
import { describeWith } from '../controlplane/describe-with.ts';
import { kubectl } from '../controlplane/kubectl.ts';
import { findFreePort } from '../controlplane/ports.ts';
import { type PrometheusServer, startPrometheus } from '../controlplane/prometheus.ts';
import { waitFor } from '../controlplane/wait.ts';
import { secureClient } from '../metrics-adapter/secure-client.ts';
import { servingCertificate } from '../metrics-adapter/start-adapter.ts';
import { chart, type Manifest, one, queueRules, render, renderText } from './rendered-chart.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const config = queueRules;

describeWith(['helm'], 'the Helm chart', () => {
  it('passes helm lint --strict', () => {
    expect(execFileSync(requireBinary('helm'), ['lint', '--strict', chart], { encoding: 'utf8' })).toContain(
      '0 chart(s) failed',
    );
  });

  it('signs what it serves with the authority that it registers', () => {
    const manifests = render();
    const { data } = one(manifests, 'Secret');
    for (const { spec } of manifests.filter(({ kind }) => kind === 'APIService')) {
      expect(spec.caBundle).toBe(data['ca.crt']);
    }
    expect(one(manifests, 'APIService').spec.service).toEqual({
      name: 'metrics-custom-metrics-adapter',
      namespace: 'monitoring',
      port: 443,
    });
  });

  it('leaves external metrics to others where told', () => {
    const names = render('apiServices.external=false')
      .filter(({ kind }) => kind === 'APIService')
      .map(({ metadata }) => metadata.name);
    expect(names).toEqual(['v1beta1.custom.metrics.k8s.io', 'v1beta2.custom.metrics.k8s.io']);
  });

  it('takes metrics.k8s.io only where told, and lets those who may view a namespace read it', () => {
    const settings = ['apiServices.custom=false', 'apiServices.external=false', 'apiServices.resource=true'];
    const manifests = render(...settings);
    const names = (kind: string): readonly string[] =>
      manifests.filter((manifest) => manifest.kind === kind).map(({ metadata }) => metadata.name);
    expect(names('APIService')).toEqual(['v1beta1.metrics.k8s.io']);
    expect(names('ClusterRole')).toContain('metrics-custom-metrics-adapter-usage-reader');
    expect(JSON.stringify(render())).not.toContain('usage-reader');
  });

  it('hands rules on as they are', () => {
    const map = one(render(`config=${JSON.stringify(config)}`), 'ConfigMap');
    const { rules, problems } = loadRules(map.data['config.yaml'] as string);
    expect(problems).toEqual([]);
    expect(rules.custom[0]?.rule.metricsQuery).toBe(config.rules[0]?.metricsQuery);
  });

  it('runs without rights that it does not need', () => {
    const { spec } = one(render(), 'Deployment').spec.template;
    expect(spec.securityContext).toMatchObject({
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(spec.containers[0].securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
  });

  it.each([
    [[]],
    [['replicas=1', 'podDisruptionBudget.enabled=true']],
    [['certificates.mode="cert-manager"']],
    [['apiServices.resource=true']],
  ])('has nothing that our linter finds, rendered with %j', (settings) => {
    const path = 'rendered.yaml';
    const index = createWorkspaceIndex([parseSourceFile(path, renderText(...settings))]);
    const { findings, objectsChecked } = lint(index, {
      settings: {
        ...defaultLintSettings,
        preset: 'strict',
        scope: 'complete',
        kubernetesVersion: { major: 1, minor: 36 },
      },
    });
    expect(objectsChecked).toBeGreaterThan(10);
    expect(findings.map(({ ruleId, message }) => `${ruleId}: ${message}`)).toEqual([]);
  });

  it('is what the plain manifests were rendered from', () => {
    const script = join(root, 'deploy/kubernetes/render-adapter.mjs');
    const environment = { ...process.env, HELM: requireBinary('helm') };
    const { status, stderr } = spawnSync(process.execPath, [script, '--check'], {
      encoding: 'utf8',
      env: environment,
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('keeps the past of forecasts where it may be written, when there are any', () => {
    const forecasts = [{ metric: 'requests_per_second', horizon: '20m' }];
    const { containers, volumes } = one(render(`config=${JSON.stringify({ forecasts })}`), 'Deployment').spec
      .template.spec;
    expect(containers[0].args).toContain('--forecast-history-directory=/var/run/adapter/history');
    expect(containers[0].volumeMounts).toContainEqual({
      name: 'history',
      mountPath: '/var/run/adapter/history',
    });
    expect(volumes).toContainEqual({ name: 'history', emptyDir: { sizeLimit: '256Mi' } });
    expect(one(render(), 'Deployment').spec.template.spec.volumes).toHaveLength(1);
  });

  it.each([
    ['replicas=0', 'replicas'],
    ['prometheus.url="prometheus:9090"', 'url'],
    ['refreshInterval="soon"', 'refreshInterval'],
    ['certificates.mode="secret"', 'certificates.secretName is needed'],
    ['nonsense=1', 'nonsense'],
    [`apiServices.resource=true,config=${JSON.stringify(config)}`, 'needs config.resourceRules'],
  ])('refuses %s', (setting, message) => {
    expect(() => render(setting)).toThrow(message);
  });
});

const programs = [
  ...([
    'helm',
    'etcd',
    'kube-apiserver',
    'kube-controller-manager',
    'kubectl',
    'openssl',
    'prometheus',
    'promtool',
  ] as const),
];

describeWith(programs, 'the Helm chart on a real API server', () => {
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

  it('is applied, and its command serves with its own service account and no further rights', async () => {
    const manifests = render(
      `config=${JSON.stringify(config)}`,
      `prometheus.url=${JSON.stringify(prometheus.url)}`,
      'networkPolicy.enabled=true',
      'certificates.validDays=2',
    );
    const { admin } = controlPlane.kubeconfigs;
    const list = { apiVersion: 'v1', kind: 'List', items: manifests };
    const applied = await kubectl(admin, ['apply', '--server-side', '-f', '-'], { input: list });
    expect(applied.stderr).toBe('');
    expect(applied.stdout.trim().split('\n')).toHaveLength(manifests.length);

    const port = await findFreePort();
    const running = controlPlane.sandbox.start({
      name: 'adapter',
      command: process.execPath,
      arguments: [
        join(root, 'plugin/bin/kubectl-autoscale.js'),
        ...(await adapterArguments(manifests, port)),
      ],
    });
    const client = secureClient(`https://127.0.0.1:${port}`, admin.user);
    await running.ready(async () => (await client.get('/readyz')).status === 200, 30);
    const pod = { metadata: { name: 'web-1', labels: { app: 'web' } } };
    await waitFor(() => controlPlane.api.get('/api/v1/namespaces/monitoring/serviceaccounts/default'), {
      description: 'a service account',
    });
    await controlPlane.api.create('/api/v1/namespaces/monitoring/pods', {
      ...pod,
      spec: { containers: [{ name: 'app', image: 'registry.example/app:1' }] },
    });
    const path =
      '/apis/custom.metrics.k8s.io/v1beta1/namespaces/monitoring/pods/*/queue_depth?labelSelector=app%3Dweb';
    const items = await waitFor(
      async () => {
        const answer = await client.get(path);
        return answer.status === 200 && (answer.json() as { items: unknown[] }).items;
      },
      { description: 'the metric', timeoutSeconds: 20 },
    );
    expect(items).toMatchObject([{ describedObject: { name: 'web-1' }, value: '5' }]);
    client.close();

    process.kill(running.pid, 'SIGTERM');
    expect(await running.exited).toBe('exit code 0');
    const lines = running
      .log()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { level: string; message: string });
    expect(lines.map(({ message }) => message)).toEqual(['serving', 'shutting down', 'stopped']);
  }, 90_000);

  /** The container's arguments, with files and port of this machine and the chart's own service account. */
  async function adapterArguments(manifests: readonly Manifest[], port: number): Promise<readonly string[]> {
    const directory = join(controlPlane.directory, 'container');
    mkdirSync(directory);
    writeFileSync(join(directory, 'config.yaml'), one(manifests, 'ConfigMap').data['config.yaml'] as string);
    const serving = await servingCertificate(controlPlane, 'chart');
    copyFileSync(serving.certificate, join(directory, 'tls.crt'));
    copyFileSync(serving.key, join(directory, 'tls.key'));
    const account = '/api/v1/namespaces/monitoring/serviceaccounts/metrics-custom-metrics-adapter';
    const { status } = await controlPlane.api.create<{ status: { token: string } }>(`${account}/token`, {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: {},
    });
    const kubeconfig = join(directory, 'kubeconfig');
    writeFileSync(kubeconfig, JSON.stringify(tokenKubeconfig(controlPlane, status.token)));
    const given = one(manifests, 'Deployment').spec.template.spec.containers[0].args as readonly string[];
    return [
      ...given.map((argument) =>
        argument
          .replace('/var/run/adapter/tls', directory)
          .replace('/etc/adapter', directory)
          .replace('--secure-port=6443', `--secure-port=${port}`),
      ),
      `--kubeconfig=${kubeconfig}`,
    ];
  }
});

function tokenKubeconfig({ url, authority }: ControlPlane, token: string): object {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: 'c',
        cluster: {
          server: url,
          'certificate-authority-data': Buffer.from(authority.certificatePem).toString('base64'),
        },
      },
    ],
    users: [{ name: 'u', user: { token } }],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
    'current-context': 'x',
  };
}
