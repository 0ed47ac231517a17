import { horizontalPodAutoscaler } from '../../apis/kinds.ts';
import { rootOf } from '../field.ts';
import { resourceMetricsOf } from '../hpa-metrics.ts';
import { kubernetesSource, thread } from '../links.ts';
import { requestAndLimitOf } from '../measured-share.ts';
import { defineRule } from '../rule.ts';

export const hpaRequestLimitGap = defineRule({
  id: 'hpa-request-limit-gap',
  meta: {
    summary: 'An HPA scales on a per cent of a CPU request that is far below the limit.',
    why: 'Utilization is measured against the request: pods are added while each of them could still do several times its work.',
    remediation: 'Raise the request to what a pod uses, or the target above 100 %, which is legal.',
    severity: 'info',
    category: 'workload',
    preset: 'strict',
    appliesTo: [horizontalPodAutoscaler],
    needs: ['workspace'],
    fix: 'none',
    messages: {
      gap: '{target} % of the cpu request is {share} % of the limit: the HPA adds pods from there on',
    },
    options: {
      minimumRatio: {
        description: 'The least limit ÷ request that is reported.',
        default: 3,
        minimum: 1,
      },
    },
    references: [
      thread('kubernetes/kubernetes', 72811, 'people expect utilization of the limit'),
      kubernetesSource(
        'pkg/controller/podautoscaler/metrics/utilization.go',
        'HPA controller: GetResourceUtilizationRatio divides by the requests (v1.37.2)',
      ),
    ],
  },
  check({ resource: hpa, workspace, option, report }) {
    const target = workspace.targetOf(hpa);
    const workload = target && workspace.workloadOf(target);
    if (!workload) return;
    for (const metric of resourceMetricsOf(hpa)) {
      const { averageUtilization, resource, nameField } = metric;
      if (averageUtilization === undefined || resource !== 'cpu') continue;
      const measured = requestAndLimitOf(metric, workload);
      if (!measured || Number(measured.limit) / Number(measured.request) < option('minimumRatio')) continue;
      const share = Math.round((averageUtilization * Number(measured.request)) / Number(measured.limit));
      // A target that was chosen by the limit.
      if (share >= 50) continue;
      report({
        messageId: 'gap',
        data: { target: averageUtilization, share },
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
