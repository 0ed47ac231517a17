import { hpaMaxExceedsQuota } from '#core/lint/rules/hpa-max-exceeds-quota.ts';
import { hpaOverlappingSelectors } from '#core/lint/rules/hpa-overlapping-selectors.ts';
import { hpaSingleReplicaMin } from '#core/lint/rules/hpa-single-replica-min.ts';
import { hpaTargetMissing } from '#core/lint/rules/hpa-target-missing.ts';
import { hpaTargetPausedOrZero } from '#core/lint/rules/hpa-target-paused-or-zero.ts';
import { replicasOutsideHpaRange } from '#core/lint/rules/replicas-outside-hpa-range.ts';
import { replicasSetWithHpa } from '#core/lint/rules/replicas-set-with-hpa.ts';

import { deploymentWithResources, documents, hpa, scaledObject } from '../manifests.ts';
import { testRule } from '../rule-tester.ts';

const range = hpa('minReplicas: 2\nmaxReplicas: 10');
const withReplicas = (spec: string) => deploymentWithResources('requests: {cpu: 500m}', { spec });

testRule(replicasSetWithHpa, {
  bad: {
    'a number within the range': {
      yaml: documents(withReplicas('⟦replicas: 3⟧ # at night'), range),
      says: ['replicas 3 is reset by every apply, and HPA web scales 2 to 10'],
    },
    'a ScaledObject': {
      yaml: documents(withReplicas('⟦replicas: 3⟧'), scaledObject('maxReplicaCount: 5\ntriggers: []')),
      says: ['replicas 3 is reset by every apply, and ScaledObject web scales 0 to 5'],
    },
  },
  good: {
    'no number': { yaml: documents(withReplicas('paused: false'), range) },
    'no autoscaler': { yaml: withReplicas('replicas: 3') },
    'a number outside the range, which another rule reports': {
      yaml: documents(withReplicas('replicas: 30'), range),
    },
    'an HPA of another workload': {
      yaml: documents(withReplicas('replicas: 3'), hpa('maxReplicas: 4', { target: 'api' })),
    },
  },
});

testRule(replicasOutsideHpaRange, {
  bad: {
    'more than the maximum': {
      yaml: documents(withReplicas('replicas: ⟦30⟧'), range),
      says: ['replicas 30 is outside 2 to 10 of HPA web'],
      fixes: { 'Set replicas to 10': documents(withReplicas('replicas: 10'), range) },
    },
    'fewer than the minimum': {
      yaml: documents(withReplicas('replicas: ⟦1⟧'), range),
      says: ['replicas 1 is outside 2 to 10 of HPA web'],
    },
  },
  good: {
    'the bounds themselves': { yaml: documents(withReplicas('replicas: 10'), range) },
    'zero, which another rule reports': { yaml: documents(withReplicas('replicas: 0'), range) },
  },
});

testRule(hpaTargetPausedOrZero, {
  bad: {
    zero: {
      yaml: documents(withReplicas('⟦replicas: 0⟧'), range),
      says: ['replicas 0 turns HPA web off: it will not scale up from here'],
    },
    'a StatefulSet that is away for now': {
      yaml: documents(
        hpa('maxReplicas: 3').replace('kind: Deployment', 'kind: StatefulSet'),
        withReplicas('⟦replicas: 0⟧ # during the migration').replace('kind: Deployment', 'kind: StatefulSet'),
      ),
      says: ['replicas 0 turns HPA web off: it will not scale up from here'],
    },
  },
  good: {
    one: { yaml: documents(withReplicas('replicas: 1'), range) },
    'an HPA that goes to zero itself': {
      yaml: documents(withReplicas('replicas: 0'), hpa('minReplicas: 0\nmaxReplicas: 3')),
    },
    'KEDA, which scales from zero': {
      yaml: documents(withReplicas('replicas: 0'), scaledObject('minReplicaCount: 1\ntriggers: []')),
    },
  },
});

testRule(hpaSingleReplicaMin, {
  bad: {
    one: {
      yaml: hpa('minReplicas: ⟦1⟧\nmaxReplicas: 3'),
      says: ['minReplicas is 1: fewer than 2 do not survive the loss of a node'],
      fixes: { 'Set minReplicas to 2': hpa('minReplicas: 2\nmaxReplicas: 3') },
    },
    'two where three are wanted': {
      yaml: hpa('minReplicas: ⟦2⟧\nmaxReplicas: 3'),
      settings: { options: { 'hpa-single-replica-min': { minimum: 3 } } },
      says: ['minReplicas is 2: fewer than 3 do not survive the loss of a node'],
    },
  },
  good: { two: { yaml: range }, 'scale to zero': { yaml: hpa('minReplicas: 0\nmaxReplicas: 3') } },
});

const canary = withReplicas('replicas: 1').replace('  name: web\n', '  name: web-canary\n');

testRule(hpaOverlappingSelectors, {
  bad: {
    'a canary under the same label': {
      yaml: documents(range.replace('    name: web', '    name: ⟦web⟧'), withReplicas('replicas: 3'), canary),
      says: [
        'the HPA measures the pods of Deployment web-canary too: the selector of Deployment web matches both',
      ],
    },
    'a worker with more labels, selected by an expression': {
      yaml: documents(
        withReplicas('replicas: 3').replace(
          'matchLabels:\n      app: web',
          'matchExpressions:\n      - {key: app, operator: Exists}',
        ),
        withReplicas('replicas: 1')
          .replaceAll('web', 'worker')
          .replace('namespace: worker', 'namespace: shop'),
        range.replace('    name: web', '    name: ⟦web⟧'),
      ),
      says: [
        'the HPA measures the pods of Deployment worker too: the selector of Deployment web matches both',
      ],
    },
  },
  good: {
    'a canary with a label of its own': {
      yaml: documents(range, withReplicas('replicas: 3'), canary.replaceAll('app: web', 'app: web-canary')),
    },
    'a namespace apart': {
      yaml: documents(
        range,
        withReplicas('replicas: 3'),
        canary.replace('namespace: shop', 'namespace: canary'),
      ),
    },
    'one workload in two overlays': {
      yaml: { 'a/all.yaml': documents(range, withReplicas('replicas: 3')), 'b/web.yaml': canary },
    },
  },
});

const quota = (hard: string, rest = '') => `apiVersion: v1
kind: ResourceQuota
metadata:
  name: team
  namespace: shop
spec:
${rest}  hard:
    ${hard}
`;
const wide = hpa('maxReplicas: ⟦10⟧');
const plain = wide.replace(/[⟦⟧]/g, '');

testRule(hpaMaxExceedsQuota, {
  bad: {
    'more cpu than the quota has': {
      yaml: documents(wide, withReplicas('paused: false'), quota('requests.cpu: 4')),
      says: ['10 replicas request 5 of cpu; ResourceQuota team allows 4'],
    },
    'more pods than the quota has': {
      yaml: documents(wide, withReplicas('paused: false'), quota('pods: "9"')),
      says: ['10 replicas request 10 of pods; ResourceQuota team allows 9'],
    },
  },
  good: {
    'just enough': { yaml: documents(plain, withReplicas('paused: false'), quota('cpu: 5')) },
    'a quota on limits': { yaml: documents(plain, withReplicas('paused: false'), quota('limits.cpu: 1')) },
    'a quota for some pods': {
      yaml: documents(plain, withReplicas('paused: false'), quota('cpu: 1', '  scopes: [BestEffort]\n')),
    },
    'another namespace': {
      yaml: documents(plain, withReplicas('paused: false'), quota('cpu: 1').replace('shop', 'other')),
    },
  },
});

testRule(hpaTargetMissing, {
  bad: {
    'a slip of the pen': {
      yaml: documents(hpa('maxReplicas: 2', { target: '⟦wbe⟧' }), withReplicas('replicas: 3')),
      settings: { scope: 'complete' },
      says: ['there is no Deployment wbe in namespace shop of the 1 files; did you mean web?'],
    },
    'a name that is like no other, of another kind': {
      yaml: documents(
        withReplicas('replicas: 3'),
        hpa('maxReplicas: 2', { target: '⟦database⟧ # from the chart' }).replace(
          'kind: Deployment',
          'kind: StatefulSet',
        ),
      ),
      settings: { scope: 'complete' },
      says: ['there is no StatefulSet database in namespace shop of the 1 files'],
    },
  },
  good: {
    'a target that is there': {
      yaml: documents(range, withReplicas('replicas: 3')),
      settings: { scope: 'complete' },
    },
    'an open workspace': { yaml: range },
    'a kind that a controller may make': {
      yaml: range.replace('kind: Deployment', 'kind: Rollout').replace('apps/v1', 'argoproj.io/v1alpha1'),
      settings: { scope: 'complete' },
    },
  },
});
