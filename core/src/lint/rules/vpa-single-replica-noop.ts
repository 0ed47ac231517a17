import { vpaPaths, vpaView } from '../../apis/vpa.ts';
import { replaceValue } from '../fix.ts';
import { thread, vpaSource } from '../links.ts';
import { replicaRangeOf } from '../replica-range.ts';
import { defineRule } from '../rule.ts';
import { scaleTargetField } from '../scale-target.ts';
import { vpaMeta } from '../vpa-meta.ts';
import { updateModeOf } from '../vpa-policy.ts';

/** The updater's default for `--min-replicas`. */
const defaultMinReplicas = 2;

export const vpaSingleReplicaNoop = defineRule({
  id: 'vpa-single-replica-noop',
  meta: {
    ...vpaMeta,
    summary: 'A VPA shall update a workload that has fewer replicas than the updater touches.',
    why: 'The updater leaves workloads with fewer than two replicas alone, so the recommendation is never applied.',
    remediation: 'Set updatePolicy.minReplicas: 1 and accept the restart, or run two replicas.',
    severity: 'warning',
    needs: ['workspace'],
    fix: 'suggestion',
    messages: {
      noop: '{workload} has {replicas} replica and the updater wants {wanted}: nothing will be updated',
    },
    references: [
      vpaSource('docs/flags.md', 'VPA updater: --min-replicas (1.7.1)'),
      thread('kubernetes/autoscaler', 1665, 'VPA does not update a single replica'),
      thread('kubernetes/autoscaler', 3167, 'minReplicas of a VPA'),
    ],
  },
  check({ resource: vpa, root, workspace, report }) {
    if (!['Recreate', 'Auto', 'InPlaceOrRecreate'].includes(updateModeOf(vpa))) return;
    const target = workspace.targetOf(vpa);
    const replicas = target && workspace.workloadOf(target)?.replicas;
    // An autoscaler may run more than the manifest says.
    if (!target || replicas === undefined || replicas === 0 || replicaRangeOf(target, workspace)) return;
    const wanted = vpaView(vpa.object)?.updatePolicy?.minReplicas ?? defaultMinReplicas;
    if (replicas >= wanted) return;
    const mode = root.get(...vpaPaths.updateMode);
    report({
      messageId: 'noop',
      data: { workload: `${target.kind} ${target.name}`, replicas, wanted },
      at: mode.exists ? mode : scaleTargetField(vpa).get('name'),
      fixes:
        replicas === 1
          ? replaceValue(
              'suggestion',
              'Let the only pod be evicted (minReplicas: 1): it is down until the new one runs',
              root.get('spec', 'updatePolicy', 'minReplicas'),
              1,
            )
          : [],
      related: [
        {
          at: { resource: target, range: target.rangeOf(['spec', 'replicas'], 'entry') },
          message: 'replicas is set here',
        },
      ],
    });
  },
});
