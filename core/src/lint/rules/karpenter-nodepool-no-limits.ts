import { nodePoolPaths, nodePoolView } from '../../apis/karpenter.ts';
import { nodePool } from '../../apis/kinds.ts';
import { karpenterDocs } from '../links.ts';
import { defineRule } from '../rule.ts';

export const karpenterNodepoolNoLimits = defineRule({
  id: 'karpenter-nodepool-no-limits',
  meta: {
    summary: 'A Karpenter NodePool has no limits.',
    why: 'Nothing but the quota of the cloud account bounds what a runaway workload makes the pool buy.',
    remediation: 'Set spec.limits.cpu, and for GPU pools the GPU resource.',
    severity: 'warning',
    category: 'karpenter',
    preset: 'recommended',
    appliesTo: [nodePool],
    fix: 'none',
    messages: { none: 'the NodePool has no limits: it may grow to the quota of the account' },
    references: [karpenterDocs('concepts/nodepools/#speclimits', 'NodePools: limits')],
  },
  check({ resource, root, report }) {
    const view = nodePoolView(resource.object);
    // A static pool has its size; a patch has no template.
    if (!view || !root.get('spec', 'template').exists || root.get('spec', 'replicas').exists) return;
    const limits = root.get(...nodePoolPaths.limits);
    if (limits.entries.length > 0) return;
    report({ messageId: 'none', at: limits.exists ? limits : root.get('spec'), part: 'key' });
  },
});
