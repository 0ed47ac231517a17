import { hpaView } from '../../apis/hpa.ts';
import { horizontalPodAutoscaler } from '../../apis/kinds.ts';
import { toNumber } from '../../units/quantity.ts';
import { rootOf } from '../field.ts';
import { resourceMetricsOf } from '../hpa-metrics.ts';
import { kubernetesSource, thread } from '../links.ts';
import { requestAndLimitOf } from '../measured-share.ts';
import { defineRule } from '../rule.ts';

/** `--horizontal-pod-autoscaler-tolerance` of kube-controller-manager, where nobody sets it. */
const defaultTolerance = 0.1;

export const hpaTargetUnreachable = defineRule({
  id: 'hpa-target-unreachable',
  meta: {
    summary: 'An HPA waits for a utilization that the limits of the pods never let them reach.',
    why: 'At their limits the pods are still within the tolerance of the target, so the metric never adds a replica, however great the load.',
    remediation:
      'Lower the target, or raise the limits above what the target and the tolerance (10 %) come to.',
    severity: 'warning',
    category: 'workload',
    preset: 'recommended',
    appliesTo: [horizontalPodAutoscaler],
    needs: ['workspace'],
    fix: 'none',
    messages: {
      unreachable:
        'the limits hold {resource} at {most} % of the request; replicas are added only above {needed} % (target {target} % and tolerance {tolerance} %)',
    },
    references: [
      thread('kubernetes/kubernetes', 18294, 'a target that the pods never reach starves the scale-up'),
      kubernetesSource(
        'pkg/controller/podautoscaler/replica_calculator.go',
        'HPA controller: GetResourceReplicas does nothing within the tolerance (v1.37.2)',
      ),
      kubernetesSource(
        'pkg/controller/podautoscaler/metrics/utilization.go',
        'HPA controller: GetResourceUtilizationRatio divides by the requests (v1.37.2)',
      ),
    ],
  },
  check({ resource: hpa, workspace, report }) {
    const view = hpa.derive(hpaView);
    const target = workspace.targetOf(hpa);
    const workload = target && workspace.workloadOf(target);
    // One replica for good: nothing is to be added.
    if (!view || !workload || view.maxReplicas === view.minReplicas) return;
    const written = view.behavior?.scaleUp?.tolerance;
    const tolerance = written === undefined ? defaultTolerance : toNumber(written);
    for (const metric of resourceMetricsOf(hpa)) {
      const { averageUtilization, resource, nameField } = metric;
      const measured = averageUtilization === undefined ? undefined : requestAndLimitOf(metric, workload);
      if (averageUtilization === undefined || !measured) continue;
      const most = Number((measured.limit * 100n) / measured.request);
      // The controller compares whole per cents and acts where the quotient is greater than 1 + tolerance.
      if (most / averageUtilization > 1 + tolerance) continue;
      report({
        messageId: 'unreachable',
        data: {
          resource,
          most,
          needed: Math.round(averageUtilization * (1 + tolerance) * 10) / 10,
          target: averageUtilization,
          tolerance: Math.round(tolerance * 1000) / 10,
        },
        at: nameField,
        related: measured.containers.map(({ name, path }) => ({
          at: rootOf(target).get(...path, 'resources'),
          part: 'key' as const,
          message: `request and limit of container "${name}"`,
        })),
      });
    }
  },
});
