import { hpaBehaviorPolicyInvalid } from '#core/lint/rules/hpa-behavior-policy-invalid.ts';
import { hpaBehaviorWindowRange } from '#core/lint/rules/hpa-behavior-window-range.ts';
import { hpaMemoryUtilizationSticky } from '#core/lint/rules/hpa-memory-utilization-sticky.ts';
import { hpaMetricNameMissing } from '#core/lint/rules/hpa-metric-name-missing.ts';
import { hpaMetricTargetMismatch } from '#core/lint/rules/hpa-metric-target-mismatch.ts';
import { hpaMinEqualsMax } from '#core/lint/rules/hpa-min-equals-max.ts';
import { hpaNoMetrics } from '#core/lint/rules/hpa-no-metrics.ts';
import { hpaScaleDownDisabled } from '#core/lint/rules/hpa-scale-down-disabled.ts';
import { hpaScaleUpDisabled } from '#core/lint/rules/hpa-scale-up-disabled.ts';
import { hpaTargetKindUnscalable } from '#core/lint/rules/hpa-target-kind-unscalable.ts';
import { hpaToleranceGated } from '#core/lint/rules/hpa-tolerance-gated.ts';

import { hpa, hpaWithMetrics } from '../manifests.ts';
import { testRule } from '../rule-tester.ts';

const behavior = (lines: string) => hpa(`maxReplicas: 9\nbehavior:\n${lines.replace(/^(?=.)/gm, '  ')}`);
const policy = (line: string) =>
  behavior(`scaleUp:\n  policies:\n    - {type: Pods, value: 4, periodSeconds: 60}\n    - ${line}`);

testRule(hpaBehaviorPolicyInvalid, {
  bad: {
    'a tolerance below zero': {
      yaml: behavior('scaleUp:\n  tolerance: ⟦"-0.1"⟧'),
      says: ['a tolerance must not be below 0, as -0.1 is'],
    },
    'a period of an hour': {
      yaml: policy('{type: Percent, value: 50, periodSeconds: ⟦3600⟧} # hourly'),
      says: ['periodSeconds 3600 is not between 1 and 1800'],
      fixes: {
        'Set the period to 1800 s': policy('{type: Percent, value: 50, periodSeconds: 1800} # hourly'),
      },
    },
    'no period at all': {
      yaml: policy('{type: Pods, value: 1, periodSeconds: ⟦0⟧}'),
      says: ['periodSeconds 0 is not between 1 and 1800'],
    },
    'a value of nothing': {
      yaml: policy('{type: Pods, value: ⟦0⟧, periodSeconds: 60}'),
      says: ['a policy value must be greater than zero, not 0'],
    },
    'a type in small letters': {
      yaml: policy('{type: ⟦percent⟧, value: 50, periodSeconds: 60}'),
      says: ['a policy type is Pods or Percent, not percent'],
      fixes: { 'Write Percent': policy('{type: Percent, value: 50, periodSeconds: 60}') },
    },
    'another selection': {
      yaml: behavior('scaleDown:\n  selectPolicy: ⟦Average⟧'),
      says: ['selectPolicy is Max, Min or Disabled, not Average'],
      fixes: {},
    },
    'an empty list': {
      yaml: behavior('scaleDown:\n  selectPolicy: Min\n  ⟦policies: []⟧ # none'),
      says: ['policies is empty: leave it out for the default, or list at least one policy'],
      fixes: { 'Leave it out: the default policies hold': behavior('scaleDown:\n  selectPolicy: Min') },
    },
  },
  good: {
    'the ends of the range': { yaml: policy('{type: Percent, value: 100, periodSeconds: 1800}') },
    'one second': { yaml: policy('{type: Pods, value: 1, periodSeconds: 1}') },
    'no policies': { yaml: behavior('scaleDown:\n  stabilizationWindowSeconds: 60') },
  },
});

testRule(hpaBehaviorWindowRange, {
  bad: {
    'two hours': {
      yaml: behavior('scaleDown:\n  stabilizationWindowSeconds: ⟦7200⟧ # two hours'),
      says: ['stabilizationWindowSeconds 7200 is not between 0 and 3600'],
      fixes: {
        'Set the window to 3600 s, the nearest that is accepted': behavior(
          'scaleDown:\n  stabilizationWindowSeconds: 3600 # two hours',
        ),
      },
    },
    'less than nothing': {
      yaml: behavior('scaleUp: {stabilizationWindowSeconds: ⟦-1⟧}'),
      says: ['stabilizationWindowSeconds -1 is not between 0 and 3600'],
    },
  },
  good: {
    'an hour': { yaml: behavior('scaleDown:\n  stabilizationWindowSeconds: 3600') },
    none: { yaml: behavior('scaleUp:\n  stabilizationWindowSeconds: 0') },
  },
});

testRule(hpaScaleDownDisabled, {
  bad: {
    'scale-down turned off': {
      yaml: behavior('scaleDown:\n  selectPolicy: ⟦Disabled⟧\n  stabilizationWindowSeconds: 60'),
      says: ['scale-down is disabled: replicas only ever grow'],
      fixes: {
        'Allow scale-down, as is the default': behavior('scaleDown:\n  stabilizationWindowSeconds: 60'),
      },
    },
    'among policies, in flow style': {
      yaml: behavior(
        'scaleUp: {stabilizationWindowSeconds: 0}\nscaleDown: {policies: [{type: Pods, value: 1, periodSeconds: 60}], selectPolicy: ⟦Disabled⟧}',
      ),
      says: ['scale-down is disabled: replicas only ever grow'],
    },
  },
  good: {
    'scale-up turned off': { yaml: behavior('scaleUp:\n  selectPolicy: Disabled') },
    'the slowest policy': { yaml: behavior('scaleDown:\n  selectPolicy: Min') },
  },
});

testRule(hpaScaleUpDisabled, {
  bad: {
    'scale-up turned off': {
      yaml: behavior('scaleUp:\n  selectPolicy: ⟦Disabled⟧'),
      says: ['scale-up is disabled: replicas only ever shrink'],
    },
    'both directions, of which this is one': {
      yaml: behavior('scaleUp: {selectPolicy: ⟦"Disabled"⟧}\nscaleDown: {selectPolicy: Disabled}'),
      says: ['scale-up is disabled: replicas only ever shrink'],
    },
  },
  good: { 'scale-down turned off': { yaml: behavior('scaleDown:\n  selectPolicy: Disabled') } },
});

const gate = { kubernetesVersion: { major: 1, minor: 33 } };
testRule(hpaToleranceGated, {
  bad: {
    'a tolerance in 1.33': {
      yaml: behavior('scaleUp:\n  stabilizationWindowSeconds: 0\n  ⟦tolerance: "0.02"⟧'),
      settings: gate,
      says: [
        'tolerance needs HPAConfigurableTolerance, which is alpha and off in Kubernetes 1.33 (on from 1.35)',
      ],
    },
    'tolerances in both directions of an older release': {
      yaml: behavior('scaleDown: {⟦tolerance: 0⟧}\nscaleUp:\n  ⟦tolerance: 50m⟧ # fast'),
      settings: { kubernetesVersion: { major: 1, minor: 34 } },
      says: [
        'tolerance needs HPAConfigurableTolerance, which is alpha and off in Kubernetes 1.34 (on from 1.35)',
        'tolerance needs HPAConfigurableTolerance, which is alpha and off in Kubernetes 1.34 (on from 1.35)',
      ],
    },
  },
  good: {
    'a tolerance in 1.35': {
      yaml: behavior('scaleUp:\n  tolerance: "0.02"'),
      settings: { kubernetesVersion: { major: 1, minor: 35 } },
    },
    'a tolerance where the gate is on': {
      yaml: behavior('scaleUp:\n  tolerance: "0.02"'),
      settings: { ...gate, featureGates: { HPAConfigurableTolerance: true } },
    },
    'a tolerance without a known version': { yaml: behavior('scaleUp:\n  tolerance: "0.02"') },
  },
});

const cpu = 'target: {type: Utilization, averageUtilization: 70}';
testRule(hpaMetricTargetMismatch, {
  bad: {
    'no type': {
      yaml: hpaWithMetrics(`⟦- resource:\n    name: cpu\n    ${cpu}⟧`),
      says: ['a metric needs its type: Resource'],
      fixes: {
        'Write type: Resource': hpaWithMetrics(`- resource:\n    name: cpu\n    ${cpu}\n  type: Resource`),
      },
    },
    'no name of resource and container': {
      yaml: hpaWithMetrics(`- type: ContainerResource\n  ⟦containerResource⟧:\n    name: ⟦""⟧\n    ${cpu}`),
      says: [
        'a metric of type ContainerResource needs container',
        'a metric of type ContainerResource needs name',
      ],
    },
    'no utilization at all in autoscaling/v1': {
      yaml: hpa('maxReplicas: 3\ntargetCPUUtilizationPercentage: ⟦0⟧', { version: 'v1' }),
      says: ['targetCPUUtilizationPercentage must be greater than 0'],
    },
    'a metric type in small letters': {
      yaml: hpaWithMetrics(`- type: ⟦resource⟧\n  resource: {name: cpu, ${cpu}}`),
      says: ['a metric type is one of Resource, ContainerResource, Pods, Object, External, not resource'],
      fixes: { 'Write Resource': hpaWithMetrics(`- type: Resource\n  resource: {name: cpu, ${cpu}}`) },
    },
    'no source': {
      yaml: hpaWithMetrics(`- type: ⟦External⟧`),
      says: ['a metric of type External needs the field external'],
    },
    'utilization of a pods metric': {
      yaml: hpaWithMetrics(
        '- type: Pods\n  pods:\n    metric: {name: requests}\n    ⟦target⟧: {type: Utilization, averageUtilization: 70}',
      ),
      says: ['a metric of type Pods needs averageValue'],
    },
    'both values of an external metric': {
      yaml: hpaWithMetrics(
        '- type: External\n  external:\n    metric: {name: queue}\n    ⟦target⟧: {type: Value, value: 5, averageValue: 1}',
      ),
      says: ['a metric of type External takes one of averageUtilization, averageValue and value'],
    },
    'a target of zero': {
      yaml: hpaWithMetrics(
        '- type: Resource\n  resource: {name: cpu, target: {type: Utilization, averageUtilization: ⟦0⟧}}',
      ),
      says: ['averageUtilization must be greater than 0'],
    },
  },
  good: {
    'utilization of a resource': {
      yaml: hpaWithMetrics(`- type: Resource\n  resource: {name: cpu, ${cpu}}`),
    },
    'more than all of the request': {
      yaml: hpaWithMetrics(
        '- type: Resource\n  resource: {name: cpu, target: {type: Utilization, averageUtilization: 150}}',
      ),
    },
    'an external value': {
      yaml: hpaWithMetrics(
        '- type: External\n  external: {metric: {name: queue}, target: {type: Value, value: 500m}}',
      ),
    },
  },
});

testRule(hpaMinEqualsMax, {
  bad: {
    'a fixed number': {
      yaml: hpa('minReplicas: 3\nmaxReplicas: ⟦3⟧'),
      says: ['minReplicas and maxReplicas are both 3: the HPA can never scale'],
    },
    'the default minimum': {
      yaml: hpa('maxReplicas: ⟦1⟧'),
      says: ['minReplicas and maxReplicas are both 1: the HPA can never scale'],
    },
  },
  good: { 'one to spare': { yaml: hpa('minReplicas: 3\nmaxReplicas: 4') } },
});

testRule(hpaNoMetrics, {
  bad: {
    'no metrics': {
      yaml: hpa('maxReplicas: 9').replace('spec:', '⟦spec⟧:'),
      says: ['no metric is listed: the HPA will scale on 80 % CPU utilization'],
    },
    'an empty list': {
      yaml: hpa('maxReplicas: 9\n⟦metrics: []⟧'),
      says: ['no metric is listed: the HPA will scale on 80 % CPU utilization'],
    },
  },
  good: {
    'autoscaling/v1, which has no such field': { yaml: hpa('maxReplicas: 9', { version: 'v1' }) },
    'one metric': { yaml: hpaWithMetrics(`- type: Resource\n  resource: {name: cpu, ${cpu}}`) },
  },
});

testRule(hpaTargetKindUnscalable, {
  bad: {
    'a DaemonSet': {
      yaml: hpa('maxReplicas: 9').replace('kind: Deployment', 'kind: ⟦DaemonSet⟧'),
      says: ['a DaemonSet cannot be scaled: it has no scale subresource'],
    },
    'a group that is gone': {
      yaml: hpa('maxReplicas: 9').replace('apps/v1', '⟦extensions/v1beta1⟧'),
      says: ['Deployment is served by apps/v1, not by extensions/v1beta1'],
      fixes: { 'Write apps/v1': hpa('maxReplicas: 9') },
    },
  },
  good: {
    'a Deployment of another group': {
      yaml: hpa('maxReplicas: 9').replace('apps/v1', 'example.com/v1'),
    },
    'an old version of the right group': { yaml: hpa('maxReplicas: 9').replace('apps/v1', 'apps/v1beta2') },
  },
});

testRule(hpaMetricNameMissing, {
  bad: {
    'a slash in the name': {
      yaml: hpaWithMetrics(
        '- type: External\n  external: {metric: {name: ⟦queue/depth⟧}, target: {type: Value, value: 5}}',
      ),
      says: ['the metric name queue/depth cannot be part of a URL path'],
    },
    'an empty name': {
      yaml: hpaWithMetrics(
        '- type: Pods\n  pods: {metric: {name: ⟦""⟧}, target: {type: AverageValue, averageValue: 5}}',
      ),
      says: ['the pods metric has no name'],
    },
  },
  good: {
    'a name with dots and dashes': {
      yaml: hpaWithMetrics(
        '- type: External\n  external: {metric: {name: queue.depth-5m}, target: {type: Value, value: 5}}',
      ),
    },
  },
});

const memory = (target: number, name = 'memory') =>
  `- type: Resource\n  resource: {name: ${name}, target: {type: Utilization, averageUtilization: ${target}}}`;

testRule(hpaMemoryUtilizationSticky, {
  bad: {
    'memory alone at 80 %': {
      yaml: hpaWithMetrics(memory(80, '⟦memory⟧')),
      says: ['from 3 replicas to 2 only below 53 % of the memory request'],
    },
    'from one to four, in autoscaling/v2beta1': {
      yaml: hpa(
        'maxReplicas: 4\nmetrics:\n  - type: Resource\n    resource: {name: ⟦memory⟧, targetAverageUtilization: 75}',
        { version: 'v2beta1' },
      ),
      says: ['from 2 replicas to 1 only below 37 % of the memory request'],
    },
  },
  good: {
    'a low target': { yaml: hpaWithMetrics(memory(50)) },
    'cpu beside it': { yaml: hpaWithMetrics(`${memory(80)}\n${memory(80, 'cpu')}`) },
    'many replicas': { yaml: hpaWithMetrics(memory(80)).replace('maxReplicas: 10', 'maxReplicas: 50') },
  },
});
