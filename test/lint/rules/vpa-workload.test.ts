import { vpaDuplicateTarget } from '#core/lint/rules/vpa-duplicate-target.ts';
import { vpaHpaSameMetric } from '#core/lint/rules/vpa-hpa-same-metric.ts';
import { vpaLimitRatioSurprise } from '#core/lint/rules/vpa-limit-ratio-surprise.ts';
import { vpaSingleReplicaNoop } from '#core/lint/rules/vpa-single-replica-noop.ts';
import { vpaTargetMissing } from '#core/lint/rules/vpa-target-missing.ts';
import { vpaUnknownContainer } from '#core/lint/rules/vpa-unknown-container.ts';
import { vpaUnlistedSidecarManaged } from '#core/lint/rules/vpa-unlisted-sidecar-managed.ts';

import { deployment, deploymentWithResources, documents, hpa, hpaWithMetrics, vpa } from '../manifests.ts';
import { testRule } from '../rule-tester.ts';

const web = deploymentWithResources('requests: {cpu: 500m, memory: 1Gi}\nlimits: {cpu: 1, memory: 1Gi}');
const cpu = hpaWithMetrics(
  '- type: Resource\n  resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}',
);
const policies = (items: string, mode = 'Recreate') =>
  vpa(
    `updatePolicy:\n  updateMode: "${mode}"\nresourcePolicy:\n  containerPolicies:\n${items.replace(/^/gm, '    ')}`,
  );
const targetMarked = (yaml: string) => yaml.replace('    name: web', '    name: ⟦web⟧');

testRule(vpaHpaSameMetric, {
  bad: {
    'everything by default': {
      yaml: documents(targetMarked(vpa('')), cpu, web),
      says: ['the VPA sets the cpu request and HPA web scales on cpu utilization'],
    },
    'the resource by name': {
      yaml: documents(policies('- containerName: "*"\n  controlledResources: ⟦[cpu]⟧'), cpu, web),
      says: ['the VPA sets the cpu request and HPA web scales on cpu utilization'],
    },
    'an average value': {
      yaml: documents(
        targetMarked(vpa('')),
        hpaWithMetrics(
          '- {type: Resource, resource: {name: memory, target: {type: AverageValue, averageValue: 1Gi}}}',
        ),
      ),
      says: ['the VPA sets the memory request and HPA web scales on average memory'],
      severities: ['warning'],
    },
    'an HPA without metrics, which means CPU': {
      yaml: documents(targetMarked(vpa('updatePolicy: {updateMode: Initial}')), hpa('maxReplicas: 3')),
      says: ['the VPA sets the cpu request and HPA web scales on cpu utilization'],
      severities: ['warning'],
    },
  },
  good: {
    'mode Off': { yaml: documents(vpa('updatePolicy: {updateMode: "Off"}'), cpu, web) },
    'Off without quotes': { yaml: documents(vpa('updatePolicy: {updateMode: Off}'), cpu, web) },
    'the other resource': {
      yaml: documents(policies('- containerName: "*"\n  controlledResources: [memory]'), cpu, web),
    },
    'a custom metric': {
      yaml: documents(
        vpa(''),
        hpaWithMetrics(
          '- {type: Pods, pods: {metric: {name: rps}, target: {type: AverageValue, averageValue: 10}}}',
        ),
      ),
    },
    'the measured container left alone': {
      yaml: documents(
        policies('- containerName: web\n  mode: "Off"'),
        hpaWithMetrics(
          '- {type: ContainerResource, containerResource: {name: cpu, container: web, target: {type: Utilization, averageUtilization: 70}}}',
        ),
        web,
      ),
    },
    'another target': { yaml: documents(vpa('', { target: 'api' }), cpu, web) },
  },
});

const single = web.replace('replicas: 3', 'replicas: 1');

testRule(vpaSingleReplicaNoop, {
  bad: {
    'one replica': {
      yaml: documents(vpa('updatePolicy:\n  updateMode: ⟦Recreate⟧'), single),
      says: ['Deployment web has 1 replica and the updater wants 2: nothing will be updated'],
    },
    'the default mode': {
      yaml: documents(targetMarked(vpa('')), single),
      says: ['Deployment web has 1 replica and the updater wants 2: nothing will be updated'],
    },
  },
  good: {
    'minReplicas 1': { yaml: documents(vpa('updatePolicy: {updateMode: Recreate, minReplicas: 1}'), single) },
    'two replicas': { yaml: documents(vpa(''), web) },
    'mode Initial': { yaml: documents(vpa('updatePolicy: {updateMode: Initial}'), single) },
    'an HPA that may run more': { yaml: documents(vpa(''), single, hpa('maxReplicas: 3')) },
  },
});

const twoContainers = deployment(
  'containers:\n  - name: web\n    image: web\n  - name: log-tail\n    image: log',
);

testRule(vpaUnknownContainer, {
  bad: {
    'a slip of the pen': {
      yaml: documents(policies('- containerName: ⟦wbe⟧ # main\n  mode: Auto'), twoContainers),
      says: ['Deployment web has no container wbe: it has web, log-tail'],
      fixes: { 'Write web': documents(policies('- containerName: web # main\n  mode: Auto'), twoContainers) },
    },
    'a policy left from before the sidecar was split off': {
      yaml: documents(
        twoContainers,
        policies('- {containerName: web, mode: Auto}\n- {mode: "Off", containerName: ⟦metrics-exporter⟧}'),
      ),
      says: ['Deployment web has no container metrics-exporter: it has web, log-tail'],
    },
  },
  good: {
    'a known one and the rest': {
      yaml: documents(policies('- containerName: web\n- containerName: "*"\n  mode: "Off"'), twoContainers),
    },
    'an injected sidecar': {
      yaml: documents(
        policies('- containerName: istio-proxy\n  mode: "Off"'),
        deployment('containers:\n  - name: web\n    image: web', {
          podMetadata: 'annotations:\n  sidecar.istio.io/inject: "true"',
        }),
      ),
    },
  },
});

testRule(vpaUnlistedSidecarManaged, {
  bad: {
    'a sidecar without a policy': {
      yaml: documents(
        policies('- containerName: web\n  maxAllowed: {cpu: 1}').replace(
          'containerPolicies:',
          '⟦containerPolicies⟧:',
        ),
        twoContainers,
      ),
      says: ['also resized, without bounds: log-tail'],
      fixes: {
        'Leave the other containers alone': documents(
          policies('- containerName: web\n  maxAllowed: {cpu: 1}\n- containerName: "*"\n  mode: "Off"'),
          twoContainers,
        ),
      },
    },
    'two of three containers, in flow style': {
      yaml: documents(
        deployment('containers: [{name: web, image: web}, {name: proxy, image: p}, {name: log, image: l}]'),
        policies('- {containerName: web, controlledResources: [memory]}').replace(
          'containerPolicies:',
          '⟦containerPolicies⟧: # the app',
        ),
      ),
      says: ['also resized, without bounds: proxy, log'],
    },
  },
  good: {
    'a sidecar among the init containers, which no VPA resizes': {
      yaml: documents(
        deployment(
          'initContainers: [{name: proxy, image: p, restartPolicy: Always}]\ncontainers: [{name: web, image: web}]',
        ),
        policies('- containerName: web'),
      ),
    },
    'a catch-all': { yaml: documents(policies('- containerName: web\n- containerName: "*"'), twoContainers) },
    'every container listed': {
      yaml: documents(policies('- containerName: web\n- containerName: log-tail'), twoContainers),
    },
  },
});

testRule(vpaLimitRatioSurprise, {
  bad: {
    'a limit of twice the request': {
      yaml: documents(policies('- containerName: web\n  maxAllowed: {cpu: ⟦2⟧, memory: 4Gi}'), web),
      says: ['at maxAllowed cpu 2 the limit of container web becomes 4'],
    },
    'a policy for all containers, in memory': {
      yaml: documents(
        deploymentWithResources('requests: {memory: 512Mi}\nlimits: {memory: 2Gi}'),
        policies('- containerName: "*"\n  maxAllowed:\n    memory: ⟦8Gi⟧ # the node'),
      ),
      says: ['at maxAllowed memory 8Gi the limit of container web becomes 32Gi'],
    },
  },
  good: {
    'requests only': {
      yaml: documents(
        policies('- containerName: web\n  controlledValues: RequestsOnly\n  maxAllowed: {cpu: 2}'),
        web,
      ),
    },
    'limits equal to requests': {
      yaml: documents(policies('- containerName: web\n  maxAllowed: {memory: 4Gi}'), web),
    },
    'mode Off': { yaml: documents(policies('- containerName: web\n  maxAllowed: {cpu: 2}', 'Off'), web) },
  },
});

testRule(vpaTargetMissing, {
  bad: {
    'no targetRef': {
      yaml: `apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata:
  name: web
spec:
  ⟦selector⟧:
    matchLabels: {app: web}
`,
      says: ['the VPA has no targetRef: selector is a field of v1beta1'],
      severities: ['error'],
    },
    'a target that does not exist': {
      yaml: documents(vpa('', { target: '⟦webb⟧' }), web),
      settings: { scope: 'complete' },
      says: ['there is no Deployment webb in namespace shop of the 1 files; did you mean web?'],
    },
  },
  good: {
    'a target that is there': { yaml: documents(vpa(''), web), settings: { scope: 'complete' } },
    'an open workspace': { yaml: vpa('') },
  },
});

testRule(vpaDuplicateTarget, {
  bad: {
    'two of one workload': {
      yaml: documents(targetMarked(vpa('')), targetMarked(vpa('', { name: 'second' }))),
      says: [
        'Deployment web also belongs to VPA second: which of them counts is undefined',
        'Deployment web also belongs to VPA web: which of them counts is undefined',
      ],
    },
    'two versions of the reference, in two files of a folder': {
      yaml: {
        'k8s/a.yaml': targetMarked(vpa('updatePolicy: {updateMode: "Off"}')),
        'k8s/b.yaml': targetMarked(vpa('', { name: 'old' })).replace('apps/v1', 'extensions/v1beta1'),
      },
      severities: ['warning', 'warning'],
      says: [
        'Deployment web also belongs to VPA old: which of them counts is undefined',
        'Deployment web also belongs to VPA web: which of them counts is undefined',
      ],
    },
  },
  good: { 'two workloads': { yaml: documents(vpa(''), vpa('', { name: 'api', target: 'api' })) } },
});
