import { hpaDuplicateTarget } from '#core/lint/rules/hpa-duplicate-target.ts';
import { hpaMinGreaterThanMax } from '#core/lint/rules/hpa-min-greater-than-max.ts';
import { hpaMinZeroUnsupported } from '#core/lint/rules/hpa-min-zero-unsupported.ts';

import { documents, hpa } from '../manifests.ts';
import { testRule } from '../rule-tester.ts';

testRule(hpaMinGreaterThanMax, {
  bad: {
    'a minimum above the maximum': {
      yaml: hpa('minReplicas: ⟦5⟧ # never below five\nmaxReplicas: 3 # budget'),
      says: ['minReplicas 5 is greater than maxReplicas 3'],
      fixes: {
        'Raise maxReplicas to 5': hpa('minReplicas: 5 # never below five\nmaxReplicas: 5 # budget'),
        'Swap minReplicas and maxReplicas': hpa('minReplicas: 3 # never below five\nmaxReplicas: 5 # budget'),
      },
    },
    'a flow mapping in autoscaling/v1': {
      yaml: `apiVersion: autoscaling/v1
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, minReplicas: ⟦4⟧, maxReplicas: 2}
`,
      says: ['minReplicas 4 is greater than maxReplicas 2'],
    },
    'a minimum below zero': {
      yaml: hpa('minReplicas: ⟦-1⟧\nmaxReplicas: 3'),
      says: ['minReplicas -1 is below 0'],
    },
    'a maximum of zero': { yaml: hpa('maxReplicas: ⟦0⟧'), says: ['maxReplicas 0 is below 1'] },
    'a patch': {
      yaml: `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: web
spec:
  minReplicas: ⟦5⟧
  maxReplicas: 3
`,
      says: ['minReplicas 5 is greater than maxReplicas 3'],
    },
  },
  good: {
    'equal bounds': { yaml: hpa('minReplicas: 3\nmaxReplicas: 3') },
    'a minimum alone': { yaml: hpa('minReplicas: 3') },
    'no minimum': { yaml: hpa('maxReplicas: 1') },
    'values to be filled in later': { yaml: hpa('minReplicas: ${MIN}\nmaxReplicas: 3') },
  },
});

testRule(hpaMinZeroUnsupported, {
  bad: {
    'zero with CPU only': {
      yaml: hpa(`minReplicas: ⟦0⟧
maxReplicas: 3
metrics:
  - type: Resource
    resource:
      name: cpu
      target:
        type: Utilization
        averageUtilization: 80`),
      says: [
        'minReplicas 0 needs at least one Object or External metric: pods that do not run have no metrics',
      ],
      settings: { kubernetesVersion: { major: 1, minor: 37 } },
      fixes: {
        'Set minReplicas to 1': hpa(`minReplicas: 1
maxReplicas: 3
metrics:
  - type: Resource
    resource:
      name: cpu
      target:
        type: Utilization
        averageUtilization: 80`),
      },
    },
    'zero before 1.37': {
      yaml: hpa(
        'minReplicas: ⟦0⟧\nmaxReplicas: 3\nmetrics:\n  - type: External\n    external: {metric: {name: queue}, target: {type: Value, value: 5}}',
      ),
      says: ['minReplicas 0 needs HPAScaleToZero, which is alpha and off in Kubernetes 1.36 (on from 1.37)'],
      settings: { kubernetesVersion: { major: 1, minor: 36 } },
    },
  },
  good: Object.fromEntries(
    (
      [
        ['zero in 1.37', { kubernetesVersion: { major: 1, minor: 37 } }],
        [
          'zero with the gate on',
          { kubernetesVersion: { major: 1, minor: 30 }, featureGates: { HPAScaleToZero: true } },
        ],
        ['zero without a known version', {}],
      ] as const
    ).map(([name, settings]) => [
      name,
      {
        yaml: hpa(
          'minReplicas: 0\nmaxReplicas: 3\nmetrics:\n  - type: External\n    external: {metric: {name: queue}, target: {type: Value, value: 5}}',
        ),
        settings,
      },
    ]),
  ),
});

testRule(hpaDuplicateTarget, {
  bad: {
    'two in one file': {
      yaml: documents(
        hpa('maxReplicas: 3').replace('    name: web', '    name: ⟦web⟧'),
        hpa('maxReplicas: 5', { name: 'web-memory' }).replace('    name: web', '    name: ⟦web⟧'),
      ),
      says: [
        'Deployment web is also scaled by HPA web-memory: neither will act',
        'Deployment web is also scaled by HPA web: neither will act',
      ],
    },
    'two in one folder, named under different versions': {
      yaml: {
        'k8s/a.yaml': hpa('maxReplicas: 3').replace('    name: web', '    name: ⟦web⟧'),
        'k8s/b.yaml': hpa('maxReplicas: 5', { name: 'other' })
          .replace('apiVersion: apps/v1', 'apiVersion: extensions/v1beta1')
          .replace('    name: web', '    name: ⟦web⟧'),
      },
      says: [
        'Deployment web is also scaled by HPA other: neither will act',
        'Deployment web is also scaled by HPA web: neither will act',
      ],
      severities: ['warning', 'warning'],
    },
    'two anywhere in a complete workspace': {
      yaml: {
        'a/hpa.yaml': hpa('maxReplicas: 3').replace('    name: web', '    name: ⟦web⟧'),
        'b/hpa.yaml': hpa('maxReplicas: 5', { name: 'other' }).replace('    name: web', '    name: ⟦web⟧'),
      },
      settings: { scope: 'complete' },
      says: [
        'Deployment web is also scaled by HPA other: neither will act',
        'Deployment web is also scaled by HPA web: neither will act',
      ],
    },
  },
  good: {
    'overlays of one HPA': {
      yaml: { 'dev/hpa.yaml': hpa('maxReplicas: 3'), 'prod/hpa.yaml': hpa('maxReplicas: 9') },
    },
    'the same name in two namespaces': {
      yaml: documents(
        hpa('maxReplicas: 3'),
        hpa('maxReplicas: 3', { name: 'b' }).replace('namespace: shop', 'namespace: other'),
      ),
    },
    'a Deployment and a StatefulSet of one name': {
      yaml: documents(
        hpa('maxReplicas: 3'),
        hpa('maxReplicas: 3', { name: 'b' }).replace('kind: Deployment', 'kind: StatefulSet'),
      ),
    },
    'variants in other folders': {
      yaml: {
        'eu/hpa.yaml': hpa('maxReplicas: 3'),
        'us/hpa.yaml': hpa('maxReplicas: 9', { name: 'web-us' }),
      },
    },
  },
});
