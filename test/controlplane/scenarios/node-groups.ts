/** A group of machines as Cluster Autoscaler's kwok provider reads it: one node that stands for all. */
export function templateNode(
  name: string,
  {
    cpu,
    memory,
    min = 0,
    max = 10,
    gpus = 0,
    taints = [],
  }: {
    readonly cpu: string;
    readonly memory: string;
    readonly min?: number;
    readonly max?: number;
    readonly gpus?: number;
    readonly taints?: readonly object[];
  },
): object {
  const resources = { cpu, memory, pods: '110', ...(gpus > 0 && { 'nvidia.com/gpu': String(gpus) }) };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        'kwok-nodegroup': name,
        ...(gpus > 0 && { 'gpu-type': 't4' }),
      },
      annotations: {
        'cluster-autoscaler.kwok.nodegroup/min-count': String(min),
        'cluster-autoscaler.kwok.nodegroup/max-count': String(max),
        'cluster-autoscaler.kwok.nodegroup/desired-count': String(min),
      },
    },
    spec: { taints },
    status: { allocatable: resources, capacity: resources },
  };
}

const spotTaint = { key: 'spot', value: 'true', effect: 'NoSchedule' };
const gpuTaint = { key: 'nvidia.com/gpu', value: 'true', effect: 'NoSchedule' };

export const groups: readonly object[] = [
  templateNode('small-on-demand', { cpu: '2', memory: '8Gi', max: 20 }),
  templateNode('large-on-demand', { cpu: '16', memory: '64Gi', max: 5 }),
  templateNode('memory-on-demand', { cpu: '4', memory: '32Gi' }),
  templateNode('medium-spot', { cpu: '8', memory: '32Gi', taints: [spotTaint] }),
  templateNode('gpu-on-demand', { cpu: '4', memory: '16Gi', gpus: 1, max: 3, taints: [gpuTaint] }),
];

/** A ReplicaSet of pods that run nothing. */
export function replicaSet(
  name: string,
  replicas: number,
  requests: Readonly<Record<string, string>>,
  {
    spec = {},
    annotations = {},
    namespace = 'default',
  }: { spec?: object; annotations?: object; namespace?: string } = {},
): object {
  const labels = { app: name };
  const gpus = requests['nvidia.com/gpu'];
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name, namespace },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels, annotations },
        spec: {
          terminationGracePeriodSeconds: 0,
          ...spec,
          containers: [
            {
              name: 'app',
              image: 'registry.k8s.io/pause:3.10',
              resources: { requests, ...(gpus !== undefined && { limits: { 'nvidia.com/gpu': gpus } }) },
            },
          ],
        },
      },
    },
  };
}

const toleratesSpot = { tolerations: [{ key: 'spot', operator: 'Exists' }] };
const toleratesGpu = { tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists' }] };
const apart = {
  affinity: {
    podAntiAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [
        { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'quorum' } } },
      ],
    },
  },
};

/** Pods that wait, by name: what each expander chooses for them is recorded. */
export const pendingSets: Readonly<Record<string, readonly object[]>> = {
  web: [replicaSet('web', 12, { cpu: '900m', memory: '1Gi' })],
  cache: [replicaSet('cache', 7, { cpu: '300m', memory: '6Gi' })],
  mixed: [
    replicaSet('web', 9, { cpu: '900m', memory: '1Gi' }),
    replicaSet('cache', 5, { cpu: '300m', memory: '6Gi' }),
    replicaSet('batch', 6, { cpu: '3', memory: '4Gi' }, { spec: toleratesSpot }),
  ],
  training: [
    replicaSet('train', 2, { cpu: '2', memory: '8Gi', 'nvidia.com/gpu': '1' }, { spec: toleratesGpu }),
    replicaSet('quorum', 3, { cpu: '500m', memory: '2Gi' }, { spec: apart }),
  ],
  hopeless: [
    replicaSet('huge', 2, { cpu: '40', memory: '8Gi' }),
    replicaSet('web', 4, { cpu: '900m', memory: '1Gi' }),
  ],
};

export const expanders = ['least-waste', 'most-pods', 'least-nodes', 'priority,least-waste'] as const;

/** As users write it: spot first, GPUs last. */
export const priorities = '50: [".*-spot"]\n20: ["memory-.*", "large-.*"]\n10: ["small-.*", "gpu-.*"]\n';
