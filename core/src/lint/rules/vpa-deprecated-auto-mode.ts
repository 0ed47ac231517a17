import { vpaPaths } from '../../apis/vpa.ts';
import { replaceValue } from '../fix.ts';
import { thread } from '../links.ts';
import { defineRule } from '../rule.ts';
import { vpaMeta, vpaValidation } from '../vpa-meta.ts';

export const vpaDeprecatedAutoMode = defineRule({
  id: 'vpa-deprecated-auto-mode',
  meta: {
    ...vpaMeta,
    summary: 'A VPA uses the deprecated update mode Auto.',
    why: 'Auto acts as Recreate today and will be removed; the admission webhook warns at each apply.',
    remediation:
      'Write Recreate, which is the same, or InPlaceOrRecreate to resize without a restart where possible.',
    severity: 'warning',
    checksPatches: true,
    fix: 'safe',
    messages: { auto: 'update mode Auto is deprecated and the same as Recreate' },
    references: [vpaValidation, thread('kubernetes/autoscaler', 8424, 'deprecate the update mode Auto')],
  },
  check({ root, report }) {
    const mode = root.get(...vpaPaths.updateMode);
    if (mode.string !== 'Auto') return;
    report({
      messageId: 'auto',
      at: mode,
      fixes: [
        ...replaceValue('safe', 'Write Recreate, which is the same', mode, 'Recreate'),
        ...replaceValue('suggestion', 'Resize in place where possible', mode, 'InPlaceOrRecreate'),
      ],
    });
  },
});
