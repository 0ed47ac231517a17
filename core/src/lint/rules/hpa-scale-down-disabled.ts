import { horizontalPodAutoscaler } from '../../apis/kinds.ts';
import { removal } from '../fix.ts';
import { behaviorsOf } from '../hpa-behavior.ts';
import { hpaGuide, thread } from '../links.ts';
import { defineRule } from '../rule.ts';

export const hpaScaleDownDisabled = defineRule({
  id: 'hpa-scale-down-disabled',
  meta: {
    summary: 'An HPA may add replicas and never removes any.',
    why: 'Every peak stays paid for: replicas grow towards maxReplicas until somebody lowers them by hand.',
    remediation: 'Slow scale-down with a policy and a stabilization window instead of disabling it.',
    severity: 'warning',
    category: 'hpa',
    preset: 'recommended',
    appliesTo: [horizontalPodAutoscaler],
    checksPatches: true,
    fix: 'suggestion',
    messages: { disabled: 'scale-down is disabled: replicas only ever grow' },
    references: [
      hpaGuide,
      thread('kubernetes/kubernetes', 122059, 'HPA pairs, one of them with scale-down disabled'),
    ],
  },
  check({ resource, report }) {
    for (const { direction, rules } of behaviorsOf(resource)) {
      const select = rules.get('selectPolicy');
      if (direction === 'scaleDown' && select.string === 'Disabled') {
        const fixes = removal('suggestion', 'Allow scale-down, as is the default', select);
        report({ messageId: 'disabled', at: select, fixes });
      }
    }
  },
});
