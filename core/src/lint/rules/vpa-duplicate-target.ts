import { verticalPodAutoscaler } from '../../apis/kinds.ts';
import { defineRule } from '../rule.ts';
import { scaleTargetField } from '../scale-target.ts';
import { vpaLimitations, vpaMeta } from '../vpa-meta.ts';

export const vpaDuplicateTarget = defineRule({
  id: 'vpa-duplicate-target',
  meta: {
    ...vpaMeta,
    summary: 'Two VPAs match the same pods.',
    why: 'Which of the two sets the requests is undefined, and it may change at each restart.',
    remediation: 'Keep one VPA with a policy per container.',
    severity: 'error',
    needs: ['workspace'],
    fix: 'none',
    messages: { duplicate: '{target} also belongs to VPA {other}: which of them counts is undefined' },
    references: [vpaLimitations],
  },
  check({ resource: vpa, workspace, report }) {
    const others = workspace.sharingTarget(vpa, verticalPodAutoscaler);
    const [other] = others;
    if (!other) return;
    const reference = scaleTargetField(vpa);
    report({
      messageId: 'duplicate',
      data: { target: `${reference.get('kind').text} ${reference.get('name').text}`, other: other.name },
      at: reference.get('name'),
      severity: others.some((same) => workspace.areSurelyTogether(vpa, same)) ? 'error' : 'warning',
      related: others.map((same) => ({
        at: scaleTargetField(same).get('name'),
        message: `VPA ${same.name} has the same target`,
      })),
    });
  },
});
