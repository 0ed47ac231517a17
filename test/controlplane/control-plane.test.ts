import { afterAll, beforeAll, expect, it } from 'vitest';

import { type ControlPlane, controlPlanePrograms, startControlPlane } from './control-plane.ts';
import { describeWith } from './describe-with.ts';
import type { Kubeconfig } from './kubeconfig.ts';
import { apply, type CommandResult, kubectl } from './kubectl.ts';
import { delayAnnotations } from './kwok-stages.ts';
import { type ScriptedMetricsApi, startScriptedMetricsApi } from './metrics-api/metrics-server.ts';
import { deployment, horizontalPodAutoscaler, simulatedNode } from './objects.ts';
import { waitFor } from './wait.ts';

interface DeploymentStatus {
  readonly status: { readonly readyReplicas?: number; readonly replicas?: number };
}

interface Conditioned {
  readonly metadata: { readonly creationTimestamp: string };
  readonly status: {
    readonly startTime?: string;
    readonly conditions?: readonly { type: string; status: string; lastTransitionTime: string }[];
    readonly containerStatuses?: readonly { state: { running?: { startedAt: string } } }[];
  };
}

describeWith(controlPlanePrograms, 'a control plane', () => {
  let controlPlane: ControlPlane;
  let metrics: ScriptedMetricsApi;
  beforeAll(async () => {
    const begin = Date.now();
    controlPlane = await startControlPlane();
    console.log(`ready after ${((Date.now() - begin) / 1000).toFixed(1)} s`);
    metrics = await startScriptedMetricsApi(controlPlane);
    await apply(
      controlPlane.kubeconfigs.admin,
      simulatedNode('node-a', { cpu: '2' }),
      simulatedNode('node-b', { cpu: '2' }),
    );
  });
  afterAll(async () => {
    const begin = Date.now();
    await controlPlane.stop();
    console.log(`stopped after ${((Date.now() - begin) / 1000).toFixed(2)} s`);
  });

  const as = (user: Kubeconfig, commandLine: string): Promise<CommandResult> =>
    kubectl(user, commandLine.split(' '));
  const show = async (commandLine: string): Promise<string> => {
    const { stdout } = await as(controlPlane.kubeconfigs.admin, commandLine);
    console.log(`$ kubectl ${commandLine}\n${stdout}`);
    return stdout;
  };
  const readyReplicas = (name: string, replicas: number): Promise<true> =>
    waitFor(
      async () => {
        const path = `/apis/apps/v1/namespaces/default/deployments/${name}`;
        const { status } = await controlPlane.api.get<DeploymentStatus>(path);
        return (status.replicas ?? 0) === replicas && (status.readyReplicas ?? 0) === replicas;
      },
      { description: `${replicas} ready replicas of ${name}`, timeoutSeconds: 60 },
    );
  const ready = (path: string): Promise<Conditioned> =>
    waitFor(
      async () => {
        const object = await controlPlane.api.get<Conditioned>(path);
        return conditionTime(object, 'Ready') === undefined ? undefined : object;
      },
      { description: `${path} to be Ready`, timeoutSeconds: 60 },
    );
  const conditionTime = ({ status }: Conditioned, type: string): string | undefined =>
    status.conditions?.find((each) => each.type === type && each.status === 'True')?.lastTransitionTime;
  const seconds = (from: string | undefined, to: string | undefined): number =>
    (Date.parse(to!) - Date.parse(from!)) / 1000;

  it('tells its users apart', async () => {
    const { reader, nobody } = controlPlane.kubeconfigs;
    expect((await as(reader, 'get nodes,hpa,deployments --all-namespaces')).exitCode).toBe(0);
    expect((await as(reader, 'auth can-i get services/proxy')).stdout).toBe('yes\n');
    expect((await as(reader, 'auth can-i update deployments/scale')).stdout).toBe('no\n');
    const refused = await as(nobody, 'get hpa');
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain('User "nobody" cannot list resource "horizontalpodautoscalers"');
  });

  it('takes as long as it is told until nodes and pods are ready', { timeout: 60_000 }, async () => {
    const annotations = { [delayAnnotations.nodeReady]: '4s' };
    const podAnnotations = { [delayAnnotations.imagePull]: '3s', [delayAnnotations.startUp]: '2s' };
    await apply(
      controlPlane.kubeconfigs.admin,
      simulatedNode('slow-node', { annotations, labels: { pool: 'slow' } }),
      deployment('slow', { replicas: 1, podAnnotations }),
    );
    const node = await ready('/api/v1/nodes/slow-node');
    // Kubernetes shows whole seconds.
    expect(seconds(node.metadata.creationTimestamp, conditionTime(node, 'Ready'))).toBeGreaterThanOrEqual(3);
    await readyReplicas('slow', 1);
    const { items } = await controlPlane.api.get<{ items: Conditioned[] }>(
      '/api/v1/namespaces/default/pods?labelSelector=app=slow',
    );
    const pod = items[0]!;
    const running = pod.status.containerStatuses?.[0]?.state.running?.startedAt;
    expect(seconds(pod.status.startTime, running)).toBeGreaterThanOrEqual(2);
    expect(seconds(running, conditionTime(pod, 'Ready'))).toBeGreaterThanOrEqual(1);
  });

  it(
    'scales a Deployment up and down by a real HPA, with its pods on kwok nodes',
    { timeout: 150_000 },
    async () => {
      const load = (value: number): void =>
        metrics.play('default', { pods: { requests_per_second: { total: { steps: [[0, value]] } } } });
      load(200);
      const target = { type: 'AverageValue', averageValue: '40' };
      await apply(
        controlPlane.kubeconfigs.admin,
        deployment('web', { replicas: 1, requests: { cpu: '500m' } }),
        horizontalPodAutoscaler('web', 'default', {
          minReplicas: 1,
          maxReplicas: 10,
          metrics: [{ type: 'Pods', pods: { metric: { name: 'requests_per_second' }, target } }],
          behavior: { scaleDown: { stabilizationWindowSeconds: 3 } },
        }),
      );
      await readyReplicas('web', 5);
      await show('get hpa,deployment web -o wide');
      const pods = await show('get pods -l app=web -o wide');
      expect(pods).toContain('node-a');
      expect(pods).toContain('node-b');
      load(40);
      await readyReplicas('web', 1);
      await show('describe hpa web');
      const events = await show('get events --field-selector reason=SuccessfulRescale');
      expect(events).toContain('New size: 5; reason: pods metric requests_per_second above target');
      expect(events).toContain('New size: 1; reason: All metrics below target');
    },
  );

  it('serves all three metrics APIs through the aggregation layer', { timeout: 60_000 }, async () => {
    metrics.play('default', {
      resources: {
        cpu: { perPod: { steps: [[0, 0.25]] } },
        memory: { perPod: { steps: [[0, 64 * 1024 * 1024]] } },
      },
      pods: { requests_per_second: { perPod: { steps: [[0, 1.5]] } } },
      objects: { 'services/web/queue_depth': { steps: [[0, 7]] } },
      external: {
        jobs: [
          { labels: { queue: 'a' }, value: { steps: [[0, 3]] } },
          { labels: { queue: 'b' }, value: { steps: [[0, 4]] } },
        ],
      },
    });
    expect(await show('top pods -l app=web')).toMatch(/web-\S+\s+250m\s+64Mi/);
    const raw = async (path: string): Promise<unknown> => controlPlane.api.get(`/apis/${path}`);
    expect(
      await raw(
        'custom.metrics.k8s.io/v1beta2/namespaces/default/pods/*/requests_per_second?labelSelector=app%3Dweb',
      ),
    ).toMatchObject({
      items: [{ metric: { name: 'requests_per_second' }, value: '1500m', windowSeconds: 1 }],
    });
    expect(
      await raw('custom.metrics.k8s.io/v1beta1/namespaces/default/services/web/queue_depth'),
    ).toMatchObject({
      items: [{ metricName: 'queue_depth', value: '7' }],
    });
    expect(
      await raw('external.metrics.k8s.io/v1beta1/namespaces/default/jobs?labelSelector=queue%3Db'),
    ).toMatchObject({
      items: [{ metricLabels: { queue: 'b' }, value: '4' }],
    });
    await expect(raw('external.metrics.k8s.io/v1beta1/namespaces/default/other')).rejects.toThrow(
      /could not find the metric other/,
    );
    expect(metrics.requests().at(-1)).toMatchObject({ user: 'admin', status: 404 });
  });
});
