import { hpaRemovedApi } from '#core/lint/rules/hpa-removed-api.ts';

import { hpaWithMetrics } from '../manifests.ts';
import { testRule } from '../rule-tester.ts';

const says = ['autoscaling/v2beta1 is not served from Kubernetes 1.25: write autoscaling/v2'];

function v2beta1(metrics: string): string {
  return hpaWithMetrics(metrics, { version: 'v2beta1' }).replace(
    'autoscaling/v2beta1',
    '⟦autoscaling/v2beta1⟧',
  );
}

testRule(hpaRemovedApi, {
  bad: {
    'resource metrics': {
      yaml: v2beta1(`# two of them
- type: Resource
  resource:
    name: cpu
    targetAverageUtilization: 60 # per cent
- type: Resource
  resource:
    targetAverageValue: "500Mi"
    name: memory`),
      says,
      fixes: {
        'Convert to autoscaling/v2': hpaWithMetrics(`# two of them
- type: Resource
  resource:
    name: cpu
    target:
      type: Utilization
      averageUtilization: 60 # per cent
- type: Resource
  resource:
    target:
      type: AverageValue
      averageValue: "500Mi"
    name: memory`),
      },
    },
    'pods, object and external metrics': {
      yaml: v2beta1(`- type: Pods
  pods:
    metricName: packets # in
    targetAverageValue: 1k
    selector:
      # only these
      matchLabels:
        verb: GET
- type: Object
  object:
    metricName: requests
    target:
      apiVersion: networking.k8s.io/v1
      kind: Ingress
      name: main
    targetValue: 2k
- type: External
  external:
    metricName: queue
    metricSelector: {matchLabels: {queue: orders}}
    targetAverageValue: 30`),
      says,
      fixes: {
        'Convert to autoscaling/v2': hpaWithMetrics(`- type: Pods
  pods:
    metric:
      name: packets # in
      selector:
        # only these
        matchLabels:
          verb: GET
    target:
      type: AverageValue
      averageValue: 1k
- type: Object
  object:
    metric:
      name: requests
    describedObject:
      apiVersion: networking.k8s.io/v1
      kind: Ingress
      name: main
    target:
      type: Value
      value: 2k
- type: External
  external:
    metric:
      name: queue
      selector: {matchLabels: {queue: orders}}
    target:
      type: AverageValue
      averageValue: 30`),
      },
    },
    'flow style and a container metric': {
      yaml: v2beta1(`- {type: ContainerResource, containerResource: {name: cpu, container: web, targetAverageUtilization: 60}}
- {type: External, external: {metricSelector: {matchLabels: {a: b}}, metricName: queue, targetValue: 3}}`),
      says,
      fixes: {
        'Convert to autoscaling/v2':
          hpaWithMetrics(`- {type: ContainerResource, containerResource: {name: cpu, container: web, target: {type: Utilization, averageUtilization: 60}}}
- {type: External, external: {metric: {name: queue, selector: {matchLabels: {a: b}}}, target: {type: Value, value: 3}}}`),
      },
    },
    'v2beta2, which differs in name only': {
      yaml: hpaWithMetrics(
        '- {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 60}}}',
        {
          version: 'v2beta2',
        },
      ).replace('autoscaling/v2beta2', '⟦autoscaling/v2beta2⟧'),
      says: ['autoscaling/v2beta2 is not served from Kubernetes 1.26: write autoscaling/v2'],
      settings: { kubernetesVersion: { major: 1, minor: 25 } },
      severities: ['warning'],
      fixes: {
        'Convert to autoscaling/v2': hpaWithMetrics(
          '- {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 60}}}',
        ),
      },
    },
  },
  good: {
    'autoscaling/v2': { yaml: hpaWithMetrics('- {type: Resource, resource: {name: cpu}}') },
    'autoscaling/v1': { yaml: hpaWithMetrics('[]', { version: 'v1' }) },
  },
});
