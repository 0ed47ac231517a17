import { karpenterDocs, kubernetesDocs } from '../links.ts';
import { hasDisruptionBudget } from '../pdb-coverage.ts';
import { replicaFloorOf } from '../replica-floor.ts';
import { replicatedWorkloads } from '../replicated-workloads.ts';
import { defineRule } from '../rule.ts';
import { isPinnedToSpot } from '../spot.ts';

export const spotNoPdbOrSingle = defineRule({
  id: 'spot-no-pdb-or-single',
  meta: {
    summary: 'A workload that runs on spot nodes only has one replica, or no disruption budget.',
    why: 'Each reclaimed node takes the only replica down; without a budget the drains of several reclaimed nodes may evict all replicas at once.',
    remediation: 'Run two replicas or more and add a PodDisruptionBudget, or keep one replica on demand.',
    severity: 'warning',
    category: 'gpu',
    preset: 'strict',
    appliesTo: replicatedWorkloads,
    needs: ['workspace'],
    fix: 'none',
    messages: {
      single: '{floor}, and the pods may run on spot nodes only: a reclaimed node is an outage',
      unprotected: 'no PodDisruptionBudget of {searched} covers these pods, which may run on spot nodes only',
    },
    references: [
      {
        title: 'Google Cloud: Spot VMs on GKE have no guaranteed availability',
        url: 'https://cloud.google.com/kubernetes-engine/docs/concepts/spot-vms',
      },
      karpenterDocs('concepts/disruption/#interruption', 'Disruption: interruption drains the node'),
      kubernetesDocs('concepts/workloads/pods/disruptions/', 'disruptions and budgets'),
    ],
  },
  check({ resource, workload, root, workspace, report }) {
    if (!workload || !isPinnedToSpot(workload.template)) return;
    const pin = root.get(...workload.template.path, 'spec', 'nodeSelector');
    const floor = replicaFloorOf(resource, workload, workspace);
    if (floor?.replicas === 1) {
      report({
        messageId: 'single',
        data: { floor: floor.describe },
        at: pin,
        part: 'key',
        related: [{ at: floor.field, message: 'the replicas are set here' }],
      });
      return;
    }
    if (!workspace.isComplete || hasDisruptionBudget(resource, workload.template, workspace)) return;
    report({
      messageId: 'unprotected',
      data: { searched: workspace.describe(resource.namespace) },
      at: pin,
      part: 'key',
    });
  },
});
