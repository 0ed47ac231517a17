import { lastFlag } from '../../apis/command-line-flag.ts';
import { clusterAutoscalerFlags, clusterAutoscalerMeta } from '../cluster-autoscaler-meta.ts';
import { clusterAutoscalerVersion } from '../cluster-autoscaler-version.ts';
import { clusterAutoscalersIn } from '../cluster-autoscalers.ts';
import { offerFix } from '../fix.ts';
import { addFlag } from '../flag-fixes.ts';
import { defineRule } from '../rule.ts';
import { isAtLeast } from '../versions/minor-version.ts';

export const caExpanderDefaultDrift = defineRule({
  id: 'ca-expander-default-drift',
  meta: {
    ...clusterAutoscalerMeta,
    summary: 'Cluster Autoscaler before 1.33 is not told which expander to use.',
    why: 'The default is random before 1.33 and least-waste from there on: the upgrade changes which nodes are bought.',
    remediation: 'Write --expander=random to keep the choice, or --expander=least-waste to make it now.',
    severity: 'info',
    preset: 'strict',
    fix: 'suggestion',
    messages: { drift: 'no --expander is set: random now, least-waste from 1.33 on' },
    references: [clusterAutoscalerFlags],
  },
  check({ resource, root, settings, report }) {
    for (const autoscaler of clusterAutoscalersIn(resource)) {
      const version = clusterAutoscalerVersion(autoscaler, settings);
      if (!version || isAtLeast(version, '1.33') || lastFlag(autoscaler.flags, 'expander')) continue;
      const fixes = offerFix(
        'suggestion',
        'Keep random: --expander=random',
        ...addFlag(root, autoscaler.flags, 'expander', 'random'),
      );
      report({ messageId: 'drift', at: root.get(...autoscaler.container.path), part: 'key', fixes });
    }
  },
});
