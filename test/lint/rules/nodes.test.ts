import { bareOrCustomPodBlocksScaleDown } from '#core/lint/rules/bare-or-custom-pod-blocks-scale-down.ts';
import { gpuNoAcceleratorSelector } from '#core/lint/rules/gpu-no-accelerator-selector.ts';
import { noRequestsWithCa } from '#core/lint/rules/no-requests-with-ca.ts';
import { requestExceedsLargestNode } from '#core/lint/rules/request-exceeds-largest-node.ts';
import { spotNoPdbOrSingle } from '#core/lint/rules/spot-no-pdb-or-single.ts';

import { clusterAutoscaler, deployment, deploymentWithResources, documents, hpa, pdb } from '../manifests.ts';
import { testRule } from '../rule-tester.ts';
import { usageOfWeb } from '../usage-facts.ts';

const node = (name: string, allocatable: string, labels = 'kubernetes.io/os: linux') => `apiVersion: v1
kind: Node
metadata:
  name: ${name}
  labels: {${labels}}
status:
  allocatable: {${allocatable}}
`;
const nodePool = (requirements = '[]') => `apiVersion: karpenter.sh/v1
kind: NodePool
metadata:
  name: general
spec:
  template: {spec: {requirements: ${requirements}}}
`;

testRule(requestExceedsLargestNode, {
  bad: {
    'one core more than the largest node has': {
      yaml: documents(
        node('small', 'cpu: 1930m, memory: 7Gi'),
        node('large', 'cpu: 3920m, memory: 14Gi'),
        deploymentWithResources('requests:\n  ⟦cpu: 4⟧ # peak\n  memory: 2Gi'),
      ),
      says: ['a pod requests 4 of cpu; the largest of the 2 known nodes has 3920m for pods'],
    },
    'containers that fit one by one and not together': {
      yaml: documents(
        node('large', 'cpu: 8, memory: 14Gi'),
        deployment(
          'containers:\n  - {name: web, image: web, resources: {requests: {memory: 6Gi}}}\n  - {name: cache, image: cache, resources: {limits: {⟦memory: 9Gi⟧}}}',
        ),
      ),
      says: ['a pod requests 15Gi of memory; the largest of the 1 known nodes has 14Gi for pods'],
    },
    'a request that is far more than is used': {
      yaml: documents(node('large', 'cpu: 3920m'), deploymentWithResources('requests:\n  ⟦cpu: "4"⟧ # peak')),
      usage: usageOfWeb({ requests: [['web', 'cpu', '1200m']] }),
      says: ['a pod requests 4 of cpu; the largest of the 1 known nodes has 3920m for pods'],
      fixes: {
        'Request 1200m for web (cpu: p95 + 15 %, 7 d, recording shop)': documents(
          node('large', 'cpu: 3920m'),
          deploymentWithResources('requests:\n  cpu: "1200m" # peak'),
        ),
      },
    },
    'a node of the cluster': {
      yaml: deploymentWithResources('requests:\n  ⟦nvidia.com/gpu: 8⟧'),
      cluster: {
        description: 'context prod',
        objects: [
          {
            apiVersion: 'v1',
            kind: 'Node',
            metadata: { name: 'gpu' },
            status: { allocatable: { 'nvidia.com/gpu': '4' } },
          },
        ],
      },
      says: ['a pod requests 8 of nvidia.com/gpu; the largest of the 1 known nodes has 4 for pods'],
    },
  },
  good: {
    'as much as a node has': {
      yaml: documents(node('a', 'cpu: 4'), deploymentWithResources('requests: {cpu: 4}')),
    },
    'no node is known': { yaml: deploymentWithResources('requests: {cpu: 400}') },
    'Karpenter brings the node': {
      yaml: documents(node('a', 'cpu: 4'), nodePool(), deploymentWithResources('requests: {cpu: 16}')),
    },
    'a resource that no node has': {
      yaml: documents(node('a', 'cpu: 4'), deploymentWithResources('requests: {nvidia.com/gpu: 1}')),
    },
  },
});

testRule(noRequestsWithCa, {
  bad: {
    'no request for cpu': {
      yaml: documents(
        clusterAutoscaler('--v=2').replace(
          'containers:',
          'resources: {requests: {cpu: 1, memory: 1Gi}}\n      containers:',
        ),
        deployment('containers:\n  - name: ⟦web⟧\n    image: web\n    resources: {requests: {memory: 1Gi}}'),
      ),
      says: ['container web requests no cpu: Cluster Autoscaler does not see what it uses'],
    },
    'neither, and a pool of Karpenter': {
      yaml: documents(nodePool(), deployment('containers:\n  - name: ⟦web⟧\n    image: web')),
      says: ['container web requests no cpu and no memory: Karpenter does not see what it uses'],
    },
    'figures for both': {
      yaml: documents(nodePool(), deployment('containers:\n  - name: ⟦web⟧ # main\n    image: web')),
      usage: usageOfWeb({
        requests: [
          ['web', 'cpu', '250m'],
          ['web', 'memory', '512Mi'],
        ],
      }),
      says: ['container web requests no cpu and no memory: Karpenter does not see what it uses'],
      fixes: {
        'Request 250m for web (cpu: p95 + 15 %, 7 d, recording shop)': documents(
          nodePool(),
          deployment(
            'containers:\n  - name: web # main\n    image: web\n    resources:\n      requests:\n        cpu: 250m',
          ),
        ),
        'Request 512Mi for web (memory: maximum + 15 %, 7 d, recording shop)': documents(
          nodePool(),
          deployment(
            'containers:\n  - name: web # main\n    image: web\n    resources:\n      requests:\n        memory: 512Mi',
          ),
        ),
      },
    },
  },
  good: {
    'requests for both': {
      yaml: documents(nodePool(), deploymentWithResources('requests: {cpu: 1, memory: 1Gi}')),
    },
    'limits that stand for requests': {
      yaml: documents(nodePool(), deploymentWithResources('limits: {cpu: 1, memory: 1Gi}')),
    },
    'nothing that adds nodes': { yaml: deploymentWithResources('') },
    'a DaemonSet, which has its pod on every node': {
      yaml: documents(nodePool(), deploymentWithResources('', { kind: 'DaemonSet' })),
    },
  },
});

const pod = (spec: string, metadata = '') =>
  `apiVersion: v1
⟦kind⟧: Pod
metadata:
  name: worker
  namespace: shop
${metadata}spec:
${spec.replace(/^/gm, '  ')}
`.replace('⟦kind⟧: Pod', 'kind: ⟦Pod⟧');
const containers = 'containers:\n  - {name: worker, image: worker}';
const unmarked = (text: string) => text.replace(/[⟦⟧]/g, '');
const system = (metadata = '') =>
  deployment(containers, { name: 'dns', podMetadata: metadata }).replace(
    'namespace: shop',
    'namespace: kube-system',
  );
const complete = { scope: 'complete' } as const;

testRule(bareOrCustomPodBlocksScaleDown, {
  bad: {
    'a pod of its own': {
      yaml: pod(containers),
      says: ['no controller makes this pod: Cluster Autoscaler will not remove its node'],
      fixes: {
        'Let the pod be evicted: it may be lost': unmarked(
          pod(containers, '  annotations:\n    cluster-autoscaler.kubernetes.io/safe-to-evict: "true"\n'),
        ),
      },
    },
    'a pod that says it is not to be evicted': {
      yaml: pod(containers, '  annotations:\n    cluster-autoscaler.kubernetes.io/safe-to-evict: "false"\n'),
      says: ['no controller makes this pod: Cluster Autoscaler will not remove its node'],
    },
    'a workload of kube-system without a budget': {
      yaml: system().replace('name: dns\n', 'name: ⟦dns⟧\n'),
      settings: complete,
      says: [
        'no PodDisruptionBudget of namespace kube-system of the 1 files covers these pods of kube-system: Cluster Autoscaler will not remove their nodes',
      ],
    },
  },
  good: {
    'a pod that may be evicted': {
      yaml: unmarked(
        pod(containers, '  annotations: {cluster-autoscaler.kubernetes.io/safe-to-evict: "true"}\n'),
      ),
    },
    'a pod that ends': { yaml: unmarked(pod(`restartPolicy: Never\n${containers}`)) },
    'a pod that somebody owns': {
      yaml: unmarked(pod(containers, '  ownerReferences: [{kind: ReplicaSet, name: worker}]\n')),
    },
    'kube-system in part of the world': { yaml: system() },
    'kube-system with a budget': {
      yaml: documents(
        system(),
        pdb('maxUnavailable: 1', { app: 'dns' }).replace('namespace: shop', 'namespace: kube-system'),
      ),
      settings: complete,
    },
    'another namespace': { yaml: deployment(containers), settings: complete },
  },
});

const onSpot = (replicas: string, selector = 'nodeSelector') =>
  deployment(`${selector}:\n  karpenter.sh/capacity-type: spot\ncontainers:\n  - {name: web, image: web}`, {
    spec: replicas,
  });

testRule(spotNoPdbOrSingle, {
  bad: {
    'one replica': {
      yaml: onSpot('replicas: 1', '⟦nodeSelector⟧'),
      says: ['Deployment web has 1, and the pods may run on spot nodes only: a reclaimed node is an outage'],
    },
    'an HPA that goes down to one': {
      yaml: documents(hpa('maxReplicas: 9'), onSpot('replicas: 3', '⟦nodeSelector⟧')),
      says: [
        'HPA web goes down to 1, and the pods may run on spot nodes only: a reclaimed node is an outage',
      ],
    },
    'several without a budget': {
      yaml: onSpot('replicas: 3', '⟦nodeSelector⟧'),
      settings: complete,
      says: [
        'no PodDisruptionBudget of namespace shop of the 1 files covers these pods, which may run on spot nodes only',
      ],
    },
  },
  good: {
    'several with a budget': {
      yaml: documents(onSpot('replicas: 3'), pdb('maxUnavailable: 1')),
      settings: complete,
    },
    'several, and the budget may stand elsewhere': { yaml: onSpot('replicas: 3') },
    'on demand': { yaml: onSpot('replicas: 1').replace('spot', 'on-demand') },
    'scaled to zero': { yaml: onSpot('replicas: 0') },
  },
});

const a10 = node('a', 'nvidia.com/gpu: 1', 'nvidia.com/gpu.product: NVIDIA-A10G');
const t4 = node('b', 'nvidia.com/gpu: 1', 'nvidia.com/gpu.product: Tesla-T4');
const onGpu = (pod = '') =>
  deployment(
    `${pod}containers:\n  - name: web\n    image: web\n    resources:\n      limits:\n        ⟦nvidia.com/gpu: 1⟧`,
  );

testRule(gpuNoAcceleratorSelector, {
  bad: {
    'two models': {
      yaml: documents(a10, t4, onGpu()),
      says: ['the pod takes any GPU: there are nodes with NVIDIA-A10G, Tesla-T4'],
      fixes: Object.fromEntries(
        ['NVIDIA-A10G', 'Tesla-T4'].map((model) => [
          `Run on ${model} only`,
          documents(
            a10,
            t4,
            `${unmarked(onGpu())}      nodeSelector:\n        nvidia.com/gpu.product: ${model}\n`,
          ),
        ]),
      ),
    },
    'two models of a Karpenter pool': {
      yaml: documents(
        nodePool('[{key: karpenter.k8s.aws/instance-gpu-name, operator: In, values: [a10g, l4]}]'),
        onGpu(),
      ),
      says: ['the pod takes any GPU: there are nodes with a10g, l4'],
    },
  },
  good: {
    'one model': { yaml: documents(a10, unmarked(onGpu())) },
    'a pod that has chosen': {
      yaml: documents(a10, t4, unmarked(onGpu('nodeSelector: {nvidia.com/gpu.product: Tesla-T4}\n'))),
    },
    'a pod with an affinity': {
      yaml: documents(a10, t4, unmarked(onGpu('affinity: {nodeAffinity: {}}\n'))),
    },
    'a pod without a GPU': { yaml: documents(a10, t4, deploymentWithResources('')) },
  },
});
