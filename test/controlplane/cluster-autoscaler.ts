import type { ControlPlane } from './control-plane.ts';
import { findFreePort } from './ports.ts';
import type { RunningProcess } from './process.ts';

/**
 * The program with the kwok provider. No release of it can be had as a Go module, so nothing here builds one: whoever records
 * runs anew names an executable of their own.
 */
export const clusterAutoscalerVariable = 'CLUSTER_AUTOSCALER_KWOK';

export function requireClusterAutoscaler(environment: NodeJS.ProcessEnv = process.env): string {
  const path = environment[clusterAutoscalerVariable];
  if (path) return path;
  throw new Error(`${clusterAutoscalerVariable} names no Cluster Autoscaler with the kwok provider`);
}

/** A started Cluster Autoscaler. */
export interface RunningAutoscaler extends RunningProcess {
  /** Its Prometheus metrics, as text. */
  metrics(): Promise<string>;
}

/** Starts it beside the control plane, looking every second; it reads node templates from `kube-system`. */
export async function startClusterAutoscaler(
  { sandbox, kubeconfigs: { admin } }: ControlPlane,
  flags: readonly string[],
): Promise<RunningAutoscaler> {
  const port = await findFreePort();
  const address = `127.0.0.1:${port}`;
  const running = sandbox.start({
    name: `cluster-autoscaler-${port}`,
    command: requireClusterAutoscaler(),
    arguments: [
      '--cloud-provider=kwok',
      `--kubeconfig=${admin.path}`,
      '--namespace=kube-system',
      '--leader-elect=false',
      '--scan-interval=1s',
      `--address=${address}`,
      '--v=4',
      ...flags,
    ],
    environment: { KUBECONFIG: admin.path, KWOK_PROVIDER_MODE: 'local', POD_NAMESPACE: 'kube-system' },
  });
  const metrics = async (): Promise<string> => (await fetch(`http://${address}/metrics`)).text();
  await running.ready(metrics);
  return { ...running, metrics };
}
