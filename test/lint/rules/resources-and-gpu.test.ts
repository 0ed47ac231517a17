import { gpuFractional } from '#core/lint/rules/gpu-fractional.ts';
import { gpuRequestLimitMismatch } from '#core/lint/rules/gpu-request-limit-mismatch.ts';
import { gpuTolerationWithoutGpu } from '#core/lint/rules/gpu-toleration-without-gpu.ts';
import { priorityBelowCaCutoff } from '#core/lint/rules/priority-below-ca-cutoff.ts';
import { quantityUnparsable } from '#core/lint/rules/quantity-unparsable.ts';
import { requestExceedsLimit } from '#core/lint/rules/request-exceeds-limit.ts';
import { spotGraceExceedsNotice } from '#core/lint/rules/spot-grace-exceeds-notice.ts';
import { parseQuantity } from '#core/units/quantity.ts';

import { clusterAutoscaler, deployment, deploymentWithResources, documents, vpa } from '../manifests.ts';
import { testRule } from '../rule-tester.ts';

function parseError(text: string): string {
  const parsed = parseQuantity(text);
  return parsed.ok ? '' : parsed.error.message;
}

const pod = 'containers:\n  - name: web\n    image: web\n';

testRule(requestExceedsLimit, {
  bad: {
    'more than the limit, in other units': {
      yaml: deploymentWithResources(
        'requests: {cpu: ⟦1500m⟧, memory: 1Gi}\nlimits: {cpu: 1, memory: 1024Mi}',
      ),
      says: ['cpu request 1500m is greater than the limit 1'],
    },
    'decimal and binary units of a sidecar, as text': {
      yaml: deployment(
        'containers:\n  - name: web\n    image: web\ninitContainers:\n  - name: proxy\n    image: proxy\n    restartPolicy: Always\n    resources:\n      limits: {memory: "64M"}\n      requests: {memory: ⟦"64Mi"⟧}',
      ),
      says: ['memory request 64Mi is greater than the limit 64M'],
    },
  },
  good: { equal: { yaml: deploymentWithResources('requests: {cpu: 1000m}\nlimits: {cpu: 1}') } },
});

testRule(quantityUnparsable, {
  bad: {
    'a request below zero': {
      yaml: deploymentWithResources('requests: {cpu: ⟦-1⟧, memory: 1Gi}'),
      says: ['cpu -1 is below 0'],
    },
    'a bound of a VPA': {
      yaml: vpa(
        'resourcePolicy:\n  containerPolicies:\n    - containerName: web\n      maxAllowed: {memory: ⟦1 Gi⟧}',
      ),
      says: [`memory "1 Gi" is no quantity: ${parseError('1 Gi')}`],
    },
    'a blank': {
      yaml: deploymentWithResources('requests:\n  memory: ⟦1 Gi⟧ # one'),
      says: ['memory "1 Gi" is no quantity: there must be no space between number and suffix'],
      fixes: { 'Write 1Gi': deploymentWithResources('requests:\n  memory: 1Gi # one') },
    },
    'a B for bytes': {
      yaml: deploymentWithResources('limits:\n  memory: ⟦2GiB⟧'),
      says: [`memory "2GiB" is no quantity: ${parseError('2GiB')}`],
      fixes: { 'Write 2Gi': deploymentWithResources('limits:\n  memory: 2Gi') },
    },
  },
  good: {
    'what is filled in later': { yaml: deploymentWithResources('limits: {memory: "${MEMORY}"}') },
    'exponents and fractions': { yaml: deploymentWithResources('limits: {memory: 1e9, cpu: .5}') },
  },
});

testRule(gpuRequestLimitMismatch, {
  bad: {
    'another number': {
      yaml: deploymentWithResources('requests: {nvidia.com/gpu: ⟦1⟧}\nlimits: {nvidia.com/gpu: 2}'),
      says: ['nvidia.com/gpu request 1 must equal the limit 2'],
      fixes: {
        'Request 2, as the limit': deploymentWithResources(
          'requests: {nvidia.com/gpu: 2}\nlimits: {nvidia.com/gpu: 2}',
        ),
      },
    },
    'no limit': {
      yaml: deploymentWithResources('requests:\n  ⟦nvidia.com/gpu: 1⟧'),
      says: ['nvidia.com/gpu is requested without a limit'],
    },
  },
  good: {
    'a limit alone': { yaml: deploymentWithResources('limits: {nvidia.com/gpu: 1}') },
    'two spellings of one number': {
      yaml: deploymentWithResources('requests: {nvidia.com/gpu: "1"}\nlimits: {nvidia.com/gpu: 1}'),
    },
  },
});

testRule(gpuFractional, {
  bad: {
    'half a GPU': {
      yaml: deploymentWithResources('limits: {nvidia.com/gpu: ⟦0.5⟧}'),
      says: ['nvidia.com/gpu is counted in whole numbers, not 0.5'],
    },
  },
  good: { 'a slice': { yaml: deploymentWithResources('limits: {nvidia.com/mig-1g.5gb: 1, cpu: 0.5}') } },
});

const tolerating = (rest = '') =>
  deployment(`${pod}${rest}tolerations:\n  ⟦- key: nvidia.com/gpu\n    operator: Exists⟧`);
const unmarked = (yaml: string) => yaml.replace(/[⟦⟧]/g, '');

testRule(gpuTolerationWithoutGpu, {
  bad: {
    'a web server': {
      yaml: tolerating(),
      says: ['the pod asks for no GPU and tolerates the taint nvidia.com/gpu'],
    },
    'a batch job, among other tolerations': {
      yaml: deployment(
        `${pod}tolerations:\n  - {key: spot, operator: Exists}\n  ⟦- {key: amd.com/gpu, operator: Equal, value: present, effect: NoSchedule}⟧`,
        { kind: 'StatefulSet' },
      ),
      says: ['the pod asks for no GPU and tolerates the taint amd.com/gpu'],
    },
  },
  good: {
    'placed on purpose': { yaml: unmarked(tolerating('nodeSelector: {gpu: "true"}\n')) },
    'a GPU asked for': {
      yaml: unmarked(tolerating()).replace(
        'image: web\n',
        'image: web\n          resources: {limits: {nvidia.com/gpu: 1}}\n',
      ),
    },
    'a DaemonSet': { yaml: unmarked(tolerating()).replace('kind: Deployment', 'kind: DaemonSet') },
    'another toleration': { yaml: deployment(`${pod}tolerations: [{key: spot, operator: Exists}]`) },
  },
});

const priority = (value: number) => `apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata:
  name: low
value: ${value}
`;
const low = (mark = 'low') => deployment(`${pod}priorityClassName: ${mark}`);

testRule(priorityBelowCaCutoff, {
  bad: {
    'a very low priority': {
      yaml: documents(priority(-100), low('⟦low⟧')),
      says: ['priority -100 of low is below -10: Cluster Autoscaler ignores these pods'],
    },
    'below a cutoff that the autoscaler sets': {
      yaml: documents(
        clusterAutoscaler('--expendable-pods-priority-cutoff=-50'),
        priority(-51),
        low('⟦"low"⟧').replace('kind: Deployment', 'kind: StatefulSet'),
      ),
      says: ['priority -51 of low is below -50: Cluster Autoscaler ignores these pods'],
    },
  },
  good: {
    'the cutoff itself, as for overprovisioning': { yaml: documents(priority(-10), low()) },
    'an unknown class': { yaml: low() },
    'a lower cutoff': {
      yaml: documents(priority(-100), low(), clusterAutoscaler('--expendable-pods-priority-cutoff=-1000')),
    },
  },
});

const spot = (selector: string, seconds: string) =>
  deployment(`${pod}nodeSelector: {${selector}}\nterminationGracePeriodSeconds: ${seconds}`);

testRule(spotGraceExceedsNotice, {
  bad: {
    'ten minutes on AWS': {
      yaml: spot('eks.amazonaws.com/capacityType: SPOT', '⟦600⟧'),
      says: ['terminationGracePeriodSeconds 600 is longer than the 120 s notice of AWS spot nodes'],
    },
    'a minute of Karpenter on Azure': {
      yaml: spot('karpenter.sh/capacity-type: spot', '⟦60⟧'),
      settings: { cloud: 'azure' },
      says: ['terminationGracePeriodSeconds 60 is longer than the 30 s notice of Azure spot nodes'],
    },
  },
  good: {
    'two minutes on AWS': { yaml: spot('eks.amazonaws.com/capacityType: SPOT', '120') },
    'no known cloud': { yaml: spot('karpenter.sh/capacity-type: spot', '600') },
    'on demand': { yaml: spot('karpenter.sh/capacity-type: on-demand', '600'), settings: { cloud: 'aws' } },
  },
});
