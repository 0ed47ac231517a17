import { horizontalPodAutoscaler } from '../../apis/kinds.ts';
import { removal } from '../fix.ts';
import { behaviorsOf } from '../hpa-behavior.ts';
import { hpaGuide } from '../links.ts';
import { defineRule } from '../rule.ts';

export const hpaScaleUpDisabled = defineRule({
  id: 'hpa-scale-up-disabled',
  meta: {
    summary: 'An HPA may remove replicas and never adds any.',
    why: 'The HPA cannot add capacity under load; after one quiet hour the workload stays at its minimum.',
    remediation: 'Limit scale-up with a policy instead of disabling it, or scale the workload by hand.',
    severity: 'warning',
    category: 'hpa',
    preset: 'strict',
    appliesTo: [horizontalPodAutoscaler],
    checksPatches: true,
    fix: 'suggestion',
    messages: { disabled: 'scale-up is disabled: replicas only ever shrink' },
    references: [hpaGuide],
  },
  check({ resource, report }) {
    for (const { direction, rules } of behaviorsOf(resource)) {
      const select = rules.get('selectPolicy');
      if (direction === 'scaleUp' && select.string === 'Disabled') {
        const fixes = removal('suggestion', 'Allow scale-up, as is the default', select);
        report({ messageId: 'disabled', at: select, fixes });
      }
    }
  },
});
