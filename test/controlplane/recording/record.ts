import { setTimeout as sleep } from 'node:timers/promises';

import { auditLogFile } from '../api-server.ts';
import { pinnedKubernetesVersion } from '../binary-cache.mjs';
import { type ControlPlane, startControlPlane } from '../control-plane.ts';
import type { HpaControllerOptions } from '../controller-manager.ts';
import { apply } from '../kubectl.ts';
import { type ScriptedMetricsApi, startScriptedMetricsApi } from '../metrics-api/metrics-server.ts';
import { deployment, horizontalPodAutoscaler, simulatedNode } from '../objects.ts';
import type { HpaScenario } from '../scenarios/scenario.ts';
import { waitFor } from '../wait.ts';
import { hpaAuditPolicy, readHpaControllerRequests } from './audit.ts';
import { hpaLogFlag, readLoggedMoments } from './controller-log.ts';
import type { HpaRun } from './hpa-run.ts';
import { observe } from './observe.ts';
import { syncsFrom } from './syncs.ts';

/**
 * The controller's flags while scenarios are recorded: the ordinary ones with shorter times, so that a scenario takes
 * half a minute. The sync period divides no window, so that no recommendation is just as old as a window is long.
 */
export const recordingController: Required<HpaControllerOptions> = {
  syncPeriodSeconds: 0.7,
  tolerance: 0.1,
  downscaleStabilizationSeconds: 8,
  cpuInitializationPeriodSeconds: 20,
  initialReadinessDelaySeconds: 4,
};

/** The flags that kube-controller-manager has when none is given. */
export const ordinaryController: Required<HpaControllerOptions> = {
  syncPeriodSeconds: 15,
  tolerance: 0.1,
  downscaleStabilizationSeconds: 300,
  cpuInitializationPeriodSeconds: 300,
  initialReadinessDelaySeconds: 30,
};

/** Scale to zero is off by default in Kubernetes 1.36 and on from 1.37. */
const featureGates = { HPAScaleToZero: true };

const target = 'web';

/** Runs all scenarios at the same time, each in a namespace of its own, under one real control plane. */
export async function recordScenarios(
  scenarios: readonly HpaScenario[],
  controller: Required<HpaControllerOptions> = recordingController,
): Promise<readonly HpaRun[]> {
  const controlPlane = await startControlPlane({
    hpa: controller,
    featureGates,
    auditPolicy: hpaAuditPolicy,
    controllerManagerFlags: [hpaLogFlag],
    kwok: { imagePullSeconds: 1, startUpSeconds: 1 },
  });
  try {
    const metrics = await startScriptedMetricsApi(controlPlane);
    await apply(controlPlane.kubeconfigs.admin, ...nodes());
    return await Promise.all(
      scenarios.map((scenario) => record({ controlPlane, metrics, controller }, scenario)),
    );
  } finally {
    await controlPlane.stop();
  }
}

function nodes(): readonly object[] {
  return ['node-a', 'node-b', 'node-c'].map((name) =>
    simulatedNode(name, { cpu: '64', memory: '256Gi', pods: '500' }),
  );
}

interface Recorder {
  readonly controlPlane: ControlPlane;
  readonly metrics: ScriptedMetricsApi;
  readonly controller: Required<HpaControllerOptions>;
}

async function record(
  { controlPlane, metrics, controller }: Recorder,
  scenario: HpaScenario,
): Promise<HpaRun> {
  const namespace = scenario.name;
  const { admin } = controlPlane.kubeconfigs;
  const { replicas, requests = {}, podAnnotations = {} } = scenario.deployment;
  await createNamespace(controlPlane, namespace);
  await apply(admin, deployment(target, { namespace, replicas, requests, podAnnotations: {} }));
  await readyReplicas(controlPlane, namespace, replicas);
  if (Object.keys(podAnnotations).length > 0) {
    await annotateLaterPods(controlPlane, namespace, podAnnotations);
  }

  const begin = Date.now();
  const observation = observe(controlPlane.api, namespace, begin);
  metrics.play(namespace, scenario.metrics);
  await apply(admin, horizontalPodAutoscaler(target, namespace, scenario.hpa));
  for (const { atSeconds, hpa } of scenario.changes ?? []) {
    await sleep(Math.max(0, begin + atSeconds * 1000 - Date.now()));
    await betweenSyncs(auditLogFile(controlPlane.sandbox), namespace, controller.syncPeriodSeconds);
    await controlPlane.api.patch(hpaPath(namespace), { spec: hpa });
  }
  await sleep(Math.max(0, begin + scenario.durationSeconds * 1000 - Date.now()));
  observation.stop();
  const asked = metrics.requests().filter(({ path }) => path.includes(`/namespaces/${namespace}/`));
  const log = controlPlane.logs()['kube-controller-manager'] ?? '';
  const moments = readLoggedMoments(log, namespace, new Date(begin).getUTCFullYear());
  return {
    format: 'hpa-run/v1',
    name: scenario.name,
    description: scenario.description,
    kubernetesVersion: pinnedKubernetesVersion(),
    controller: { ...controller, featureGates },
    recordedAt: new Date(begin).toISOString(),
    hpa: observation.hpa(),
    pods: observation.pods(),
    syncs: syncsFrom(
      readHpaControllerRequests(auditLogFile(controlPlane.sandbox), namespace),
      asked,
      moments,
      begin,
    ),
  };
}

/**
 * Waits for a reconcile to begin and be over, so that the controller has seen a change long before the next one begins
 * and it is clear to which of them a change belongs.
 */
async function betweenSyncs(auditLog: string, namespace: string, syncPeriodSeconds: number): Promise<void> {
  const count = (): number =>
    readHpaControllerRequests(auditLog, namespace).filter(({ type }) => type === 'readScale').length;
  const before = count();
  await waitFor(() => count() > before, {
    description: `a reconcile in ${namespace}`,
    // The whole log is read each time, so seldom where there is time.
    intervalMilliseconds: 30 * syncPeriodSeconds,
  });
  await sleep(200);
}

async function createNamespace({ api }: ControlPlane, name: string): Promise<void> {
  await api.create('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  await waitFor(() => api.get(`/api/v1/namespaces/${name}/serviceaccounts/default`), {
    description: `the service account of namespace ${name}`,
  });
}

/**
 * Gives annotations to the pods that will be made from now on, without a rollout of those that there are: the Deployment
 * is paused, and its ReplicaSet's template changed.
 */
async function annotateLaterPods(
  { api }: ControlPlane,
  namespace: string,
  annotations: Readonly<Record<string, string>>,
): Promise<void> {
  const path = `/apis/apps/v1/namespaces/${namespace}`;
  await api.patch(`${path}/deployments/${target}`, { spec: { paused: true } });
  const { items } = await api.get<{ items: readonly { metadata: { name: string } }[] }>(
    `${path}/replicasets`,
  );
  const change = { spec: { template: { metadata: { annotations } } } };
  await Promise.all(items.map(({ metadata }) => api.patch(`${path}/replicasets/${metadata.name}`, change)));
}

async function readyReplicas({ api }: ControlPlane, namespace: string, replicas: number): Promise<void> {
  await waitFor(
    async () => {
      const path = `/apis/apps/v1/namespaces/${namespace}/deployments/${target}`;
      const { status } = await api.get<{ status: { readyReplicas?: number } }>(path);
      return (status.readyReplicas ?? 0) === replicas;
    },
    { description: `${replicas} ready replicas in ${namespace}`, timeoutSeconds: 60 },
  );
}

function hpaPath(namespace: string): string {
  return `/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers/${target}`;
}
