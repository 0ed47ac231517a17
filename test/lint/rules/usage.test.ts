import { gpuFractional } from '#core/lint/rules/gpu-fractional.ts';
import { hpaMissingRequest } from '#core/lint/rules/hpa-missing-request.ts';
import { workloadWithoutHpa } from '#core/lint/rules/workload-without-hpa.ts';

import { deployment, deploymentWithResources, documents, hpa, scaledObject } from '../manifests.ts';
import { testRule } from '../rule-tester.ts';
import { usageOfWeb } from '../usage-facts.ts';

const fixed = (replicas: string) => deploymentWithResources('', { spec: replicas });
const swinging = usageOfWeb({ demand: [1, 6.04] });
const says =
  'total cpu went from 1 cores to 6 cores (p5 to p95, 7 d, recording shop) with 12 replicas; no HPA or ScaledObject for it in namespace shop of the 1 files';

testRule(workloadWithoutHpa, {
  bad: {
    'demand that changes sixfold': { yaml: fixed('replicas: ⟦12⟧ # peak'), usage: swinging, says: [says] },
    'no demand at all at night': {
      yaml: fixed('replicas: ⟦12⟧'),
      usage: usageOfWeb({ demand: [0, 3] }),
      says: [says.replace('1 cores to 6', '0 cores to 3')],
    },
    'an HPA for something else': {
      yaml: documents(hpa('maxReplicas: 3', { name: 'api', target: 'api' }), fixed('replicas: ⟦12⟧')),
      usage: swinging,
      says: [says],
    },
  },
  good: {
    'without metrics': { yaml: fixed('replicas: 12') },
    'demand that hardly changes': {
      yaml: fixed('replicas: 12'),
      usage: usageOfWeb({ demand: [4, 7] }),
    },
    'too short a history': { yaml: fixed('replicas: 12'), usage: usageOfWeb({ demand: [1, 6], days: 0.5 }) },
    'one replica': { yaml: fixed('replicas: 1'), usage: swinging },
    'an HPA': { yaml: documents(hpa('maxReplicas: 20'), fixed('replicas: 12')), usage: swinging },
    'a ScaledObject': {
      yaml: documents(scaledObject('triggers: []'), fixed('replicas: 12')),
      usage: swinging,
    },
    'an HPA in the cluster': {
      yaml: fixed('replicas: 12'),
      usage: swinging,
      cluster: {
        description: 'context prod',
        objects: [
          {
            apiVersion: 'autoscaling/v2',
            kind: 'HorizontalPodAutoscaler',
            metadata: { name: 'web', namespace: 'shop' },
            spec: { scaleTargetRef: { kind: 'Deployment', name: 'web' } },
          },
        ],
      },
    },
    'demand that is used on purpose by an option': {
      yaml: fixed('replicas: 12'),
      usage: swinging,
      settings: { options: { 'workload-without-hpa': { minimumSwing: 8 } } },
    },
  },
});

const hpaOnCpu = hpa(
  'maxReplicas: 9\nmetrics:\n  - {type: Resource, resource: {name: ⟦cpu⟧, target: {type: Utilization, averageUtilization: 70}}}',
);
const pod = (web: string, log: string) =>
  deployment(`containers:
  - name: web # the shop
    image: web
${web}  - name: log
    image: log
${log}`);
const message = 'utilization needs a cpu request on every container of Deployment web';
const measured = usageOfWeb({
  requests: [
    ['web', 'cpu', '250m'],
    ['log', 'cpu', '10m'],
  ],
});

testRule(hpaMissingRequest, {
  bad: {
    'figures for both containers': {
      yaml: documents(hpaOnCpu, pod('', '    resources:\n      limits:\n        memory: 64Mi # small\n')),
      usage: measured,
      says: [message],
      fixes: {
        'Request 250m for web and 10m for log (cpu: p95 + 15 %, 7 d, recording shop)': documents(
          hpaOnCpu.replace(/[⟦⟧]/g, ''),
          pod(
            '    resources:\n      requests:\n        cpu: 250m\n',
            '    resources:\n      requests:\n        cpu: 10m\n      limits:\n        memory: 64Mi # small\n',
          ),
        ),
      },
    },
    'a figure for one of them only': {
      yaml: documents(hpaOnCpu, pod('', '')),
      usage: usageOfWeb({ requests: [['web', 'cpu', '250m']] }),
      says: [message],
      fixes: {},
    },
  },
  good: {
    'requests that are there': {
      yaml: documents(
        hpaOnCpu.replace(/[⟦⟧]/g, ''),
        pod('    resources: {requests: {cpu: 1}}\n', '    resources: {requests: {cpu: 1}}\n'),
      ),
      usage: measured,
    },
  },
});

testRule(gpuFractional, {
  bad: {
    'a device that was hardly used': {
      yaml: deploymentWithResources('limits:\n  nvidia.com/gpu: ⟦0.5⟧'),
      usage: usageOfWeb({ gpu: 0.234 }),
      says: ['nvidia.com/gpu is counted in whole numbers, not 0.5'],
      fixes: {
        'Ask for 1, a whole device (p95 use of a device 23 %, 7 d, recording shop)': deploymentWithResources(
          'limits:\n  nvidia.com/gpu: 1',
        ),
      },
    },
  },
  good: { 'a whole device': { yaml: deploymentWithResources('limits: {nvidia.com/gpu: 1}') } },
});
