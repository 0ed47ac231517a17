import { priorityExpanderConfigMap } from '../../apis/cluster-autoscaler.ts';
import { lastFlag } from '../../apis/command-line-flag.ts';
import { configMap } from '../../apis/kinds.ts';
import { findClusterAutoscalers, type FoundClusterAutoscaler } from '../cluster-autoscalers.ts';
import { rootOf } from '../field.ts';
import { type FixOffer, offerFix } from '../fix.ts';
import { addFlag, setFlag } from '../flag-fixes.ts';
import { clusterAutoscalerSource } from '../links.ts';
import { defineRule } from '../rule.ts';

export const caPriorityExpanderUnused = defineRule({
  id: 'ca-priority-expander-unused',
  meta: {
    summary:
      'The ConfigMap of the priority expander is there, and Cluster Autoscaler does not use that expander.',
    why: 'The priorities have no effect: node groups are chosen by the other expander.',
    remediation: 'Add priority to --expander, or remove the ConfigMap.',
    severity: 'warning',
    category: 'cluster-autoscaler',
    preset: 'strict',
    appliesTo: [configMap],
    needs: ['workspace'],
    fix: 'suggestion',
    messages: {
      unused: 'Cluster Autoscaler {name} uses the expander {expander}: these priorities have no effect',
    },
    references: [
      clusterAutoscalerSource(
        'expander/priority/readme.md',
        'Cluster Autoscaler: priority expander, how to use it (1.36.1)',
      ),
    ],
  },
  check({ resource, root, workspace, report }) {
    if (resource.name !== priorityExpanderConfigMap.name) return;
    const together = findClusterAutoscalers(workspace).filter(({ resource: other }) =>
      workspace.areAppliedTogether(resource, other),
    );
    const [first] = together;
    const expanders = together.map(({ view }) => lastFlag(view.flags, 'expander')?.value);
    if (!first || expanders.some((value) => value?.includes('priority') || value?.includes('$'))) return;
    report({
      messageId: 'unused',
      data: { name: first.resource.name, expander: expanders[0] ?? 'of its default' },
      at: root.get('metadata', 'name'),
      fixes: usePriority(first),
      related: [
        {
          at: rootOf(first.resource).get(...first.view.container.path),
          part: 'key',
          message: 'it runs here',
        },
      ],
    });
  },
});

/** Puts the priorities before the expander that decides now, which then breaks ties. */
function usePriority({ resource, view: { flags } }: FoundClusterAutoscaler): readonly FixOffer[] {
  const root = rootOf(resource);
  const flag = lastFlag(flags, 'expander');
  const value = flag?.value === undefined ? 'priority' : `priority,${flag.value}`;
  const steps = flag ? [setFlag(root, flag, value)] : addFlag(root, flags, 'expander', value);
  return offerFix('suggestion', `Use the expander ${value}`, ...steps);
}
