import { gpuMissingToleration } from '#core/lint/rules/gpu-missing-toleration.ts';
import { memoryMillibytes } from '#core/lint/rules/memory-millibytes.ts';
import { pdbMinAvailableEqualsReplicas } from '#core/lint/rules/pdb-min-available-equals-replicas.ts';

import { deployment, deploymentWithResources, documents, hpa, pdb } from '../manifests.ts';
import { testRule } from '../rule-tester.ts';

const web = deploymentWithResources('requests: {cpu: 1}');

testRule(pdbMinAvailableEqualsReplicas, {
  bad: {
    'all replicas': {
      yaml: documents(pdb('minAvailable: ⟦3⟧'), web),
      says: ['minAvailable 3 is 3 of the 3 replicas of Deployment web: no pod may be evicted'],
    },
    'a percentage that rounds up': {
      yaml: documents(pdb('minAvailable: ⟦"70%"⟧'), web),
      says: ['minAvailable 70% is 3 of the 3 replicas of Deployment web: no pod may be evicted'],
    },
    "the HPA's minimum": {
      yaml: documents(
        pdb('minAvailable: ⟦2⟧'),
        web.replace('  replicas: 3\n', ''),
        hpa('minReplicas: 2\nmaxReplicas: 9'),
      ),
      says: ['minAvailable 2 is 2 of the 2 replicas of Deployment web: no pod may be evicted'],
    },
  },
  good: {
    'one replica to spare': { yaml: documents(pdb('minAvailable: 2'), web) },
    'a percentage that leaves one': { yaml: documents(pdb('minAvailable: 66%'), web) },
    'another workload': { yaml: documents(pdb('minAvailable: 3', { app: 'api' }), web) },
    'replicas that something else sets': {
      yaml: documents(pdb('minAvailable: 1'), web.replace('  replicas: 3\n', '')),
    },
    maxUnavailable: { yaml: documents(pdb('maxUnavailable: 1'), web) },
    '100 %, which another rule reports': { yaml: documents(pdb('minAvailable: 100%'), web) },
    'a workload of no replicas': {
      yaml: documents(pdb('minAvailable: 1'), web.replace('replicas: 3', 'replicas: 0')),
    },
  },
});

testRule(memoryMillibytes, {
  bad: {
    'm for mega': {
      yaml: deploymentWithResources('requests:\n  memory: ⟦400m⟧ # enough\n  cpu: 400m'),
      says: ['memory 400m is 0.4 bytes: m stands for milli, not mega'],
      fixes: {
        'Write 400Mi': deploymentWithResources('requests:\n  memory: 400Mi # enough\n  cpu: 400m'),
      },
    },
    'a fraction of a byte': {
      yaml: deploymentWithResources('limits:\n  memory: ⟦1.1Gi⟧'),
      says: ['memory 1.1Gi is not a whole number of bytes'],
      severities: ['warning'],
      fixes: { 'Round up to 1127Mi': deploymentWithResources('limits:\n  memory: 1127Mi') },
    },
    'storage in quotes': {
      yaml: deploymentWithResources('limits: {ephemeral-storage: ⟦"500m"⟧}'),
      says: ['ephemeral-storage 500m is 0.5 bytes: m stands for milli, not mega'],
    },
  },
  good: {
    'whole bytes written in milli': { yaml: deploymentWithResources('limits:\n  memory: 134217728000m') },
    'halves that come out even': { yaml: deploymentWithResources('limits:\n  memory: 1.5Gi') },
    'cpu in milli': { yaml: deploymentWithResources('limits:\n  cpu: 400m') },
    'what is filled in later': { yaml: deploymentWithResources('limits:\n  memory: ${MEMORY}') },
  },
});

const gpu = (rest = '', resources = 'limits:\n        ⟦nvidia.com/gpu: 1⟧') =>
  deployment(`containers:\n  - name: model\n    image: model\n    resources:\n      ${resources}\n${rest}`);
const nodePool = `apiVersion: karpenter.sh/v1
kind: NodePool
metadata:
  name: gpu
spec:
  template:
    spec:
      requirements:
        - {key: karpenter.k8s.aws/instance-gpu-count, operator: Gt, values: ["0"]}
      taints:
        - {key: team, value: ml, effect: NoSchedule}
`;
const toleration = (lines: string) => `tolerations:\n${lines}`;

testRule(gpuMissingToleration, {
  bad: {
    'no toleration and nothing known': {
      yaml: gpu(),
      says: [
        'the pod tolerates no taint, and GPU nodes usually have nvidia.com/gpu:NoSchedule; no node or NodePool was given to look it up',
      ],
      severities: ['info'],
      fixes: {
        'Tolerate nvidia.com/gpu:NoSchedule': gpu(
          toleration('  - key: nvidia.com/gpu\n    operator: Exists\n    effect: NoSchedule'),
        ),
      },
    },
    'a pool with a taint of its own': {
      yaml: documents(gpu(toleration('- key: nvidia.com/gpu # usual\n  operator: Exists')), nodePool),
      says: [
        'nvidia.com/gpu is on nodes with the taint team=ml:NoSchedule (NodePool gpu), which the pod does not tolerate',
      ],
      fixes: {
        'Tolerate team=ml:NoSchedule': documents(
          gpu(
            toleration(
              '- key: nvidia.com/gpu # usual\n  operator: Exists\n- key: team\n  operator: Equal\n  value: ml\n  effect: NoSchedule',
            ),
          ),
          nodePool,
        ),
      },
    },
    'a node of the cluster': {
      yaml: gpu(),
      cluster: {
        description: 'context test',
        objects: [
          {
            apiVersion: 'v1',
            kind: 'Node',
            metadata: { name: 'gpu-1' },
            spec: { taints: [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }] },
            status: { allocatable: { 'nvidia.com/gpu': '4' } },
          },
        ],
      },
      says: [
        'nvidia.com/gpu is on nodes with the taint nvidia.com/gpu=present:NoSchedule (Node gpu-1), which the pod does not tolerate',
      ],
    },
  },
  good: {
    'a toleration of the usual taint': {
      yaml: gpu(toleration('- key: nvidia.com/gpu\n  operator: Exists'), 'limits: {nvidia.com/gpu: 1}'),
    },
    'a toleration of everything': {
      yaml: documents(gpu(toleration('- operator: Exists'), 'limits: {nvidia.com/gpu: 1}'), nodePool),
    },
    'a cloud that adds it': { yaml: gpu('', 'limits: {nvidia.com/gpu: 1}'), settings: { cloud: 'gce' } },
    'no GPU': { yaml: gpu('', 'limits: {cpu: 1}') },
    'a pool without taints': {
      yaml: documents(gpu('', 'limits: {nvidia.com/gpu: 1}'), nodePool.replace(/ +taints:[^]*$/, '')),
    },
  },
});
