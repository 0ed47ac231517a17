/** 20 nodes of $30 an hour; 160 pods that ask for 4 CPU and 8 Gi each, eight to a node. */
const NODES = 20;
const PODS_ON_A_NODE = 8;
export const workloads = [
  { name: 'realtime', replicas: 60, spot: false },
  { name: 'batch-inference', replicas: 100, spot: true },
];

const zone = (index) => `us-east-1${'abc'[index % 3]}`;

function node(index) {
  const amounts = { cpu: '32', memory: '256Gi', pods: '110', 'nvidia.com/gpu': '32' };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: nodeName(index),
      labels: {
        'kubernetes.io/hostname': nodeName(index),
        'kubernetes.io/arch': 'amd64',
        'node.kubernetes.io/instance-type': 'gpu-4x',
        'topology.kubernetes.io/zone': zone(index),
        'karpenter.sh/capacity-type': 'on-demand',
        // Four GPUs, each shared by eight pods through time-slicing.
        'nvidia.com/gpu.count': '4',
        'nvidia.com/gpu.replicas': '8',
      },
    },
    spec: { taints: [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }] },
    status: {
      capacity: amounts,
      allocatable: amounts,
      conditions: [{ type: 'Ready', status: 'True' }],
    },
  };
}

const nodeName = (index) => `gpu-${String(index + 1).padStart(2, '0')}`;
export const nodeNames = Array.from({ length: NODES }, (_, index) => nodeName(index));

function podSpec(spot) {
  const amounts = { cpu: '4', memory: '8Gi', 'nvidia.com/gpu': '1' };
  return {
    containers: [
      {
        name: 'server',
        image: 'registry.example.com/server:1',
        resources: { requests: amounts, limits: { 'nvidia.com/gpu': '1' } },
      },
    ],
    tolerations: [
      { key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' },
      ...(spot
        ? [{ key: 'karpenter.sh/capacity-type', operator: 'Equal', value: 'spot', effect: 'NoSchedule' }]
        : []),
    ],
  };
}

function deployment({ name, replicas, spot }) {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'ml', labels: { app: name } },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: podSpec(spot) },
    },
    status: { replicas, readyReplicas: replicas },
  };
}

export const podNames = ({ name, replicas }) =>
  Array.from({ length: replicas }, (_, index) => `${name}-7d9f-${String(index).padStart(3, '0')}`);

function podsOf(workload, first) {
  return podNames(workload).map((podName, index) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: podName,
      namespace: 'ml',
      labels: { app: workload.name, 'pod-template-hash': '7d9f' },
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'ReplicaSet',
          name: `${workload.name}-7d9f`,
          uid: workload.name,
          controller: true,
        },
      ],
    },
    spec: { ...podSpec(workload.spot), nodeName: nodeName(Math.floor((first + index) / PODS_ON_A_NODE)) },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
  }));
}

let placed = 0;
export const objects = [
  ...Array.from({ length: NODES }, (_, index) => node(index)),
  ...workloads.map(deployment),
  ...workloads.flatMap((workload) => {
    const pods = podsOf(workload, placed);
    placed += workload.replicas;
    return pods;
  }),
];
