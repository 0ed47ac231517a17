import { localStorageBlocksScaleDown } from '#core/lint/rules/local-storage-blocks-scale-down.ts';
import { pdbBlocksDrain } from '#core/lint/rules/pdb-blocks-drain.ts';
import { pdbInvalid } from '#core/lint/rules/pdb-invalid.ts';
import { pdbMultipleMatch } from '#core/lint/rules/pdb-multiple-match.ts';
import { pdbRemovedApi } from '#core/lint/rules/pdb-removed-api.ts';
import { pdbSelectorMatchesNothing } from '#core/lint/rules/pdb-selector-matches-nothing.ts';
import { pdbUnhealthyPolicy } from '#core/lint/rules/pdb-unhealthy-policy.ts';
import { safeToEvictMisplaced } from '#core/lint/rules/safe-to-evict-misplaced.ts';
import { topologySpreadBlocksScaling } from '#core/lint/rules/topology-spread-blocks-scaling.ts';

import { deployment, deploymentWithResources, documents, pdb } from '../manifests.ts';
import { testRule } from '../rule-tester.ts';

const web = deploymentWithResources('requests: {cpu: 1}');

testRule(pdbBlocksDrain, {
  bad: {
    'no pod unavailable': {
      yaml: pdb('maxUnavailable: ⟦0⟧ # careful'),
      says: ['maxUnavailable 0 allows no eviction'],
      fixes: { 'Allow one pod to be unavailable': pdb('maxUnavailable: 1 # careful') },
    },
    'none of them, in per cent': {
      yaml: pdb('maxUnavailable: ⟦"0%"⟧'),
      says: ['maxUnavailable 0% allows no eviction'],
    },
    'all available': { yaml: pdb('minAvailable: ⟦100%⟧'), says: ['minAvailable 100% allows no eviction'] },
  },
  good: {
    'one pod': { yaml: pdb('maxUnavailable: 1') },
    'nearly all': { yaml: pdb('minAvailable: 99%') },
    'none must be available': { yaml: pdb('minAvailable: 0') },
  },
});

const v1beta1 = (yaml: string) => yaml.replace('policy/v1', '⟦policy/v1beta1⟧');
const emptySelector = pdb('minAvailable: 1').replace(
  'selector:\n    matchLabels:\n      app: web',
  'selector: {}',
);

testRule(pdbRemovedApi, {
  bad: {
    'policy/v1beta1': {
      yaml: v1beta1(pdb('minAvailable: 1')),
      says: ['policy/v1beta1 is not served from Kubernetes 1.25: write policy/v1'],
      fixes: { 'Convert to policy/v1': pdb('minAvailable: 1') },
    },
    'an empty selector, whose meaning changes': {
      yaml: v1beta1(emptySelector),
      settings: { kubernetesVersion: { major: 1, minor: 24 } },
      severities: ['warning'],
      says: [
        'policy/v1beta1 is not served from Kubernetes 1.25, and in policy/v1 an empty selector means every pod',
      ],
      fixes: { 'Convert to policy/v1': emptySelector },
    },
  },
  good: { 'policy/v1': { yaml: pdb('minAvailable: 1') } },
});

testRule(pdbUnhealthyPolicy, {
  bad: {
    unset: {
      yaml: pdb('minAvailable: 1 # one').replace('spec:', '⟦spec⟧:'),
      says: ['unhealthyPodEvictionPolicy is not set: pods that never become ready block a drain'],
      fixes: {
        'Let unhealthy pods be evicted': pdb(
          'minAvailable: 1 # one\nunhealthyPodEvictionPolicy: AlwaysAllow',
        ),
      },
    },
    'unset, in flow style': {
      yaml: `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web}
⟦spec⟧: {maxUnavailable: 25%, selector: {matchLabels: {app: web}}}
`,
      says: ['unhealthyPodEvictionPolicy is not set: pods that never become ready block a drain'],
    },
  },
  good: { set: { yaml: pdb('minAvailable: 1\nunhealthyPodEvictionPolicy: IfHealthyBudget') } },
});

testRule(pdbSelectorMatchesNothing, {
  bad: {
    'a label that no pod has': {
      yaml: documents(
        pdb('minAvailable: 1').replace('matchLabels:\n      app: web', '⟦matchLabels:\n      app: webb⟧'),
        web,
      ),
      settings: { scope: 'complete' },
      says: ['the selector matches no pod template in namespace shop of the 1 files'],
    },
    'an expression, and a pod of another namespace': {
      yaml: documents(
        pdb('minAvailable: 1').replace(
          'matchLabels:\n      app: web',
          '⟦matchExpressions:\n      - {key: app, operator: In, values: [web]}⟧',
        ),
        web.replace('namespace: shop', 'namespace: other'),
      ),
      settings: { scope: 'complete' },
      says: ['the selector matches no pod template in namespace shop of the 1 files'],
    },
  },
  good: {
    'a matching label': { yaml: documents(pdb('minAvailable: 1'), web), settings: { scope: 'complete' } },
    'an open workspace': { yaml: pdb('minAvailable: 1') },
    'a pod of the cluster': {
      yaml: pdb('minAvailable: 1'),
      cluster: {
        description: 'context test',
        objects: [
          {
            apiVersion: 'v1',
            kind: 'Pod',
            metadata: { name: 'web-1', namespace: 'shop', labels: { app: 'web' } },
          },
        ],
      },
    },
  },
});

const selected = (yaml: string) =>
  yaml.replace('matchLabels:\n      app: web', '⟦matchLabels:\n      app: web⟧');

testRule(pdbMultipleMatch, {
  bad: {
    'two budgets of one Deployment': {
      yaml: documents(
        selected(pdb('minAvailable: 1')),
        selected(pdb('maxUnavailable: 1', { name: 'second' })),
        web,
      ),
      says: [
        'the pods of Deployment web are also under PodDisruptionBudget second: none can be evicted',
        'the pods of Deployment web are also under PodDisruptionBudget web: none can be evicted',
      ],
    },
    'a budget for all pods, in another file of the folder': {
      yaml: {
        'k8s/all.yaml': pdb('maxUnavailable: 1', { name: 'all' }).replace(
          'selector:\n    matchLabels:\n      app: web',
          'selector: ⟦{}⟧',
        ),
        'k8s/web.yaml': documents(selected(pdb('minAvailable: 1')), web),
      },
      severities: ['warning', 'warning'],
      says: [
        'the pods of Deployment web are also under PodDisruptionBudget web: none can be evicted',
        'the pods of Deployment web are also under PodDisruptionBudget all: none can be evicted',
      ],
    },
  },
  good: {
    'two budgets of two Deployments': {
      yaml: documents(pdb('minAvailable: 1'), pdb('minAvailable: 1', { name: 'api', app: 'api' }), web),
    },
    'one budget in two overlays': {
      yaml: {
        'a/all.yaml': documents(pdb('minAvailable: 1'), web),
        'b/all.yaml': documents(pdb('minAvailable: 1', { name: 'b' }), web),
      },
    },
  },
});

const key = 'cluster-autoscaler.kubernetes.io/safe-to-evict';
const pod = 'containers:\n  - name: web\n    image: web';
const onWorkload = (annotations: string, yaml: string) =>
  yaml.replace('  namespace: shop\n', `  namespace: shop\n  annotations:\n${annotations}`);

testRule(safeToEvictMisplaced, {
  bad: {
    'on the Deployment': {
      yaml: onWorkload(`    ⟦${key}⟧: "true" # scratch data\n    team: a\n`, deployment(pod)),
      says: ['Cluster Autoscaler reads this annotation on pods: put it into the pod template'],
      fixes: {
        'Move it into the pod template': onWorkload(
          '    team: a\n',
          deployment(pod, { podMetadata: `annotations:\n  ${key}: "true"` }),
        ),
      },
    },
    'the only one there, with others on the pod': {
      yaml: onWorkload(`    ⟦${key}⟧: "true"\n`, deployment(pod, { podMetadata: 'annotations:\n  a: b' })),
      says: ['Cluster Autoscaler reads this annotation on pods: put it into the pod template'],
      fixes: {
        'Move it into the pod template': deployment(pod, {
          podMetadata: `annotations:\n  a: b\n  ${key}: "true"`,
        }),
      },
    },
    'without quotes': {
      yaml: deployment(pod, { podMetadata: `annotations:\n  ${key}: ⟦true⟧` }),
      says: ['an annotation is a text: write "true"'],
      severities: ['error'],
      fixes: { 'Write "true"': deployment(pod, { podMetadata: `annotations:\n  ${key}: "true"` }) },
    },
    'a value of no meaning': {
      yaml: deployment(pod, { podMetadata: `annotations:\n  ${key}: ⟦"yes"⟧` }),
      says: ['safe-to-evict is "true", "false" or "on-completion", not yes'],
    },
  },
  good: {
    'on the pod': { yaml: deployment(pod, { podMetadata: `annotations:\n  ${key}: "false"` }) },
    'on completion': { yaml: deployment(pod, { podMetadata: `annotations:\n  ${key}: on-completion` }) },
    'on both': {
      yaml: onWorkload(
        `    ${key}: "true"\n`,
        deployment(pod, { podMetadata: `annotations:\n  ${key}: "true"` }),
      ),
    },
  },
});

const volumes = (list: string) => deployment(`${pod}\nvolumes:\n${list}`);
const localVolumes = 'cluster-autoscaler.kubernetes.io/safe-to-evict-local-volumes';

testRule(localStorageBlocksScaleDown, {
  bad: {
    'an emptyDir': {
      yaml: volumes('  - name: cache\n    emptyDir: {}').replace('volumes:', '⟦volumes⟧:'),
      says: ['Cluster Autoscaler will not remove a node for cache'],
    },
    'two, one of them listed': {
      yaml: deployment(
        `${pod}\n⟦volumes⟧:\n  - name: cache\n    emptyDir: {}\n  - name: host\n    hostPath: {path: /tmp}`,
        {
          podMetadata: `annotations:\n  ${localVolumes}: cache`,
        },
      ),
      says: ['Cluster Autoscaler will not remove a node for host: the annotation must list all of them'],
    },
  },
  good: {
    'in memory': { yaml: volumes('  - name: cache\n    emptyDir: {medium: Memory}') },
    'a claim': { yaml: volumes('  - name: data\n    persistentVolumeClaim: {claimName: data}') },
    'all listed': {
      yaml: deployment(`${pod}\nvolumes:\n  - name: cache\n    emptyDir: {}`, {
        podMetadata: `annotations:\n  ${localVolumes}: cache`,
      }),
    },
    'a decision already taken': {
      yaml: deployment(`${pod}\nvolumes:\n  - name: cache\n    emptyDir: {}`, {
        podMetadata: `annotations:\n  ${key}: "false"`,
      }),
    },
    'a DaemonSet': {
      yaml: volumes('  - name: cache\n    emptyDir: {}').replace('kind: Deployment', 'kind: DaemonSet'),
    },
  },
});

const spread = (labels: string, when = 'DoNotSchedule') =>
  deployment(`${pod}
topologySpreadConstraints:
  - maxSkew: 1
    topologyKey: topology.kubernetes.io/zone
    whenUnsatisfiable: ${when}
    labelSelector:
      ${labels}`);

testRule(topologySpreadBlocksScaling, {
  bad: {
    "another app's label": {
      yaml: spread('⟦matchLabels: {app: api}⟧'),
      says: ['the constraint does not select the pods of Deployment web'],
    },
    'where it is a wish only': {
      yaml: spread('⟦matchLabels: {app: api}⟧', 'ScheduleAnyway'),
      says: ['the constraint does not select the pods of Deployment web'],
      severities: ['info'],
    },
  },
  good: { 'its own label': { yaml: spread('matchLabels: {app: web}') } },
});

testRule(pdbInvalid, {
  bad: {
    'both bounds': {
      yaml: pdb('minAvailable: 2 # two\n⟦maxUnavailable: 1⟧'),
      says: ['minAvailable and maxUnavailable exclude each other'],
      fixes: {
        'Remove minAvailable': pdb('maxUnavailable: 1'),
        'Remove maxUnavailable': pdb('minAvailable: 2 # two'),
      },
    },
    'bounds that are none': {
      yaml: documents(
        pdb('maxUnavailable: ⟦-1⟧'),
        pdb('minAvailable: ⟦"120%"⟧', { name: 'b' }),
        pdb('minAvailable: ⟦half⟧', { name: 'c' }),
      ),
      says: [
        'maxUnavailable -1 is neither a number of pods nor a per cent of at most 100',
        'minAvailable 120% is neither a number of pods nor a per cent of at most 100',
        'minAvailable half is neither a number of pods nor a per cent of at most 100',
      ],
    },
    'a policy with a slip': {
      yaml: pdb('maxUnavailable: 1\nunhealthyPodEvictionPolicy: ⟦AlwayAllow⟧'),
      says: ['there is no unhealthyPodEvictionPolicy AlwayAllow: it is AlwaysAllow or IfHealthyBudget'],
      fixes: { 'Write AlwaysAllow': pdb('maxUnavailable: 1\nunhealthyPodEvictionPolicy: AlwaysAllow') },
    },
  },
  good: {
    'no pod and all pods': {
      yaml: documents(pdb('maxUnavailable: 0'), pdb('minAvailable: 100%', { name: 'b' })),
    },
    'to be filled in': { yaml: pdb('maxUnavailable: ${MAX}') },
  },
});
