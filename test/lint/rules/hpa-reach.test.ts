import { hpaForecastWithoutBase } from '#core/lint/rules/hpa-forecast-without-base.ts';
import { hpaRequestLimitGap } from '#core/lint/rules/hpa-request-limit-gap.ts';
import { hpaRollingUpdateStall } from '#core/lint/rules/hpa-rolling-update-stall.ts';
import { hpaTargetUnreachable } from '#core/lint/rules/hpa-target-unreachable.ts';

import { deployment, deploymentWithResources, documents, hpa, hpaWithMetrics } from '../manifests.ts';
import { testRule } from '../rule-tester.ts';

const utilization = (per: number, resource = 'cpu') => `- type: Resource
  resource:
    name: ${resource}
    target:
      type: Utilization
      averageUtilization: ${per}`;
const marked = (per: number, resource = 'cpu') =>
  utilization(per, resource).replace(`name: ${resource}`, `name: ⟦${resource}⟧`);
const resources = (request: string, limit: string, resource = 'cpu') =>
  deploymentWithResources(`requests: {${resource}: ${request}}\nlimits: {${resource}: ${limit}}`);

testRule(hpaTargetUnreachable, {
  bad: {
    'a target just below a limit that equals the request': {
      yaml: documents(hpaWithMetrics(marked(95)), resources('500m', '500m')),
      says: [
        'the limits hold cpu at 100 % of the request; replicas are added only above 104.5 % (target 95 % and tolerance 10 %)',
      ],
    },
    'more than the pods may ever use, in memory': {
      yaml: documents(hpaWithMetrics(marked(150, 'memory')), resources('1Gi', '1280Mi', 'memory')),
      says: [
        'the limits hold memory at 125 % of the request; replicas are added only above 165 % (target 150 % and tolerance 10 %)',
      ],
    },
    'a limit that stands for the request, in autoscaling/v1': {
      yaml: documents(
        hpa('maxReplicas: 3\ntargetCPUUtilizationPercentage: ⟦100⟧', { version: 'v1' }),
        deploymentWithResources('limits: {cpu: 1}'),
      ),
      says: [
        'the limits hold cpu at 100 % of the request; replicas are added only above 110 % (target 100 % and tolerance 10 %)',
      ],
    },
    'a wide tolerance of its own': {
      yaml: documents(
        hpa(
          `minReplicas: 2\nmaxReplicas: 9\nbehavior: {scaleUp: {tolerance: 500m}}\nmetrics:\n${marked(70).replace(/^/gm, '  ')}`,
        ),
        resources('500m', '500m'),
      ),
      says: [
        'the limits hold cpu at 100 % of the request; replicas are added only above 105 % (target 70 % and tolerance 50 %)',
      ],
    },
  },
  good: {
    'a limit past the tolerance': {
      yaml: documents(hpaWithMetrics(utilization(90)), resources('500m', '500m')),
    },
    'a container without a limit': {
      yaml: documents(
        hpaWithMetrics(utilization(150)),
        deployment(
          'containers:\n  - {name: web, image: web, resources: {requests: {cpu: 1}, limits: {cpu: 1}}}\n  - {name: log, image: log, resources: {requests: {cpu: 1}}}',
        ),
      ),
    },
    'a narrow tolerance of its own': {
      yaml: documents(
        hpa(
          `minReplicas: 2\nmaxReplicas: 9\nbehavior: {scaleUp: {tolerance: 20m}}\nmetrics:\n${utilization(95).replace(/^/gm, '  ')}`,
        ),
        resources('500m', '500m'),
      ),
    },
    'a limit of the pod as a whole': {
      yaml: documents(
        hpaWithMetrics(utilization(150)),
        deployment(
          'resources: {limits: {cpu: 4}}\ncontainers:\n  - {name: web, image: web, resources: {requests: {cpu: 1}, limits: {cpu: 1}}}',
        ),
      ),
    },
    'replicas that never change': {
      yaml: documents(
        hpa(`minReplicas: 3\nmaxReplicas: 3\nmetrics:\n${utilization(95).replace(/^/gm, '  ')}`),
        resources('500m', '500m'),
      ),
    },
  },
});

testRule(hpaRequestLimitGap, {
  bad: {
    'a limit of ten times the request': {
      yaml: documents(hpaWithMetrics(marked(70)), resources('200m', '2')),
      says: ['70 % of the cpu request is 7 % of the limit: the HPA adds pods from there on'],
    },
    'one container of several': {
      yaml: documents(
        hpaWithMetrics(
          '- type: ContainerResource\n  containerResource:\n    name: ⟦cpu⟧\n    container: log\n    target: {type: Utilization, averageUtilization: 50}',
        ),
        deployment(
          'containers:\n  - {name: web, image: web}\n  - {name: log, image: log, resources: {requests: {cpu: 100m}, limits: {cpu: 400m}}}',
        ),
      ),
      says: ['50 % of the cpu request is 13 % of the limit: the HPA adds pods from there on'],
    },
  },
  good: {
    'less than the option': { yaml: documents(hpaWithMetrics(utilization(70)), resources('1', '2900m')) },
    'a target that was chosen by the limit': {
      yaml: documents(hpaWithMetrics(utilization(700)), resources('200m', '2')),
    },
    'no limit': {
      yaml: documents(hpaWithMetrics(utilization(70)), deploymentWithResources('requests: {cpu: 200m}')),
    },
    'memory, which grows to what it is given': {
      yaml: documents(hpaWithMetrics(utilization(70, 'memory')), resources('1Gi', '8Gi', 'memory')),
    },
    'another gap than the option asks for': {
      yaml: documents(hpaWithMetrics(utilization(70)), resources('200m', '2')),
      settings: { options: { 'hpa-request-limit-gap': { minimumRatio: 20 } } },
    },
  },
});

const quota = (hard: string) => `apiVersion: v1
kind: ResourceQuota
metadata:
  name: compute
  namespace: shop
spec:
  hard: {${hard}}
`;
const rolling = (lines: string, request = '500m') =>
  deploymentWithResources(`requests: {cpu: ${request}}`, {
    spec: `strategy:\n  rollingUpdate:\n${lines.replace(/^/gm, '    ')}`,
  });
const bounds = (max: string) => hpa(`minReplicas: 2\nmaxReplicas: ${max}`);

testRule(hpaRollingUpdateStall, {
  bad: {
    'a quota for exactly the maximum': {
      yaml: documents(
        bounds('⟦10⟧ # peak'),
        rolling('maxUnavailable: 0 # never\nmaxSurge: 1'),
        quota("requests.cpu: '5'"),
      ),
      says: [
        'a rollout at 10 replicas needs 5500m of cpu, ResourceQuota compute allows 5, and no pod may be unavailable',
      ],
      fixes: {
        'Let one pod be unavailable during a rollout (maxUnavailable: 1)': documents(
          bounds('10 # peak'),
          rolling('maxUnavailable: 1 # never\nmaxSurge: 1'),
          quota("requests.cpu: '5'"),
        ),
      },
    },
    'a quarter of three, rounded down, and a quota of pods': {
      yaml: documents(bounds('⟦3⟧'), deploymentWithResources(''), quota('pods: 3')),
      says: [
        'a rollout at 3 replicas needs 4 of pods, ResourceQuota compute allows 3, and no pod may be unavailable',
      ],
    },
  },
  good: {
    'room for one more': {
      yaml: documents(bounds('10'), rolling('maxUnavailable: 0'), quota("requests.cpu: '5500m'")),
    },
    'a pod that may be unavailable': {
      yaml: documents(bounds('10'), rolling('maxUnavailable: 10%'), quota("requests.cpu: '5'")),
    },
    'more than the quota even without a rollout': {
      yaml: documents(bounds('11'), rolling('maxUnavailable: 0'), quota("requests.cpu: '5'")),
    },
    'all pods are replaced at once': {
      yaml: documents(
        bounds('3'),
        deploymentWithResources('', { spec: 'strategy: {type: Recreate}' }),
        quota('pods: 3'),
      ),
    },
    'a quota of another namespace': {
      yaml: documents(
        bounds('3'),
        deploymentWithResources(''),
        quota('pods: 3').replace('namespace: shop', 'namespace: other'),
      ),
    },
    'a StatefulSet, which surges never': {
      yaml: documents(
        bounds('3').replace('kind: Deployment', 'kind: StatefulSet'),
        deploymentWithResources('', { kind: 'StatefulSet' }),
        quota('pods: 3'),
      ),
    },
  },
});

const pods = (name: string) => `- type: Pods
  pods:
    metric:
      name: ${name}
    target: {type: AverageValue, averageValue: 100}`;
const external = (name: string) =>
  `- {type: External, external: {metric: {name: ${name}, selector: {matchLabels: {queue: orders}}}, target: {type: Value, value: 30}}}`;

testRule(hpaForecastWithoutBase, {
  bad: {
    'a forecast alone': {
      yaml: hpaWithMetrics(pods('⟦forecast_http_requests⟧ # ahead')),
      says: [
        'forecast_http_requests stands without http_requests: a forecast that is too low removes busy pods',
      ],
      fixes: {
        'Add http_requests with the same target': hpaWithMetrics(`${pods('forecast_http_requests # ahead')}
- type: Pods
  pods:
    metric:
      name: http_requests
    target:
      type: AverageValue
      averageValue: 100`),
      },
    },
    'a forecast of a queue beside cpu, in flow style': {
      yaml: hpaWithMetrics(`${utilization(70)}\n${external('⟦forecast_depth⟧')}`),
      says: ['forecast_depth stands without depth: a forecast that is too low removes busy pods'],
    },
    'in autoscaling/v2beta1': {
      yaml: hpaWithMetrics(
        '- type: Pods\n  pods:\n    metricName: ⟦forecast_rps⟧\n    targetAverageValue: 10',
        { version: 'v2beta1' },
      ),
      says: ['forecast_rps stands without rps: a forecast that is too low removes busy pods'],
    },
  },
  good: {
    'both of them': { yaml: hpaWithMetrics(`${pods('http_requests')}\n${pods('forecast_http_requests')}`) },
    'the other way round': {
      yaml: hpaWithMetrics(`${external('forecast_depth')}\n${external('depth')}`),
    },
    'a metric that has the word elsewhere': { yaml: hpaWithMetrics(pods('weather_forecast_rain')) },
    'no metric at all': { yaml: hpa('maxReplicas: 3') },
  },
});
