import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { loadRules, runAdapter, type RunningAdapter } from '#core/metrics-adapter/index.ts';
import { connectApiServer, createKubernetesApi } from '#core/sources/kubernetes/index.ts';
import { connectPrometheus } from '#core/sources/prometheus/index.ts';
import { threadedForecaster } from '#core/sources/threads/index.ts';

import type { KeyPair } from '../controlplane/certificates.ts';
import type { ControlPlane } from '../controlplane/control-plane.ts';
import { type Kubeconfig, writeKubeconfig } from '../controlplane/kubeconfig.ts';
import type { MetricsApiVersion } from '../controlplane/metrics-api/answers.ts';
import { registerMetricsApis, servedName } from '../controlplane/metrics-api/registration.ts';
import { bundledForecastThread } from './forecast-thread.ts';

/** An adapter in this process, registered with a control plane. */
export interface AdapterUnderTest extends RunningAdapter {
  readonly url: string;
  readonly serving: KeyPair;
  log(): readonly Readonly<Record<string, unknown>>[];
}

export const servedByAdapter: readonly MetricsApiVersion[] = [
  { group: 'custom.metrics.k8s.io', version: 'v1beta1' },
  { group: 'custom.metrics.k8s.io', version: 'v1beta2' },
  { group: 'external.metrics.k8s.io', version: 'v1beta1' },
];

export interface AdapterSetup {
  readonly config: string;
  readonly prometheusUrl: string;
  readonly refreshMs?: number;
  readonly staleMs?: number;
  readonly relistMs?: number;
  /** Default true. */
  readonly register?: boolean;
  /** What is registered: custom and external metrics unless told. */
  readonly groups?: readonly MetricsApiVersion[];
  /** The file that fits forecasts; the real one unless told. */
  readonly forecastThread?: URL;
}

/** The rights that the Helm chart gives the adapter, for a user of the control plane. */
export async function adapterUser(controlPlane: ControlPlane, name: string): Promise<Kubeconfig> {
  const rbac = '/apis/rbac.authorization.k8s.io/v1';
  const subjects = [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name }];
  const ref = (kind: string, role: string): object => ({
    apiGroup: 'rbac.authorization.k8s.io',
    kind,
    name: role,
  });
  await controlPlane.api.create(`${rbac}/clusterroles`, {
    kind: 'ClusterRole',
    metadata: { name: `${name}-objects` },
    rules: [
      { apiGroups: [''], resources: ['pods', 'services', 'nodes', 'namespaces'], verbs: ['list'] },
      { apiGroups: ['batch'], resources: ['jobs'], verbs: ['list'] },
    ],
  });
  for (const [binding, role] of [
    [`${name}-delegator`, 'system:auth-delegator'],
    [`${name}-objects`, `${name}-objects`],
  ] as const) {
    await controlPlane.api.create(`${rbac}/clusterrolebindings`, {
      kind: 'ClusterRoleBinding',
      metadata: { name: binding },
      roleRef: ref('ClusterRole', role),
      subjects,
    });
  }
  await controlPlane.api.create(`${rbac}/namespaces/kube-system/rolebindings`, {
    kind: 'RoleBinding',
    metadata: { name: `${name}-authentication-reader` },
    roleRef: ref('Role', 'extension-apiserver-authentication-reader'),
    subjects,
  });
  const user = await controlPlane.authority.issue({ name, commonName: name });
  return writeKubeconfig(join(controlPlane.directory, `${name}.kubeconfig`), name, {
    server: controlPlane.url,
    certificateAuthority: controlPlane.authority.certificate,
    user,
  });
}

export function servingCertificate(controlPlane: ControlPlane, name: string): Promise<KeyPair> {
  const subjectAltNames = [`DNS:${servedName}`, 'DNS:localhost', 'IP:127.0.0.1'];
  return controlPlane.authority.issue({ name, commonName: name, subjectAltNames });
}

/** The HPA controller's right to read metrics, which installations of metrics adapters bring. */
export async function allowHpaController(controlPlane: ControlPlane): Promise<void> {
  const rbac = '/apis/rbac.authorization.k8s.io/v1';
  const name = 'metrics-reader-of-the-hpa-controller';
  await controlPlane.api.create(`${rbac}/clusterroles`, {
    kind: 'ClusterRole',
    metadata: { name },
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
    metadata: { name },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
    subjects: [{ kind: 'ServiceAccount', name: 'horizontal-pod-autoscaler', namespace: 'kube-system' }],
  });
}

/** Starts an adapter with the rights of `user`, and registers it unless told otherwise. Ends with the control plane. */
export async function startAdapter(
  controlPlane: ControlPlane,
  user: Kubeconfig,
  {
    config,
    prometheusUrl,
    refreshMs = 1000,
    staleMs = 10_000,
    relistMs = 1000,
    register = true,
    groups = servedByAdapter,
    forecastThread,
  }: AdapterSetup,
): Promise<AdapterUnderTest> {
  const lines: string[] = [];
  const serving = await servingCertificate(controlPlane, `adapter-${Math.random().toString(36).slice(2)}`);
  const { rules, problems } = loadRules(config);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  const adapter = await runAdapter({
    rules,
    prometheus: connectPrometheus({ url: prometheusUrl, timeoutMs: 3000, attempts: 1 }),
    kubernetes: createKubernetesApi(await connectApiServer({ kubeconfig: user.path })),
    tls: { certificateFile: serving.certificate, keyFile: serving.key },
    host: '127.0.0.1',
    port: 0,
    relistMs,
    settings: {
      refreshMs,
      staleMs,
      idleMs: 60_000,
      maximumEntries: 5000,
      seriesMaxAgeMs: 600_000,
      maximumSeries: 50_000,
    },
    forecasts: {
      forecaster: threadedForecaster({
        script: forecastThread ?? (await bundledForecastThread(controlPlane.directory)),
        threads: 1,
      }),
      maximum: 1000,
    },
    maximumRequests: 400,
    drainMs: 0,
    version: '0.0.0',
    writeLog: (line) => void lines.push(line),
  });
  controlPlane.sandbox.defer(() => adapter.stop());
  if (register) {
    await registerMetricsApis(controlPlane.api, controlPlane.authority, adapter.port, groups);
  }
  return {
    ...adapter,
    url: `https://127.0.0.1:${adapter.port}`,
    serving,
    log: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}

export function writeConfig(controlPlane: ControlPlane, name: string, config: string): string {
  const path = join(controlPlane.directory, name);
  writeFileSync(path, config);
  return path;
}
