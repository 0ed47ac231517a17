import { karpenterExpireWithoutGrace } from '#core/lint/rules/karpenter-expire-without-grace.ts';
import { karpenterNodepoolNoLimits } from '#core/lint/rules/karpenter-nodepool-no-limits.ts';
import { karpenterOldApi } from '#core/lint/rules/karpenter-old-api.ts';
import { kedaCpuScaleToZero } from '#core/lint/rules/keda-cpu-scale-to-zero.ts';
import { kedaFallbackUnsupported } from '#core/lint/rules/keda-fallback-unsupported.ts';
import { kedaHpaConflict } from '#core/lint/rules/keda-hpa-conflict.ts';
import { kedaMinMax } from '#core/lint/rules/keda-min-max.ts';
import { kedaNameTooLong } from '#core/lint/rules/keda-name-too-long.ts';

import { deployment, documents, hpa, scaledObject } from '../manifests.ts';
import { testRule } from '../rule-tester.ts';

const cpu = 'triggers:\n  - type: cpu\n    metricType: Utilization\n    metadata: {value: "60"}';
const queue = 'triggers:\n  - type: rabbitmq\n    metadata: {queueName: orders}';

testRule(kedaMinMax, {
  bad: {
    'a minimum above the maximum': {
      yaml: scaledObject(`minReplicaCount: ⟦9⟧\nmaxReplicaCount: 3\n${queue}`),
      says: ['minReplicaCount 9 is greater than maxReplicaCount 3'],
      fixes: {
        'Raise maxReplicaCount to 9': scaledObject(`minReplicaCount: 9\nmaxReplicaCount: 9\n${queue}`),
      },
    },
    'more than the default maximum': {
      yaml: scaledObject(`minReplicaCount: ⟦120⟧\n${queue}`),
      says: ['minReplicaCount 120 is greater than maxReplicaCount 100'],
    },
    'idle as many as the minimum': {
      yaml: scaledObject(`idleReplicaCount: ⟦1⟧\nminReplicaCount: 1\n${queue}`),
      says: ['idleReplicaCount 1 must be less than minReplicaCount 1'],
    },
  },
  good: {
    'idle at zero': {
      yaml: scaledObject(`idleReplicaCount: 0\nminReplicaCount: 1\nmaxReplicaCount: 1\n${queue}`),
    },
  },
});

testRule(kedaCpuScaleToZero, {
  bad: {
    'a minimum of zero': {
      yaml: scaledObject(`minReplicaCount: ⟦0⟧\n${cpu}`),
      says: ['minReplicaCount is 0 and cpu cannot wake a workload without pods'],
      fixes: { 'Set minReplicaCount to 1': scaledObject(`minReplicaCount: 1\n${cpu}`) },
    },
    'the default minimum': {
      yaml: scaledObject(cpu.replace('triggers:', '⟦triggers⟧:')),
      says: ['minReplicaCount is 0 and cpu cannot wake a workload without pods'],
    },
  },
  good: {
    one: { yaml: scaledObject(`minReplicaCount: 1\n${cpu}`) },
    'a queue as well': {
      yaml: scaledObject(`minReplicaCount: 0\n${cpu}\n  - type: kafka\n    metadata: {}`),
    },
    'no trigger yet': { yaml: scaledObject('triggers: []') },
  },
});

testRule(kedaFallbackUnsupported, {
  bad: {
    'cpu only': {
      yaml: scaledObject(`⟦fallback⟧: {failureThreshold: 3, replicas: 6}\nminReplicaCount: 1\n${cpu}`),
      says: ['fallback has no effect on cpu triggers'],
    },
  },
  good: { 'a queue': { yaml: scaledObject(`fallback: {failureThreshold: 3, replicas: 6}\n${queue}`) } },
});

testRule(kedaNameTooLong, {
  bad: {
    'an HPA whose name is too long': {
      yaml: scaledObject(queue, { name: `⟦${'a'.repeat(55)}⟧` }),
      says: [`keda-hpa-${'a'.repeat(55)} has 64 characters; 63 are allowed`],
    },
  },
  good: {
    'just short enough': { yaml: scaledObject(queue, { name: 'a'.repeat(54) }) },
    'an HPA with a name of its own': {
      yaml: scaledObject(`advanced: {horizontalPodAutoscalerConfig: {name: web}}\n${queue}`, {
        name: 'a'.repeat(60),
      }),
    },
  },
});

const own = hpa('maxReplicas: 3');
const handover = (name: string) =>
  scaledObject(`advanced: {horizontalPodAutoscalerConfig: {name: ${name}}}\n${queue}`, {
    metadata: 'annotations:\n  scaledobject.keda.sh/transfer-hpa-ownership: "true"',
  });

testRule(kedaHpaConflict, {
  bad: {
    'an HPA of the same Deployment': {
      yaml: documents(scaledObject(queue).replace('    name: web', '    name: ⟦web⟧'), own),
      says: ['Deployment web is also scaled by HPA web: neither will act'],
    },
    'a handover of another HPA': {
      yaml: documents(handover('other').replace('    name: web', '    name: ⟦web⟧'), own),
      says: ['Deployment web is also scaled by HPA web: neither will act'],
    },
  },
  good: {
    'a handover': { yaml: documents(handover('web'), own) },
    'another workload': { yaml: documents(scaledObject(queue), hpa('maxReplicas: 3', { target: 'api' })) },
  },
});

const nodePool = (spec: string, nodeSpec = 'expireAfter: 720h') => `apiVersion: karpenter.sh/v1
kind: NodePool
metadata:
  name: general
spec:
  template:
    spec:
      ${nodeSpec}
      requirements: []
${spec.replace(/^(?=.)/gm, '  ')}`;
const precious = deployment('containers:\n  - name: web\n    image: web', {
  podMetadata: 'annotations:\n  karpenter.sh/do-not-disrupt: "true"',
});

testRule(karpenterNodepoolNoLimits, {
  bad: {
    'no limits': {
      yaml: nodePool('').replace('\nspec:', '\n⟦spec⟧:'),
      says: ['the NodePool has no limits: it may grow to the quota of the account'],
    },
  },
  good: {
    limits: { yaml: nodePool('limits: {cpu: 100}\n') },
    'a static pool': { yaml: nodePool('replicas: 3\n') },
  },
});

testRule(karpenterExpireWithoutGrace, {
  bad: {
    'a pod that must not be disrupted': {
      yaml: documents(nodePool('', '⟦expireAfter: 720h⟧'), precious),
      says: ['nodes expire after 720h and wait without end for Deployment web, which must not be disrupted'],
    },
  },
  good: {
    'an end to the drain': {
      yaml: documents(nodePool('', 'terminationGracePeriod: 1h\n      expireAfter: 720h'), precious),
    },
    'no expiry': { yaml: documents(nodePool('', 'expireAfter: Never'), precious) },
    'pods that may go': { yaml: nodePool('') },
  },
});

testRule(karpenterOldApi, {
  bad: {
    'a Provisioner': {
      yaml: 'apiVersion: karpenter.sh/v1alpha5\nkind: ⟦Provisioner⟧\nmetadata:\n  name: default\n',
      says: ['Provisioner is an API of Karpenter before 0.32: write a NodePool'],
    },
    v1beta1: {
      yaml: nodePool('').replace('karpenter.sh/v1', '⟦karpenter.sh/v1beta1⟧'),
      says: ['karpenter.sh/v1beta1 is not served by Karpenter 1.1 and later: write karpenter.sh/v1'],
    },
    'an old annotation': {
      yaml: precious.replace('karpenter.sh/do-not-disrupt', '⟦karpenter.sh/do-not-evict⟧'),
      says: ['Karpenter 1.x does not read karpenter.sh/do-not-evict: write karpenter.sh/do-not-disrupt'],
      severities: ['warning'],
      fixes: { 'Write karpenter.sh/do-not-disrupt': precious },
    },
  },
  good: { v1: { yaml: documents(nodePool(''), precious) } },
});
