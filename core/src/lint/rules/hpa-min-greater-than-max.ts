import { horizontalPodAutoscaler } from '../../apis/kinds.ts';
import { offerFix, replaceValue, writeValue } from '../fix.ts';
import { hpaValidation } from '../links.ts';
import { defineRule } from '../rule.ts';

export const hpaMinGreaterThanMax = defineRule({
  id: 'hpa-min-greater-than-max',
  meta: {
    summary: 'An HPA has minReplicas above maxReplicas or below 0, or maxReplicas below 1.',
    why: 'The API server rejects the object, so the last applied HPA, or none, stays in force.',
    remediation: 'Make maxReplicas the larger of the two.',
    severity: 'error',
    category: 'hpa',
    preset: 'recommended',
    appliesTo: [horizontalPodAutoscaler],
    checksPatches: true,
    fix: 'suggestion',
    rejectedBy: 'kube-apiserver',
    messages: {
      crossed: 'minReplicas {min} is greater than maxReplicas {max}',
      tooLow: 'maxReplicas {max} is below 1',
      negative: 'minReplicas {min} is below 0',
    },
    references: [hpaValidation],
  },
  check({ root, report }) {
    const min = root.get('spec', 'minReplicas');
    const max = root.get('spec', 'maxReplicas');
    if ((min.integer ?? 0) < 0) report({ messageId: 'negative', data: { min: min.text }, at: min });
    if (max.integer === undefined) return;
    if (max.integer < 1) {
      report({ messageId: 'tooLow', data: { max: max.integer }, at: max });
    } else if (min.integer !== undefined && min.integer > max.integer) {
      const [low, high] = [max.integer, min.integer];
      report({
        messageId: 'crossed',
        data: { min: min.integer, max: max.integer },
        at: min,
        related: [{ at: max, message: 'maxReplicas is set here' }],
        fixes: [
          ...replaceValue('suggestion', `Raise maxReplicas to ${high}`, max, high),
          ...offerFix(
            'suggestion',
            'Swap minReplicas and maxReplicas',
            writeValue(min, low),
            writeValue(max, high),
          ),
        ],
      });
    }
  },
});
