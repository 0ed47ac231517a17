import { afterAll, beforeAll, expect, it } from 'vitest';

import { type ControlPlane, controlPlanePrograms, startControlPlane } from './control-plane.ts';
import { describeWith } from './describe-with.ts';
import { apply, kubectl } from './kubectl.ts';
import { type ScriptedMetricsApi, startScriptedMetricsApi } from './metrics-api/metrics-server.ts';
import { deployment, horizontalPodAutoscaler, simulatedNode } from './objects.ts';
import { waitFor } from './wait.ts';

interface Scaled {
  readonly status: { readonly readyReplicas?: number; readonly replicas?: number };
}

describeWith(controlPlanePrograms, 'a real HPA on a scripted custom metric', () => {
  let controlPlane: ControlPlane;
  let metrics: ScriptedMetricsApi;
  beforeAll(async () => {
    controlPlane = await startControlPlane();
    metrics = await startScriptedMetricsApi(controlPlane);
  });
  afterAll(() => controlPlane.stop());

  const replicasAre = (replicas: number): Promise<true> =>
    waitFor(
      async () => {
        const { status } = await controlPlane.api.get<Scaled>(
          '/apis/apps/v1/namespaces/default/deployments/web',
        );
        return (status.replicas ?? 0) === replicas && (status.readyReplicas ?? 0) === replicas;
      },
      { description: `${replicas} ready replicas`, timeoutSeconds: 40 },
    );
  const show = async (...commandArguments: readonly string[]): Promise<string> => {
    const { stdout } = await kubectl(controlPlane.kubeconfigs.admin, commandArguments);
    console.log(`$ kubectl ${commandArguments.join(' ')}\n${stdout}`);
    return stdout;
  };

  it('scales a Deployment up and down, with its pods on kwok nodes', { timeout: 120_000 }, async () => {
    metrics.play('default', {
      pods: {
        requests_per_second: {
          total: {
            steps: [
              [0, 200],
              [15, 40],
            ],
          },
        },
      },
    });
    await apply(
      controlPlane.kubeconfigs.admin,
      simulatedNode('node-a', { cpu: '2' }),
      simulatedNode('node-b', { cpu: '2' }),
      deployment('web', { replicas: 1, requests: { cpu: '500m' } }),
      horizontalPodAutoscaler('web', 'default', {
        minReplicas: 1,
        maxReplicas: 10,
        metrics: [
          {
            type: 'Pods',
            pods: {
              metric: { name: 'requests_per_second' },
              target: { type: 'AverageValue', averageValue: '40' },
            },
          },
        ],
        behavior: { scaleDown: { stabilizationWindowSeconds: 3 } },
      }),
    );
    await replicasAre(5);
    await show('get', 'hpa,deployment', '-o', 'wide');
    const pods = await show('get', 'pods', '-o', 'wide');
    expect(pods.match(/node-a/g)?.length).toBeGreaterThan(0);
    expect(pods.match(/node-b/g)?.length).toBeGreaterThan(0);
    await replicasAre(1);
    await show('describe', 'hpa', 'web');
    const events = await show('get', 'events', '--field-selector', 'reason=SuccessfulRescale');
    expect(events).toContain('New size: 5; reason: pods metric requests_per_second above target');
    expect(events).toContain('New size: 1; reason: All metrics below target');
  });
});
