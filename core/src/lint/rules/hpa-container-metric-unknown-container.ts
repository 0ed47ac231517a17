import { horizontalPodAutoscaler } from '../../apis/kinds.ts';
import { runningContainers } from '../../apis/pod-template.ts';
import { editDistance } from '../../units/nearest.ts';
import { replaceValue } from '../fix.ts';
import { resourceMetricsOf } from '../hpa-metrics.ts';
import { hasInjectedSidecars } from '../injected-sidecars.ts';
import { kubernetesSource } from '../links.ts';
import { defineRule } from '../rule.ts';

export const hpaContainerMetricUnknownContainer = defineRule({
  id: 'hpa-container-metric-unknown-container',
  meta: {
    summary: 'A ContainerResource metric names a container that the target does not have.',
    why: 'The HPA reports FailedGetContainerResourceMetric ("container … not found in Pod") and never scales on that metric.',
    remediation: 'Name one of the containers of the target.',
    severity: 'error',
    category: 'workload',
    preset: 'recommended',
    appliesTo: [horizontalPodAutoscaler],
    needs: ['workspace'],
    fix: 'safe',
    messages: { unknown: '{target} has no container {container}: it has {containers}' },
    references: [
      kubernetesSource(
        'pkg/controller/podautoscaler/replica_calculator.go',
        'HPA controller: calculatePodRequestsFromContainers (v1.37.2)',
      ),
    ],
  },
  check({ resource: hpa, workspace, report }) {
    const target = workspace.targetOf(hpa);
    const workload = target && workspace.workloadOf(target);
    if (!workload || hasInjectedSidecars(workload.template)) return;
    const names = runningContainers(workload.template).map(({ name }) => name);
    for (const { type, container, containerField } of resourceMetricsOf(hpa)) {
      if (type !== 'ContainerResource' || container === undefined || names.includes(container)) continue;
      const near = names.filter((name) => editDistance(name, container) === 1);
      report({
        messageId: 'unknown',
        data: { target: `${target.kind} ${target.name}`, container, containers: names.join(', ') },
        at: containerField,
        fixes: near.flatMap((name) =>
          replaceValue(near.length === 1 ? 'safe' : 'suggestion', `Write ${name}`, containerField, name),
        ),
      });
    }
  },
});
