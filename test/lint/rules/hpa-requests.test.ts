import { hpaContainerMetricUnknownContainer } from '#core/lint/rules/hpa-container-metric-unknown-container.ts';
import { hpaMissingRequest } from '#core/lint/rules/hpa-missing-request.ts';

import { deployment, documents, hpa, hpaWithMetrics } from '../manifests.ts';
import { testRule } from '../rule-tester.ts';

const cpu = `- type: Resource
  resource:
    name: ⟦cpu⟧
    target:
      type: Utilization
      averageUtilization: 70`;
const plainCpu = cpu.replace(/[⟦⟧]/g, '');
const asContainerMetric = plainCpu
  .replace('type: Resource', 'type: ContainerResource')
  .replace('resource:', 'containerResource:')
  .replace('name: cpu', 'name: cpu\n    container: web');

const web = (resources: string) => `containers:
  - name: web
    image: registry.example/web:1
    resources: ${resources}
`;
const withLog = (log: string) => `${web('{requests: {cpu: 500m}}')}  - name: log-tail
    image: registry.example/log:1
${log}`;

const limitRange = `apiVersion: v1
kind: LimitRange
metadata:
  name: defaults
  namespace: shop
spec:
  limits:
    - type: Container
      defaultRequest:
        cpu: 100m
`;

testRule(hpaMissingRequest, {
  bad: {
    'a second container without requests': {
      yaml: documents(hpaWithMetrics(cpu), deployment(withLog(''))),
      says: ['utilization needs a cpu request on every container of Deployment web'],
      fixes: {
        'Scale on container web only (ContainerResource)': documents(
          hpaWithMetrics(asContainerMetric),
          deployment(withLog('')),
        ),
      },
    },
    'a sidecar among the init containers': {
      yaml: documents(
        hpaWithMetrics(cpu),
        deployment(
          `${web('{requests: {cpu: 500m}}')}initContainers:\n  - name: proxy\n    image: proxy\n    restartPolicy: Always\n`,
        ),
      ),
      says: ['utilization needs a cpu request on every container of Deployment web'],
    },
    'memory requested, cpu measured, in flow style': {
      yaml: documents(
        hpaWithMetrics(
          '- {type: Resource, resource: {name: ⟦cpu⟧, target: {type: Utilization, averageUtilization: 70}}}',
        ),
        deployment(web('{requests: {memory: 1Gi}}')),
      ),
      says: ['utilization needs a cpu request on every container of Deployment web'],
    },
    'autoscaling/v1': {
      yaml: documents(
        hpa('maxReplicas: 3\ntargetCPUUtilizationPercentage: ⟦50⟧', { version: 'v1' }),
        deployment(web('{}')),
      ),
      says: ['utilization needs a cpu request on every container of Deployment web'],
    },
    'one container of a ContainerResource metric': {
      yaml: documents(
        hpaWithMetrics(asContainerMetric.replace('name: cpu', 'name: ⟦cpu⟧')),
        deployment(web('{}')),
      ),
      says: ['utilization needs a cpu request on container web of Deployment web'],
    },
    'files apart in one namespace': {
      yaml: {
        'autoscaling/web.yaml': hpaWithMetrics(cpu),
        'apps/web/deployment.yaml': deployment(web('{}')),
      },
      says: ['utilization needs a cpu request on every container of Deployment web'],
    },
  },
  good: {
    'a limit that stands in for the request': {
      yaml: documents(hpaWithMetrics(plainCpu), deployment(web('{limits: {cpu: 1}}'))),
    },
    'a request of the pod as a whole': {
      yaml: documents(hpaWithMetrics(plainCpu), deployment(`resources: {requests: {cpu: 1}}\n${web('{}')}`)),
    },
    'a default of the namespace': {
      yaml: documents(hpaWithMetrics(plainCpu), deployment(web('{}')), limitRange),
    },
    'an init container that ends': {
      yaml: documents(
        hpaWithMetrics(plainCpu),
        deployment(`${web('{requests: {cpu: 1}}')}initContainers:\n  - name: setup\n    image: setup\n`),
      ),
    },
    'an average value': {
      yaml: documents(
        hpaWithMetrics(
          '- {type: Resource, resource: {name: cpu, target: {type: AverageValue, averageValue: 500m}}}',
        ),
        deployment(web('{}')),
      ),
    },
    'a container metric whose container has a request': {
      yaml: documents(hpaWithMetrics(asContainerMetric), deployment(withLog(''))),
    },
    'a target in another namespace': {
      yaml: documents(
        hpaWithMetrics(plainCpu),
        deployment(web('{}')).replace('namespace: shop', 'namespace: other'),
      ),
    },
    'a patch of the target': {
      yaml: documents(hpaWithMetrics(plainCpu), deployment('containers:\n  - name: web\n    env: []\n')),
    },
  },
});

testRule(hpaContainerMetricUnknownContainer, {
  bad: {
    'a slip of the pen': {
      yaml: documents(
        hpaWithMetrics(asContainerMetric.replace('container: web', 'container: ⟦wbe⟧ # the app')),
        deployment(web('{requests: {cpu: 1}}')),
      ),
      says: ['Deployment web has no container wbe: it has web'],
      fixes: {
        'Write web': documents(
          hpaWithMetrics(asContainerMetric.replace('container: web', 'container: web # the app')),
          deployment(web('{requests: {cpu: 1}}')),
        ),
      },
    },
    'another name altogether': {
      yaml: documents(
        hpaWithMetrics(asContainerMetric.replace('container: web', 'container: ⟦application⟧')),
        deployment(withLog('')),
      ),
      says: ['Deployment web has no container application: it has web, log-tail'],
    },
  },
  good: {
    'a container that is there': {
      yaml: documents(hpaWithMetrics(asContainerMetric), deployment(withLog(''))),
    },
    'a sidecar that Istio adds': {
      yaml: documents(
        hpaWithMetrics(asContainerMetric.replace('container: web', 'container: istio-proxy')),
        deployment(withLog(''), { podMetadata: 'annotations:\n  sidecar.istio.io/inject: "true"' }),
      ),
    },
    'an unknown target': { yaml: hpaWithMetrics(asContainerMetric) },
  },
});
