import type { AdvisorSources } from '#core/advisor/index.ts';
import type { KubernetesObject } from '#core/manifest/index.ts';
import { manualClock, memoryCluster, type MemoryClusterOptions } from '#core/testing/index.ts';

export const nowMs = Date.parse('2026-11-19T10:00:00Z');

type Amounts = Readonly<Record<string, string>>;

/** A ready node of a pool of EKS. */
export function node(
  name: string,
  pool: string,
  {
    amounts = {},
    labels = {},
    annotations = {},
    taints = [],
    ready = true,
    unschedulable = false,
  }: {
    readonly amounts?: Amounts;
    readonly labels?: Amounts;
    readonly annotations?: Amounts;
    readonly taints?: readonly object[];
    readonly ready?: boolean;
    readonly unschedulable?: boolean;
  } = {},
): KubernetesObject {
  const resources = { cpu: '4', memory: '16Gi', pods: '110', ...amounts };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      creationTimestamp: '2026-11-18T10:00:00Z',
      labels: {
        'kubernetes.io/hostname': name,
        ...(pool !== '' && { 'eks.amazonaws.com/nodegroup': pool }),
        ...labels,
      },
      annotations,
    },
    spec: { taints, unschedulable },
    status: {
      allocatable: resources,
      capacity: resources,
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }],
    },
  };
}

/** A pod of a ReplicaSet; without a node the scheduler has found none. */
export function pod(
  name: string,
  requests: Amounts,
  {
    nodeName,
    owner = 'web',
    annotations = {},
    spec = {},
    namespace = 'prod',
  }: {
    readonly nodeName?: string;
    readonly owner?: string | null;
    readonly annotations?: Amounts;
    readonly spec?: object;
    readonly namespace?: string;
  } = {},
): KubernetesObject {
  const limits = Object.fromEntries(Object.entries(requests).filter(([key]) => key.includes('/')));
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace,
      annotations,
      labels: { app: owner ?? name },
      ...(owner !== null && {
        ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: owner, controller: true }],
      }),
    },
    spec: {
      ...(nodeName !== undefined && { nodeName }),
      ...spec,
      containers: [{ name: 'app', resources: { requests, limits } }],
    },
    status: {
      phase: nodeName === undefined ? 'Pending' : 'Running',
      conditions: [
        nodeName === undefined
          ? { type: 'PodScheduled', status: 'False', reason: 'Unschedulable' }
          : { type: 'PodScheduled', status: 'True' },
      ],
    },
  };
}

/** A claim and the volume behind it, which only nodes of a zone reach. */
export function disk(name: string, zone: string, namespace = 'prod'): readonly KubernetesObject[] {
  const term = { matchExpressions: [{ key: 'topology.kubernetes.io/zone', operator: 'In', values: [zone] }] };
  const volume = {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: `pv-${name}` },
    spec: { nodeAffinity: { required: { nodeSelectorTerms: [term] } } },
  };
  const claim = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name, namespace },
    spec: { volumeName: `pv-${name}` },
  };
  return [volume, claim];
}

export const withDisk = (claimName: string): object => ({
  volumes: [{ name: 'data', persistentVolumeClaim: { claimName } }],
});

/** Cluster Autoscaler 1.36 with flags. */
export function autoscaler(...flags: readonly string[]): KubernetesObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'cluster-autoscaler', namespace: 'kube-system' },
    spec: {
      template: {
        spec: {
          containers: [
            {
              name: 'ca',
              image: 'registry.k8s.io/autoscaling/cluster-autoscaler:v1.36.1',
              command: ['./cluster-autoscaler', ...flags],
            },
          ],
        },
      },
    },
  };
}

/** The ConfigMap that it writes, in the form of 1.30 and later. */
export function autoscalerStatus(
  groups: readonly {
    readonly name: string;
    readonly min: number;
    readonly max: number;
    readonly target: number;
    readonly backoff?: string;
  }[],
): KubernetesObject {
  const nodeGroups = groups.map(({ name, min, max, target, backoff }) => ({
    name,
    health: { status: 'Healthy', cloudProviderTarget: target, minSize: min, maxSize: max },
    scaleUp:
      backoff === undefined
        ? { status: 'NoActivity' }
        : { status: 'Backoff', backoffInfo: { errorMessage: backoff } },
  }));
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'cluster-autoscaler-status', namespace: 'kube-system' },
    data: { status: JSON.stringify({ autoscalerStatus: 'Running', nodeGroups }) },
  };
}

export function sourcesOf(
  objects: readonly KubernetesObject[],
  options?: MemoryClusterOptions,
): AdvisorSources {
  return { cluster: memoryCluster(objects, options), clock: manualClock(nowMs) };
}
