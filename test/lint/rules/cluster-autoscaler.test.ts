import { caDrainConflict } from '#core/lint/rules/ca-drain-conflict.ts';
import { caExpanderDefaultDrift } from '#core/lint/rules/ca-expander-default-drift.ts';
import { caExpanderInvalid } from '#core/lint/rules/ca-expander-invalid.ts';
import { caFlagDeprecated } from '#core/lint/rules/ca-flag-deprecated.ts';
import { caFlagUnknown } from '#core/lint/rules/ca-flag-unknown.ts';
import { caPriorityExpanderConfig } from '#core/lint/rules/ca-priority-expander-config.ts';
import { caPriorityExpanderUnused } from '#core/lint/rules/ca-priority-expander-unused.ts';
import { caRbacMissing } from '#core/lint/rules/ca-rbac-missing.ts';
import { caResourceLimitsInvalid } from '#core/lint/rules/ca-resource-limits-invalid.ts';
import { caThresholdRange } from '#core/lint/rules/ca-threshold-range.ts';
import { caVersionSkew } from '#core/lint/rules/ca-version-skew.ts';
import { gpuScaleFromZeroTags } from '#core/lint/rules/gpu-scale-from-zero-tags.ts';

import { clusterAutoscaler, deployment, documents } from '../manifests.ts';
import { testRule } from '../rule-tester.ts';

testRule(caThresholdRange, {
  bad: {
    'a percentage': {
      yaml: clusterAutoscaler('⟦--scale-down-utilization-threshold=50⟧ # half'),
      says: ['--scale-down-utilization-threshold is a fraction from 0 to 1, not 50'],
      fixes: { 'Write 0.5': clusterAutoscaler('--scale-down-utilization-threshold=0.5 # half') },
    },
    'a value of its own item': {
      yaml: clusterAutoscaler('--scale-down-gpu-utilization-threshold\n⟦"70"⟧'),
      says: ['--scale-down-gpu-utilization-threshold is a fraction from 0 to 1, not 70'],
      fixes: { 'Write 0.7': clusterAutoscaler('--scale-down-gpu-utilization-threshold\n"0.7"') },
    },
    'less than nothing': {
      yaml: clusterAutoscaler('⟦--scale-down-utilization-threshold=-0.5⟧'),
      says: ['--scale-down-utilization-threshold is a fraction from 0 to 1, not -0.5'],
    },
  },
  good: {
    'the bounds': {
      yaml: clusterAutoscaler(
        '--scale-down-utilization-threshold=1\n--scale-down-gpu-utilization-threshold=0',
      ),
    },
    'another program': {
      yaml: deployment(
        'containers:\n  - name: a\n    image: other\n    args: [--scale-down-utilization-threshold=50]',
      ),
    },
    'a variable': { yaml: clusterAutoscaler('--scale-down-utilization-threshold=$(THRESHOLD)') },
  },
});

testRule(caFlagUnknown, {
  bad: {
    'a flag that was removed': {
      yaml: clusterAutoscaler('⟦--max-empty-bulk-delete=10⟧', 'v1.33.1'),
      says: ['Cluster Autoscaler 1.33 has no --max-empty-bulk-delete: it was removed in 1.33'],
    },
    'a flag that comes later': {
      yaml: clusterAutoscaler('⟦--predicate-parallelism=8⟧', 'v1.32.0'),
      says: ['Cluster Autoscaler 1.32 has no --predicate-parallelism: it came with 1.35'],
    },
    'a slip of the pen': {
      yaml: clusterAutoscaler('⟦--scale-down-unneded-time=5m⟧'),
      says: [
        'Cluster Autoscaler 1.33 has no --scale-down-unneded-time; did you mean --scale-down-unneeded-time?',
      ],
    },
    'a configured version': {
      yaml: clusterAutoscaler('⟦--parallel-drain=true⟧', 'latest'),
      settings: { clusterAutoscalerVersion: { major: 1, minor: 34 } },
      says: ['Cluster Autoscaler 1.34 has no --parallel-drain: it was removed in 1.32'],
    },
  },
  good: {
    'flags of its own and of its libraries': {
      yaml: clusterAutoscaler(
        '--v=4\n--logtostderr\n--stderrthreshold=info\n--leader-elect=true\n--expander=least-waste\n--nodes=1:10:asg',
      ),
    },
    'a flag that older releases define outside of main.go': {
      yaml: clusterAutoscaler(
        '--skip-nodes-with-local-storage=false\n--skip-nodes-with-system-pods=false',
        'v1.25.0',
      ),
    },
    'underscores for dashes': { yaml: clusterAutoscaler('--scale_down_unneeded_time=5m') },
    'no known version': { yaml: clusterAutoscaler('--parallel-drain=true', 'latest') },
    'a flag of a build of somebody else': {
      yaml: clusterAutoscaler('--our-own-thing=1').replace('registry.k8s.io/autoscaling', 'registry.example'),
    },
  },
});

testRule(caFlagDeprecated, {
  bad: {
    'a flag with a new name': {
      yaml: clusterAutoscaler('⟦--ignore-taint=startup⟧ # soon'),
      says: ['--ignore-taint is deprecated in Cluster Autoscaler 1.33: use --startup-taint'],
      fixes: { 'Rename it to --startup-taint': clusterAutoscaler('--startup-taint=startup # soon') },
    },
    'a value that ends the process': {
      yaml: clusterAutoscaler('⟦--enable-dynamic-resource-allocation=false⟧', 'v1.35.0'),
      says: [
        'Cluster Autoscaler 1.35 exits with --enable-dynamic-resource-allocation=false: remove the flag',
      ],
      severities: ['error'],
    },
  },
  good: {
    'before it was deprecated': { yaml: clusterAutoscaler('--ignore-taint=a', 'v1.28.0') },
    'gone, which another rule reports': { yaml: clusterAutoscaler('--max-empty-bulk-delete=1', 'v1.34.0') },
  },
});

testRule(caExpanderInvalid, {
  bad: {
    'a slip of the pen': {
      yaml: clusterAutoscaler('⟦--expander=least-wast⟧'),
      says: ['there is no expander least-wast; did you mean least-waste?'],
    },
    'one twice': {
      yaml: clusterAutoscaler('⟦--expander=priority,least-waste,priority⟧'),
      says: ['expander priority is listed twice'],
    },
    'one after random': {
      yaml: clusterAutoscaler('⟦--expander=random,least-waste⟧'),
      says: ['expander least-waste comes after random, which leaves nothing to decide'],
    },
    'prices on AWS': {
      yaml: clusterAutoscaler('--cloud-provider=aws\n⟦--expander=price⟧'),
      says: ['cloud provider aws has no prices, so the price expander ends the process'],
    },
  },
  good: {
    'a chain': { yaml: clusterAutoscaler('--expander=priority,least-nodes,least-waste,random') },
    'prices on GCE': { yaml: clusterAutoscaler('--cloud-provider=gce\n--expander=price') },
  },
});

testRule(caExpanderDefaultDrift, {
  bad: {
    'no expander before 1.33': {
      yaml: clusterAutoscaler('--v=4', 'v1.32.1').replace(
        'name: cluster-autoscaler\n          image',
        '⟦name: cluster-autoscaler⟧\n          image',
      ),
      says: ['no --expander is set: random now, least-waste from 1.33 on'],
    },
    'arguments instead of a command': {
      yaml: clusterAutoscaler('--balance-similar-node-groups=true', 'v1.27.3')
        .replace('command:', 'args:')
        .replace('name: cluster-autoscaler\n          image', '⟦name: cluster-autoscaler⟧\n          image'),
      says: ['no --expander is set: random now, least-waste from 1.33 on'],
    },
  },
  good: {
    'no expander in 1.33': { yaml: clusterAutoscaler('--v=4') },
    'an expander': { yaml: clusterAutoscaler('--expander=random', 'v1.30.0') },
  },
});

testRule(caVersionSkew, {
  bad: {
    'an older image': {
      yaml: clusterAutoscaler('--v=4').replace(/image: (.*)/, 'image: ⟦$1⟧'),
      settings: { kubernetesVersion: { major: 1, minor: 35 } },
      says: ['Cluster Autoscaler 1.33 in a cluster of Kubernetes 1.35'],
    },
    'a newer image from another registry': {
      yaml: clusterAutoscaler('--v=4', 'v1.36.1')
        .replace('registry.k8s.io/autoscaling', 'mirror.example/k8s')
        .replace(/image: (.*)/, 'image: ⟦$1⟧'),
      settings: { kubernetesVersion: { major: 1, minor: 34 } },
      says: ['Cluster Autoscaler 1.36 in a cluster of Kubernetes 1.34'],
    },
  },
  good: {
    "a vendor's own number": {
      yaml: clusterAutoscaler('--v=4', 'v1.3.1'),
      settings: { kubernetesVersion: { major: 1, minor: 36 } },
    },
    'the same release': {
      yaml: clusterAutoscaler('--v=4'),
      settings: { kubernetesVersion: { major: 1, minor: 33 } },
    },
    'no known version': { yaml: clusterAutoscaler('--v=4') },
  },
});

testRule(caDrainConflict, {
  bad: {
    both: {
      yaml: clusterAutoscaler('⟦--drain-priority-config=0:60⟧\n--max-graceful-termination-sec=600'),
      says: ['--drain-priority-config does not go together with --max-graceful-termination-sec'],
    },
    'the other way round, with single dashes': {
      yaml: clusterAutoscaler('-max-graceful-termination-sec=600\n⟦-drain-priority-config=1000:600,0:60⟧'),
      says: ['--drain-priority-config does not go together with --max-graceful-termination-sec'],
    },
  },
  good: { one: { yaml: clusterAutoscaler('--max-graceful-termination-sec=600') } },
});

testRule(caResourceLimitsInvalid, {
  bad: {
    crossed: {
      yaml: clusterAutoscaler('⟦--cores-total=320:0⟧'),
      says: ['--cores-total: the minimum 320 is greater than the maximum 0'],
    },
    'one number': {
      yaml: clusterAutoscaler('⟦--memory-total=640⟧'),
      says: ['--memory-total is <min>:<max> in GB, not 640'],
    },
  },
  good: {
    'a place to be filled in': { yaml: clusterAutoscaler('--nodes=[min]:[max]:[ASG_ID]') },
    'two numbers': { yaml: clusterAutoscaler('--cores-total=0:320\n--nodes=1:10:workers') },
  },
});

const priorities = (
  text: string,
  key = 'priorities',
  name = 'cluster-autoscaler-priority-expander',
) => `apiVersion: v1
kind: ConfigMap
metadata:
  name: ${name}
  namespace: shop
data:
  ${key}: ${text}
`;

testRule(caPriorityExpanderConfig, {
  bad: {
    'another key': {
      yaml: priorities('"10: [.*]"', '⟦priority⟧'),
      says: ['the key must be priorities, not priority'],
      fixes: { 'Rename it to priorities': priorities('"10: [.*]"') },
    },
    'no list': {
      yaml: priorities('⟦"10: .*spot.*"⟧'),
      says: ['the priorities cannot be read: priority 10 has no list of patterns'],
    },
    'what Go does not know': {
      yaml: priorities('⟦"10: [\'^(?!spot).*$\']"⟧'),
      says: ['Go regular expressions have no lookaround: ^(?!spot).*$'],
    },
    'a priority that never wins': {
      yaml: priorities('⟦"-1: [.*]"⟧'),
      says: ['priority -1 never wins: the lowest that does is 0'],
      severities: ['warning'],
    },
  },
  good: {
    'a mapping': { yaml: priorities('|-\n    10: [".*on-demand.*"]\n    50:\n      - .*spot.*') },
    zero: { yaml: priorities('"0: [.*]"') },
    'another ConfigMap': { yaml: priorities('nothing', 'priority', 'settings') },
  },
});

testRule(caPriorityExpanderUnused, {
  bad: {
    'another expander': {
      yaml: documents(
        clusterAutoscaler('--expander=least-waste'),
        priorities('"0: [.*]"', 'priorities', '⟦cluster-autoscaler-priority-expander⟧'),
      ),
      says: [
        'Cluster Autoscaler cluster-autoscaler uses the expander least-waste: these priorities have no effect',
      ],
    },
    'no expander at all': {
      yaml: documents(
        priorities(
          '|\n    10: [.*]\n    50: [.*gpu.*]',
          'priorities',
          '⟦cluster-autoscaler-priority-expander⟧',
        ),
        clusterAutoscaler('--v=4'),
      ),
      says: [
        'Cluster Autoscaler cluster-autoscaler uses the expander of its default: these priorities have no effect',
      ],
    },
  },
  good: {
    used: { yaml: documents(clusterAutoscaler('--expander=priority,least-waste'), priorities('"0: [.*]"')) },
    'no Cluster Autoscaler here': { yaml: priorities('"0: [.*]"') },
  },
});

const rbac = (storage: string) => `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: cluster-autoscaler
rules:
  - apiGroups: [""]
    resources: [namespaces, nodes, pods, services, replicationcontrollers, persistentvolumeclaims, persistentvolumes]
    verbs: [get, list, watch]
  - apiGroups: [apps, policy]
    resources: [statefulsets, replicasets, daemonsets, poddisruptionbudgets]
    verbs: ["*"]
  - apiGroups: [storage.k8s.io]
    resources: [${storage}]
    verbs: [list, watch]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: cluster-autoscaler
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: cluster-autoscaler
subjects:
  - kind: ServiceAccount
    name: cluster-autoscaler
    namespace: shop
`;
const allStorage = 'storageclasses, csinodes, csidrivers, csistoragecapacities, volumeattachments';

testRule(caRbacMissing, {
  bad: {
    'a role of an older release': {
      yaml: documents(
        clusterAutoscaler('--v=4').replace(
          'serviceAccountName: cluster-autoscaler',
          'serviceAccountName: ⟦cluster-autoscaler⟧',
        ),
        rbac('storageclasses, csinodes, csidrivers, csistoragecapacities'),
      ),
      says: [
        'Cluster Autoscaler 1.33 lists and watches volumeattachments.storage.k8s.io, which ClusterRole cluster-autoscaler does not allow',
      ],
    },
    'several kinds, in a release that needs more': {
      yaml: documents(
        clusterAutoscaler('--v=4', 'v1.34.0').replace(
          'serviceAccountName: cluster-autoscaler',
          'serviceAccountName: ⟦cluster-autoscaler⟧ # see rbac.yaml',
        ),
        rbac('storageclasses, volumeattachments'),
      ),
      says: [
        'Cluster Autoscaler 1.34 lists and watches csinodes.storage.k8s.io, csidrivers.storage.k8s.io, csistoragecapacities.storage.k8s.io, which ClusterRole cluster-autoscaler does not allow',
      ],
    },
  },
  good: {
    'all that it needs': { yaml: documents(clusterAutoscaler('--v=4'), rbac(allStorage)) },
    'an older release': {
      yaml: documents(clusterAutoscaler('--v=4', 'v1.22.0'), rbac('storageclasses, csinodes')),
    },
    'a role that is somewhere else': { yaml: clusterAutoscaler('--v=4') },
  },
});

const eksctl = (rest: string) => `apiVersion: eksctl.io/v1alpha5
kind: ClusterConfig
metadata:
  name: prod
  region: us-east-1
managedNodeGroups:
  - name: gpu
    instanceType: g5.xlarge
    ${rest}
    labels:
      pool: gpu
`;

testRule(gpuScaleFromZeroTags, {
  bad: {
    'a label that no tag tells': {
      yaml: eksctl('⟦minSize: 0⟧'),
      says: ['node group gpu can be empty, and label pool is not in its tags'],
    },
    'a taint of an unmanaged group': {
      yaml: eksctl('⟦minSize: 0⟧ # saves money\n    taints: [{key: nvidia.com/gpu, effect: NoSchedule}]')
        .replace('managedNodeGroups', 'nodeGroups')
        .replace('instanceType: g5.xlarge', 'instancesDistribution: {}\n    instanceType: p4d.24xlarge')
        .replace('    labels:\n      pool: gpu\n', ''),
      says: ['node group gpu can be empty, and taint nvidia.com/gpu is not in its tags'],
    },
  },
  good: {
    'propagated tags': { yaml: eksctl('minSize: 0\n    propagateASGTags: true') },
    'a tag by hand': {
      yaml: eksctl('minSize: 0\n    tags:\n      k8s.io/cluster-autoscaler/node-template/label/pool: gpu'),
    },
    'always one node': { yaml: eksctl('minSize: 1') },
    'no GPUs': { yaml: eksctl('minSize: 0').replace('g5.xlarge', 'm5.xlarge') },
  },
});
