import { karpenterExpireWithoutGrace } from '#core/lint/rules/karpenter-expire-without-grace.ts';
import { karpenterNodepoolNoLimits } from '#core/lint/rules/karpenter-nodepool-no-limits.ts';
import { karpenterOldApi } from '#core/lint/rules/karpenter-old-api.ts';
import { karpenterRequirementInvalid } from '#core/lint/rules/karpenter-requirement-invalid.ts';
import { kedaCpuScaleToZero } from '#core/lint/rules/keda-cpu-scale-to-zero.ts';
import { kedaDuplicateTarget } from '#core/lint/rules/keda-duplicate-target.ts';
import { kedaFallbackUnsupported } from '#core/lint/rules/keda-fallback-unsupported.ts';
import { kedaHpaConflict } from '#core/lint/rules/keda-hpa-conflict.ts';
import { kedaMinMax } from '#core/lint/rules/keda-min-max.ts';
import { kedaMissingRequest } from '#core/lint/rules/keda-missing-request.ts';
import { kedaNameTooLong } from '#core/lint/rules/keda-name-too-long.ts';
import { kedaTriggerInvalid } from '#core/lint/rules/keda-trigger-invalid.ts';

import { deployment, deploymentWithResources, documents, hpa, scaledObject } from '../manifests.ts';
import { testRule } from '../rule-tester.ts';
import { usageOfWeb } from '../usage-facts.ts';

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
    'figures below zero': {
      yaml: scaledObject(`fallback: {failureThreshold: ⟦-1⟧, replicas: ⟦-6⟧}\n${queue}`),
      says: ['failureThreshold -1 of the fallback is below 0', 'replicas -6 of the fallback is below 0'],
    },
    'cpu only': {
      yaml: scaledObject(`⟦fallback⟧: {failureThreshold: 3, replicas: 6}\nminReplicaCount: 1\n${cpu}`),
      says: ['fallback has no effect on cpu triggers'],
    },
    'cpu and memory, by value': {
      yaml: scaledObject(
        'minReplicaCount: 2\ntriggers:\n  - {type: cpu, metricType: AverageValue, metadata: {value: 500m}}\n  - {type: memory, metricType: Utilization, metadata: {value: "80"}}\n⟦fallback⟧:\n  failureThreshold: 3\n  replicas: 6',
      ),
      says: ['fallback has no effect on cpu and memory triggers'],
    },
  },
  good: {
    'a queue': { yaml: scaledObject(`fallback: {failureThreshold: 3, replicas: 6}\n${queue}`) },
    'a formula': {
      yaml: scaledObject(
        `minReplicaCount: 1\nfallback: {failureThreshold: 3, replicas: 6}\nadvanced: {scalingModifiers: {formula: a * 2, target: "5"}}\n${cpu}`,
      ),
    },
  },
});

testRule(kedaNameTooLong, {
  bad: {
    'an HPA whose name is too long': {
      yaml: scaledObject(queue, { name: `⟦${'a'.repeat(55)}⟧` }),
      says: [`keda-hpa-${'a'.repeat(55)} has 64 characters; 63 are allowed`],
    },
    'a name that is too long by itself': {
      yaml: scaledObject(`advanced: {horizontalPodAutoscalerConfig: {name: web}}\n${queue}`, {
        name: `⟦${'b'.repeat(64)}⟧`,
      }),
      says: [`${'b'.repeat(64)} has 64 characters; 63 are allowed`],
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
    'an empty mapping': {
      yaml: nodePool('⟦limits⟧: {} # later\n'),
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
    'a Job in another file of the folder': {
      yaml: {
        'k8s/pool.yaml': nodePool('limits: {cpu: 100}\n', '⟦expireAfter: 24h⟧ # nightly'),
        'k8s/train.yaml': `apiVersion: batch/v1
kind: Job
metadata: {name: train}
spec:
  template:
    metadata: {annotations: {karpenter.sh/do-not-disrupt: "true"}}
    spec: {restartPolicy: Never, containers: [{name: train, image: train}]}
`,
      },
      says: ['nodes expire after 24h and wait without end for Job train, which must not be disrupted'],
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

const pool = (requirement: string, spec = '') => `apiVersion: karpenter.sh/v1
kind: NodePool
metadata:
  name: general
spec:
${spec}  template:
    spec:
      requirements:
        - ${requirement}
`;
const zones = '{key: topology.kubernetes.io/zone, operator: In, values: [a]}';

testRule(karpenterRequirementInvalid, {
  bad: {
    'no value': {
      yaml: pool('{key: karpenter.k8s.aws/instance-family, operator: In, values: ⟦[]⟧}'),
      says: ['operator In of karpenter.k8s.aws/instance-family needs at least one value'],
    },
    'values forgotten': {
      yaml: pool('key: team\n          operator: ⟦In⟧ # mine'),
      says: ['operator In of team needs at least one value'],
    },
    'a word where a number is wanted': {
      yaml: pool('{key: karpenter.k8s.aws/instance-cpu, operator: Gt, values: ⟦[four]⟧}'),
      says: ['operator Gt of karpenter.k8s.aws/instance-cpu needs one whole number of at least 0'],
    },
    'two numbers, one of them negative': {
      yaml: pool('{key: karpenter.k8s.aws/instance-cpu, operator: Lte, values: ⟦["-1", "4"]⟧}'),
      says: ['operator Lte of karpenter.k8s.aws/instance-cpu needs one whole number of at least 0'],
    },
    'more values wanted than named': {
      yaml: pool('{key: team, operator: In, values: [a, b], minValues: ⟦3⟧}'),
      says: ['minValues 3 of team is more than its 2 values'],
    },
    'an operator with a slip': {
      yaml: pool('{key: team, operator: ⟦NotInn⟧, values: [a]}'),
      says: ['operator NotInn is none of In, NotIn, Exists, DoesNotExist, Gt, Lt, Gte and Lte'],
      fixes: { 'Write NotIn': pool('{key: team, operator: NotIn, values: [a]}') },
    },
    'labels that Karpenter sets': {
      yaml: pool(
        '{key: ⟦karpenter.sh/nodepool⟧, operator: Exists}\n        - {key: ⟦kubernetes.io/hostname⟧, operator: Exists}\n        - {key: ⟦node.karpenter.sh/x⟧, operator: Exists}',
      ),
      says: ['karpenter.sh/nodepool', 'kubernetes.io/hostname', 'node.karpenter.sh/x'].map(
        (label) => `label ${label} is restricted: Karpenter sets it itself`,
      ),
    },
    'a budget with half a window': {
      yaml: pool(zones, '  disruption:\n    budgets:\n      - nodes: "0"\n        ⟦schedule: "0 9 * * *"⟧\n'),
      says: ['a budget needs schedule and duration together, and has only schedule'],
    },
    'a static pool with a limit of cpu and a weight': {
      yaml: pool(zones, '  replicas: 3\n  ⟦limits⟧: {cpu: 10, nodes: 5}\n  ⟦weight: 10⟧\n'),
      says: ['a pool with replicas may limit nodes only, not cpu', 'a pool with replicas takes no weight'],
    },
  },
  good: {
    'what the CRD takes': {
      yaml: pool(
        `${zones}\n        - {key: karpenter.k8s.aws/instance-cpu, operator: Gt, values: ["3"]}\n        - {key: karpenter.sh/capacity-type, operator: In, values: [spot, on-demand], minValues: 2}\n        - {key: team, operator: DoesNotExist}`,
        '  disruption: {budgets: [{nodes: 10%}, {nodes: "0", schedule: "@daily", duration: 10m}]}\n',
      ),
    },
    'a static pool': { yaml: pool(zones, '  replicas: 3\n  limits: {nodes: 5}\n') },
    'a limit and a weight without replicas': { yaml: pool(zones, '  limits: {cpu: 10}\n  weight: 10\n') },
  },
});

const second = (target: string) =>
  scaledObject(queue, { name: 'second' }).replace('    name: web', `    name: ${target}`);

testRule(kedaDuplicateTarget, {
  bad: {
    'two of one Deployment': {
      yaml: documents(scaledObject(queue).replace('    name: web', '    name: ⟦web⟧'), second('⟦web⟧')),
      says: [
        'Deployment web is also scaled by ScaledObject second',
        'Deployment web is also scaled by ScaledObject web',
      ],
    },
    'one of them with its kind, in another file of the folder': {
      yaml: {
        'k8s/a.yaml': second('⟦web⟧'),
        'k8s/b.yaml': scaledObject(queue).replace(
          'scaleTargetRef:\n    name: web',
          'scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: ⟦web⟧}',
        ),
      },
      severities: ['warning', 'warning'],
      says: [
        'Deployment web is also scaled by ScaledObject web',
        'Deployment web is also scaled by ScaledObject second',
      ],
    },
  },
  good: {
    'two workloads': { yaml: documents(scaledObject(queue), second('api')) },
    'two kinds': {
      yaml: documents(scaledObject(queue), second('web\n    kind: StatefulSet')),
    },
  },
});

const shop = (resources: string) => deploymentWithResources(resources);
const onCpu = scaledObject(`minReplicaCount: 1\n${cpu}`).replace('type: cpu', 'type: ⟦cpu⟧');

testRule(kedaMissingRequest, {
  bad: {
    'no request': {
      yaml: documents(onCpu, shop('requests: {memory: 1Gi}')),
      says: ['the cpu trigger needs a cpu request on web of Deployment web'],
      fixes: {},
    },
    'a measured request': {
      yaml: documents(onCpu, shop('requests:\n  memory: 1Gi # heap')),
      usage: usageOfWeb({ requests: [['web', 'cpu', '250m']] }),
      says: ['the cpu trigger needs a cpu request on web of Deployment web'],
      fixes: {
        'Request 250m for web (cpu: p95 + 15 %, 7 d, recording shop)': documents(
          onCpu.replace(/[⟦⟧]/g, ''),
          shop('requests:\n  memory: 1Gi # heap\n  cpu: 250m'),
        ),
      },
    },
    'an average value of one container of two': {
      yaml: documents(
        deployment(
          'containers: [{name: web, image: w}, {name: log, image: l, resources: {requests: {memory: 1Gi}}}]',
        ),
        scaledObject(
          'minReplicaCount: 1\ntriggers:\n  - {type: ⟦memory⟧, metricType: AverageValue, metadata: {value: 500Mi, containerName: web}}',
        ),
      ),
      says: ['the memory trigger needs a memory request on web of Deployment web'],
    },
  },
  good: {
    'a limit': { yaml: documents(onCpu.replace(/[⟦⟧]/g, ''), shop('limits: {cpu: 1}')) },
    'a queue': { yaml: documents(scaledObject(queue), shop('')) },
    'a target elsewhere': { yaml: onCpu.replace(/[⟦⟧]/g, '') },
  },
});

testRule(kedaTriggerInvalid, {
  bad: {
    'an empty list': {
      yaml: scaledObject('⟦triggers⟧: []'),
      says: ['a ScaledObject needs a trigger'],
    },
    'one name twice': {
      yaml: scaledObject(
        'triggers:\n  - {type: kafka, name: q, metadata: {}}\n  - {type: rabbitmq, name: ⟦q⟧, metadata: {}}',
      ),
      says: ['another trigger is called q too'],
    },
    'cached cpu': {
      yaml: scaledObject('triggers:\n  - type: cpu\n    ⟦useCachedMetrics: true⟧ # fast\n    metadata: {}'),
      says: ['useCachedMetrics is not for cpu triggers'],
      fixes: {
        'Remove useCachedMetrics': scaledObject('triggers:\n  - type: cpu\n    metadata: {}'),
      },
    },
  },
  good: {
    'no names': { yaml: scaledObject('triggers: [{type: kafka}, {type: kafka}]') },
    'a cached queue': { yaml: scaledObject('triggers: [{type: kafka, useCachedMetrics: true}]') },
    'cpu that is not cached': { yaml: scaledObject('triggers: [{type: cpu, useCachedMetrics: false}]') },
  },
});
