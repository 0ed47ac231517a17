import { effectiveRequest } from '../../apis/effective-requests.ts';
import { nodePool } from '../../apis/kinds.ts';
import { runningContainers } from '../../apis/pod-template.ts';
import { findClusterAutoscalers } from '../cluster-autoscalers.ts';
import { clusterAutoscalerFaq, karpenterDocs } from '../links.ts';
import { replicatedWorkloads } from '../replicated-workloads.ts';
import { measuredRequest, requestMeasured } from '../requests-from-usage.ts';
import { defineRule } from '../rule.ts';
import type { Workspace } from '../workspace.ts';

export const noRequestsWithCa = defineRule({
  id: 'no-requests-with-ca',
  meta: {
    summary: 'Nodes are added by what pods request, and a container requests no CPU or no memory.',
    why: 'Cluster Autoscaler and Karpenter count requests, not use: a node full of such pods is free to them, so none is added and busy nodes may be removed.',
    remediation: 'Give each container a request for CPU and memory that follows what it uses.',
    severity: 'info',
    category: 'resources',
    preset: 'strict',
    appliesTo: replicatedWorkloads,
    needs: ['workspace'],
    fix: 'suggestion',
    messages: {
      none: 'container {container} requests no {resources}: {autoscaler} does not see what it uses',
    },
    references: [
      clusterAutoscalerFaq(
        'what-are-the-key-best-practices-for-running-cluster-autoscaler',
        'specify requests for your pods',
      ),
      karpenterDocs('concepts/scheduling/', 'Scheduling: nodes are chosen by what pods request'),
    ],
  },
  check({ resource: owner, workload, root, workspace, usage, report }) {
    const autoscaler = workload && nodeAutoscalerOf(workspace);
    if (!autoscaler) return;
    const { template } = workload;
    const limitRanges = workspace.limitRangesFor(owner);
    for (const container of runningContainers(template)) {
      const without = (['cpu', 'memory'] as const).filter(
        (resource) => !effectiveRequest(template, container, resource, limitRanges),
      );
      if (without.length === 0) continue;
      const missing = without.flatMap((resource) => {
        const found = measuredRequest(usage, owner, container.name, resource);
        return 'missing' in found ? [found.missing] : [];
      });
      report({
        messageId: 'none',
        data: { container: container.name, resources: without.join(' and no '), autoscaler },
        at: root.get(...container.path, 'name'),
        related: [...new Set(missing)].map((message) => ({
          at: root.get(...container.path, 'name'),
          message,
        })),
        fixes: without.flatMap((resource) => requestMeasured(usage, owner, [container], resource)),
      });
    }
  },
});

/** What adds nodes by requests, as far as the workspace or the cluster tells. */
function nodeAutoscalerOf(workspace: Workspace): string | undefined {
  if (findClusterAutoscalers(workspace).length > 0) return 'Cluster Autoscaler';
  return workspace.objectsOf(nodePool).length > 0 ? 'Karpenter' : undefined;
}
