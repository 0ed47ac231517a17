import { cronJob, daemonSet, isKind, job, pod } from '../../apis/kinds.ts';
import { workloadKinds } from '../../apis/workload.ts';
import { replaceValue } from '../fix.ts';
import { clusterAutoscalerSource, thread } from '../links.ts';
import { defineRule } from '../rule.ts';

const prefix = 'cluster-autoscaler.kubernetes.io/';

export const localStorageBlocksScaleDown = defineRule({
  id: 'local-storage-blocks-scale-down',
  meta: {
    summary: 'Pods have local storage (emptyDir or hostPath) and do not say that it may be lost.',
    why: 'Cluster Autoscaler removes no node that runs such a pod ("pod with local storage present"), however empty the node is.',
    remediation:
      'List the volumes in the safe-to-evict-local-volumes annotation of the pod template, or set safe-to-evict to "true".',
    severity: 'warning',
    category: 'disruption',
    preset: 'recommended',
    // A DaemonSet's pods go with their node, and those of a Job end.
    appliesTo: workloadKinds.filter(
      (kind) => ![daemonSet, job, cronJob, pod].some((other) => isKind(kind, other)),
    ),
    fix: 'suggestion',
    messages: { blocks: 'Cluster Autoscaler will not remove a node for {volumes}{listed}' },
    references: [
      clusterAutoscalerSource(
        'simulator/drainability/rules/localstorage/rule.go',
        'Cluster Autoscaler: LocalStorageRequested (1.36.1)',
      ),
      thread('kubernetes/autoscaler', 3947, 'emptyDir blocks scale-down'),
      thread('istio/istio', 19395, 'pods with local storage block scale-down'),
    ],
  },
  check({ workload, root, report }) {
    if (!workload) return;
    const { volumes, annotations, path } = workload.template;
    if (annotations[`${prefix}safe-to-evict`] !== undefined) return;
    const local = volumes.filter(
      ({ source, medium }) => source === 'hostPath' || (source === 'emptyDir' && medium !== 'Memory'),
    );
    const listed = (annotations[`${prefix}safe-to-evict-local-volumes`] ?? '').split(',');
    const missing = local.filter(({ name }) => !listed.includes(name));
    const [first] = missing;
    if (!first) return;
    const someListed = local.length > missing.length ? ': the annotation must list all of them' : '';
    report({
      messageId: 'blocks',
      data: { volumes: missing.map(({ name }) => name).join(', '), listed: someListed },
      at: root.get(...path, 'spec', 'volumes'),
      part: 'key',
      fixes: replaceValue(
        'suggestion',
        'Let the pods be evicted: these volumes may be lost',
        root.get(...path, 'metadata', 'annotations', `${prefix}safe-to-evict-local-volumes`),
        local.map(({ name }) => name).join(','),
      ),
      related: missing.map((volume) => ({
        at: root.get(...volume.path),
        part: 'key' as const,
        message: `${volume.source ?? ''} ${volume.name}`,
      })),
    });
  },
});
