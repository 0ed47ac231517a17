import type { Taint } from '../../apis/toleration.ts';
import { workloadKinds, type WorkloadView } from '../../apis/workload.ts';
import type { Field } from '../field.ts';
import { appendTo, type FixOffer, offerFix } from '../fix.ts';
import { gpuPoolsOf, gpuRequestsOf, untolerated } from '../gpu-pools.ts';
import { thread } from '../links.ts';
import { defineRule } from '../rule.ts';

export const gpuMissingToleration = defineRule({
  id: 'gpu-missing-toleration',
  meta: {
    summary: 'A pod asks for a GPU and does not tolerate the taint of the GPU nodes.',
    why: 'The pod stays Pending ("had untolerated taint"), and Cluster Autoscaler or Karpenter will not add a GPU node for it.',
    remediation: 'Add a toleration for the taint of the GPU nodes.',
    severity: 'warning',
    category: 'gpu',
    preset: 'recommended',
    appliesTo: workloadKinds,
    needs: ['workspace'],
    fix: 'suggestion',
    messages: {
      known: '{resource} is on nodes with the taint {taint} ({pool}), which the pod does not tolerate',
      usual:
        'the pod tolerates no taint, and GPU nodes usually have {taint}; no node or NodePool was given to look it up',
    },
    references: [
      thread(
        'kubernetes/kubernetes',
        55839,
        'ExtendedResourceToleration adds the toleration where it is enabled',
      ),
      thread('aws/containers-roadmap', 739, 'EKS does not enable ExtendedResourceToleration'),
      thread('Azure/AKS', 1449, 'ExtendedResourceToleration on AKS'),
    ],
  },
  check({ workload, root, workspace, settings, report }) {
    const [request] = workload ? gpuRequestsOf(workload.template) : [];
    if (!workload || !request) return;
    const { container, resource } = request;
    const limits = root.get(...container.path, 'resources', 'limits', resource);
    const at = limits.exists ? limits : root.get(...container.path, 'resources', 'requests', resource);
    const pools = gpuPoolsOf(workspace, resource);
    const [first] = pools;
    if (first) {
      const blocking = pools.map((pool) => untolerated(pool, workload.template));
      const taint = blocking[0];
      if (!taint || blocking.includes(undefined)) return;
      const data = { resource, taint: taintText(taint), pool: first.name };
      report({ messageId: 'known', data, at, part: 'entry', fixes: addToleration(workload, root, taint) });
      return;
    }
    // GKE and AKS add the toleration themselves; a pod with tolerations of its own knows its nodes.
    if (settings.cloud === 'gce' || settings.cloud === 'azure' || workload.template.tolerations.length > 0) {
      return;
    }
    const usual: Taint = { key: resource, effect: 'NoSchedule' };
    report({
      messageId: 'usual',
      data: { taint: taintText(usual) },
      at,
      part: 'entry',
      severity: settings.cloud === 'aws' ? 'warning' : 'info',
      fixes: addToleration(workload, root, usual),
    });
  },
});

function taintText({ key, value, effect }: Taint): string {
  return `${key}${value === undefined ? '' : `=${value}`}:${effect}`;
}

/** Adds a toleration behind the pod's others, or as the last field of its spec. */
function addToleration({ template }: WorkloadView, root: Field, taint: Taint): readonly FixOffer[] {
  const { key, value, effect } = taint;
  const match = value === undefined ? { operator: 'Exists' } : { operator: 'Equal', value };
  const list = root.get(...template.path, 'spec', 'tolerations');
  return offerFix('suggestion', `Tolerate ${taintText(taint)}`, appendTo(list, { key, ...match, effect }));
}
