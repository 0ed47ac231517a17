import { scaledObject } from '../../apis/kinds.ts';
import { kedaSource } from '../links.ts';
import { defineRule } from '../rule.ts';
import { scaleTargetField, scaleTargetOf } from '../scale-target.ts';

export const kedaDuplicateTarget = defineRule({
  id: 'keda-duplicate-target',
  meta: {
    summary: 'Two ScaledObjects scale the same workload.',
    why: "KEDA's admission webhook rejects the second; without the webhook there are two HPAs, and neither scales.",
    remediation: 'Put the triggers of both into one ScaledObject.',
    severity: 'error',
    category: 'keda',
    preset: 'recommended',
    appliesTo: [scaledObject],
    needs: ['workspace'],
    fix: 'none',
    rejectedBy: 'KEDA admission webhook',
    messages: { duplicate: '{target} is also scaled by ScaledObject {other}' },
    references: [
      kedaSource('apis/keda/v1alpha1/scaledobject_webhook.go', 'KEDA: verifyScaledObjects (2.20.2)'),
    ],
  },
  check({ resource, workspace, report }) {
    const target = scaleTargetOf(resource);
    const others = workspace.sharingTarget(resource, scaledObject);
    const [other] = others;
    if (!target || !other) return;
    report({
      messageId: 'duplicate',
      data: { target: `${target.kind} ${target.name}`, other: other.name },
      at: scaleTargetField(resource).get('name'),
      severity: others.some((same) => workspace.areSurelyTogether(resource, same)) ? 'error' : 'warning',
      related: others.map((same) => ({
        at: scaleTargetField(same).get('name'),
        message: `ScaledObject ${same.name} has the same target`,
      })),
    });
  },
});
