import { lastFlag } from '../../apis/command-line-flag.ts';
import { clusterAutoscalerFlags, clusterAutoscalerMeta } from '../cluster-autoscaler-meta.ts';
import { clusterAutoscalersIn } from '../cluster-autoscalers.ts';
import { offerFix } from '../fix.ts';
import { dropFlag } from '../flag-fixes.ts';
import { defineRule } from '../rule.ts';

export const caDrainConflict = defineRule({
  id: 'ca-drain-conflict',
  meta: {
    ...clusterAutoscalerMeta,
    summary:
      'Cluster Autoscaler is given --drain-priority-config together with --max-graceful-termination-sec.',
    why: 'The container exits with "Invalid configuration" and crash-loops: no node is added or removed.',
    remediation: 'Keep one of the two flags.',
    severity: 'error',
    checksPatches: true,
    fix: 'suggestion',
    messages: {
      conflict: '--drain-priority-config does not go together with --max-graceful-termination-sec',
    },
    references: [clusterAutoscalerFlags],
  },
  check({ resource, root, report }) {
    for (const { flags } of clusterAutoscalersIn(resource)) {
      const config = lastFlag(flags, 'drain-priority-config');
      const seconds = lastFlag(flags, 'max-graceful-termination-sec');
      if (!config || !seconds) continue;
      report({
        messageId: 'conflict',
        at: root.get(...config.path),
        related: [{ at: root.get(...seconds.path), message: 'the other flag is here' }],
        fixes: [config, seconds].flatMap((flag) =>
          offerFix('suggestion', `Remove --${flag.name}`, ...dropFlag(root, flag)),
        ),
      });
    }
  },
});
