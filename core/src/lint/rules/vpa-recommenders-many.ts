import { vpaPaths } from '../../apis/vpa.ts';
import { defineRule } from '../rule.ts';
import { vpaRejected, vpaValidation } from '../vpa-meta.ts';

export const vpaRecommendersMany = defineRule({
  id: 'vpa-recommenders-many',
  meta: {
    ...vpaRejected,
    summary: 'A VPA names more than one recommender.',
    remediation: 'Name one recommender, or none for the default.',
    checksPatches: true,
    fix: 'none',
    messages: { many: 'a VPA takes one recommender, not {count}' },
    references: [vpaValidation],
  },
  check({ root, report }) {
    const recommenders = root.get(...vpaPaths.recommenders);
    const count = recommenders.items.length;
    if (count > 1) report({ messageId: 'many', data: { count }, at: recommenders, part: 'key' });
  },
});
