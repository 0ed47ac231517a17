import { offerFix, writeValue } from '../fix.ts';
import { defineRule } from '../rule.ts';
import { vpaRejected, vpaValidation } from '../vpa-meta.ts';

export const vpaUpdateModeRequired = defineRule({
  id: 'vpa-update-mode-required',
  meta: {
    ...vpaRejected,
    summary: 'A VPA has an updatePolicy without updateMode.',
    remediation: 'Write the mode; what is meant without one is Recreate.',
    fix: 'suggestion',
    messages: { missing: 'updatePolicy needs updateMode' },
    references: [vpaValidation],
  },
  check({ root, report }) {
    const policy = root.get('spec', 'updatePolicy');
    if (!policy.exists || policy.get('updateMode').exists) return;
    const mode = policy.get('updateMode');
    report({
      messageId: 'missing',
      at: policy,
      part: 'key',
      fixes: ['Recreate', 'InPlaceOrRecreate'].flatMap((value) =>
        offerFix('suggestion', `Write updateMode: ${value}`, writeValue(mode, value)),
      ),
    });
  },
});
