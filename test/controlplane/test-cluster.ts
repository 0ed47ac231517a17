import type { BinaryName } from './binaries.ts';
import { type ControlPlaneOptions, controlPlanePrograms, startControlPlane } from './control-plane.ts';
import { openExistingCluster, wantsExistingCluster } from './existing-cluster.ts';
import type { Kubeconfig } from './kubeconfig.ts';
import { apply } from './kubectl.ts';
import { makeNamespace } from './namespace.ts';
import { simulatedNode } from './objects.ts';

/** A user of a cluster, by the kubeconfig that speaks for it. */
export type UserKubeconfig = Pick<Kubeconfig, 'path'>;

/** A namespace of a cluster, for tests that need no particular control plane. */
export interface TestCluster {
  /** Made for this test, with a service account `default`; gone after `stop`. */
  readonly namespace: string;
  /** `admin` may do what the cluster's own user may, `reader` may read the namespace, `nobody` may do nothing. */
  readonly kubeconfigs: {
    readonly admin: UserKubeconfig;
    readonly reader: UserKubeconfig;
    readonly nobody: UserKubeconfig;
  };
  /** How the API server calls the user `nobody`. */
  readonly nobodyName: string;
  stop(): Promise<void>;
}

/** What `openTestCluster` runs, for `describeWith`. */
export function testClusterPrograms(environment: NodeJS.ProcessEnv = process.env): readonly BinaryName[] {
  return wantsExistingCluster(environment) ? ['kubectl'] : controlPlanePrograms;
}

/**
 * A namespace in a control plane that is started for it, with one node that kwok plays; or, with
 * KUBECTL_AUTOSCALE_USE_EXISTING_CLUSTER=1, in the cluster that KUBECONFIG names, where nothing is started or ended and
 * nothing outside of the namespace is written.
 */
export async function openTestCluster(
  options: ControlPlaneOptions = {},
  environment: NodeJS.ProcessEnv = process.env,
): Promise<TestCluster> {
  if (wantsExistingCluster(environment)) return openExistingCluster(environment);
  const controlPlane = await startControlPlane(options);
  const { admin, reader, nobody } = controlPlane.kubeconfigs;
  const namespace = 'autoscale-test';
  try {
    await apply(admin, simulatedNode('node-a', { cpu: '16', memory: '64Gi' }));
    await makeNamespace(admin, { name: namespace });
  } catch (error) {
    await controlPlane.stop();
    throw error;
  }
  return {
    namespace,
    kubeconfigs: { admin, reader, nobody },
    nobodyName: 'nobody',
    stop: () => controlPlane.stop(),
  };
}
