import { nodePool } from '../../apis/kinds.ts';
import { workloadKinds } from '../../apis/workload.ts';
import { rootOf } from '../field.ts';
import { karpenterDocs, thread } from '../links.ts';
import { defineRule } from '../rule.ts';

const doNotDisrupt = 'karpenter.sh/do-not-disrupt';

export const karpenterExpireWithoutGrace = defineRule({
  id: 'karpenter-expire-without-grace',
  meta: {
    summary: 'Nodes of a NodePool expire without an end to their drain, and some pods must not be disrupted.',
    why: 'An expired node drains for ever behind a pod with karpenter.sh/do-not-disrupt: no new pods, but full price.',
    remediation:
      'Set spec.template.spec.terminationGracePeriod to the longest time that such a pod may take.',
    severity: 'warning',
    category: 'karpenter',
    preset: 'recommended',
    appliesTo: [nodePool],
    needs: ['workspace'],
    fix: 'none',
    messages: {
      endless: 'nodes expire after {after} and wait without end for {workload}, which must not be disrupted',
    },
    references: [
      karpenterDocs('concepts/disruption/#terminationgraceperiod', 'Disruption: terminationGracePeriod'),
      thread('kubernetes-sigs/karpenter', 1560, 'nodes that never finish to drain'),
    ],
  },
  check({ resource, root, workspace, report }) {
    const spec = root.get('spec', 'template', 'spec');
    const expireAfter = spec.get('expireAfter');
    if (expireAfter.string === undefined || expireAfter.string === 'Never') return;
    if (spec.get('terminationGracePeriod').exists) return;
    const protectedWorkload = workloadKinds
      .flatMap((kind) => workspace.appliedWith(resource, kind))
      .find((candidate) => workspace.workloadOf(candidate)?.template.annotations[doNotDisrupt] === 'true');
    if (!protectedWorkload) return;
    const path = [
      ...(workspace.workloadOf(protectedWorkload)?.template.path ?? []),
      'metadata',
      'annotations',
      doNotDisrupt,
    ];
    report({
      messageId: 'endless',
      data: { after: expireAfter.string, workload: `${protectedWorkload.kind} ${protectedWorkload.name}` },
      at: expireAfter,
      part: 'entry',
      related: [
        { at: rootOf(protectedWorkload).get(...path), part: 'entry', message: 'this keeps its node' },
      ],
    });
  },
});
