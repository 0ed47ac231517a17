import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { bundleBeside } from './bundle.mjs';
import { controlPlanePrograms } from './control-plane.ts';
import { describeWith } from './describe-with.ts';
import { testNamespaceLabel, wantsExistingCluster } from './existing-cluster.ts';
import { type HeldControlPlane, holdControlPlane } from './held-control-plane.ts';
import { apply, kubectl } from './kubectl.ts';
import { deployment, simulatedNode } from './objects.ts';
import { openTestCluster, type TestCluster, testClusterPrograms } from './test-cluster.ts';

describe('the cluster that KUBECONFIG names', () => {
  it('is used only when that is asked for', async () => {
    expect(wantsExistingCluster({ KUBECONFIG: '/home/someone/.kube/config' })).toBe(false);
    expect(testClusterPrograms({ KUBECONFIG: '/home/someone/.kube/config' })).toContain('kube-apiserver');
    const environment = { KUBECTL_AUTOSCALE_USE_EXISTING_CLUSTER: '1' };
    expect(testClusterPrograms(environment)).toEqual(['kubectl']);
    await expect(openTestCluster({}, environment)).rejects.toThrow(/needs KUBECONFIG: set it/);
  });
});

describeWith(controlPlanePrograms, "another process's control plane, by way of KUBECONFIG", () => {
  let held: HeldControlPlane | undefined;
  let bundle: string;
  const owner = (): { path: string } => ({ path: held!.kubeconfig });
  beforeAll(async () => {
    const source = fileURLToPath(new URL('hold-control-plane.ts', import.meta.url));
    bundle = await bundleBeside(source, 'hold-for-existing-cluster');
    held = await holdControlPlane(bundle, 'controllers');
    await apply(owner(), simulatedNode('node-a'), deployment('not-ours', { replicas: 1 }));
    await kubectl(owner(), ['rollout', 'status', 'deployment/not-ours', '--timeout=60s']);
  });
  afterAll(async () => {
    held?.child.kill('SIGTERM');
    await held?.ended;
    rmSync(bundle, { force: true });
  });

  /** Each object by kind, namespace, name and version, but those that change by themselves. */
  async function everything(): Promise<readonly string[]> {
    const kinds =
      'namespaces,nodes,deployments,replicasets,pods,serviceaccounts,roles,rolebindings,clusterroles,clusterrolebindings,configmaps,secrets,services,apiservices,customresourcedefinitions,horizontalpodautoscalers';
    const columns =
      'custom-columns=:kind,:metadata.namespace,:metadata.name,:metadata.uid,:metadata.resourceVersion';
    const { stdout } = await kubectl(owner(), ['get', kinds, '--all-namespaces', '-o', columns]);
    // Columns are as wide as their longest entry.
    return stdout
      .split('\n')
      .map((line) => line.split(/\s+/).join(' '))
      .sort();
  }

  it(
    'is left as it was: nothing but the namespaces that were made, and those are gone',
    { timeout: 120_000 },
    async () => {
      const before = await everything();
      expect(before.some((line) => line.includes('not-ours'))).toBe(true);
      const environment = { KUBECTL_AUTOSCALE_USE_EXISTING_CLUSTER: '1', KUBECONFIG: held!.kubeconfig };
      const cluster: TestCluster = await openTestCluster({}, environment);
      const { namespace, kubeconfigs } = cluster;
      await apply(kubeconfigs.admin, deployment('ours', { namespace, replicas: 2 }));
      const rollout = ['rollout', 'status', 'deployment/ours', '--timeout=60s', '--namespace', namespace];
      expect((await kubectl(kubeconfigs.admin, rollout)).exitCode).toBe(0);

      const during = await everything();
      const outside = (lines: readonly string[]): readonly string[] =>
        lines.filter((line) => !line.includes(namespace));
      expect(outside(during)).toEqual(before);
      const selector = Object.entries(testNamespaceLabel).map(([key, value]) => `${key}=${value}`);
      const labelled = await kubectl(owner(), ['get', 'namespaces', '-o', 'name', '-l', ...selector]);
      expect(labelled.stdout.trim()).toBe(`namespace/${namespace}`);

      const may = async (user: keyof typeof kubeconfigs, ...words: string[]): Promise<string> =>
        (await kubectl(kubeconfigs[user], ['auth', 'can-i', ...words])).stdout.trim();
      expect(await may('reader', 'list', 'pods', '-n', namespace)).toBe('yes');
      expect(await may('reader', 'list', 'pods', '-n', 'default')).toBe('no');
      expect(await may('reader', 'delete', 'pods', '-n', namespace)).toBe('no');
      expect(await may('nobody', 'list', 'pods', '-n', namespace)).toBe('no');
      const refused = await kubectl(kubeconfigs.nobody, ['get', 'pods']);
      expect(refused.stderr).toContain(`User "${cluster.nobodyName}" cannot list resource "pods"`);

      await cluster.stop();
      expect(held!.child.exitCode).toBeNull();
      expect(await everything()).toEqual(before);
    },
  );

  it('says so when the kubeconfig is of no use', async () => {
    const environment = {
      KUBECTL_AUTOSCALE_USE_EXISTING_CLUSTER: '1',
      KUBECONFIG: '/nonexistent/kubeconfig',
    };
    await expect(openTestCluster({}, environment)).rejects.toThrow(
      /KUBECONFIG has no usable current context/,
    );
  });
});
