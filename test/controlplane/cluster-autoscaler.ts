import type { ControlPlane } from './control-plane.ts';
import { apply } from './kubectl.ts';
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

/** The kwok provider's configuration, node templates, and the priority expander's ConfigMap. */
export async function configureKwokProvider(
  { kubeconfigs: { admin } }: ControlPlane,
  templates: readonly object[],
  priorities = '',
): Promise<void> {
  const configMap = (name: string, data: object): object => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: 'kube-system' },
    data,
  });
  const config = {
    apiVersion: 'v1alpha1',
    readNodesFrom: 'configmap',
    nodegroups: { fromNodeLabelKey: 'kwok-nodegroup' },
    nodes: { skipTaint: true, gpuConfig: { gpuLabelKey: 'gpu-type', availableGPUTypes: { t4: {} } } },
    configmap: { name: 'kwok-provider-templates' },
  };
  await apply(
    admin,
    configMap('kwok-provider-config', { config: JSON.stringify(config) }),
    configMap('kwok-provider-templates', {
      templates: JSON.stringify({ apiVersion: 'v1', kind: 'List', items: templates }),
    }),
    configMap('cluster-autoscaler-priority-expander', { priorities }),
  );
}

/** A node that the kwok provider takes for one of its own, of the group whose template is given. */
export function providedNode(
  template: object,
  name: string,
  {
    annotations = {},
    labels = {},
    taints,
  }: {
    readonly annotations?: Readonly<Record<string, string>>;
    readonly labels?: Readonly<Record<string, string>>;
    /** In place of the template's. */
    readonly taints?: readonly object[];
  } = {},
): object {
  const { metadata, ...rest } = template as {
    metadata: { name: string; labels: Record<string, string> };
    spec: object;
  };
  return {
    ...rest,
    metadata: {
      name,
      labels: { ...metadata.labels, 'kubernetes.io/hostname': name, ...labels },
      annotations: {
        ...annotations,
        'kwok.x-k8s.io/node': 'fake',
        'cluster-autoscaler.kwok.nodegroup/name': metadata.name,
      },
    },
    spec: { ...rest.spec, providerID: `kwok:${name}`, ...(taints && { taints }) },
  };
}
