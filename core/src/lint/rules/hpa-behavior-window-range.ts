import { horizontalPodAutoscaler } from '../../apis/kinds.ts';
import { replaceValue } from '../fix.ts';
import { behaviorsOf } from '../hpa-behavior.ts';
import { hpaValidation } from '../links.ts';
import { defineRule } from '../rule.ts';

/** `MaxStabilizationWindowSeconds` of the validation. */
const longestWindow = 3600;

export const hpaBehaviorWindowRange = defineRule({
  id: 'hpa-behavior-window-range',
  meta: {
    summary: 'A stabilization window of an HPA is not between 0 and 3600 seconds.',
    why: 'The API server rejects the object, so the last applied HPA, or none, stays in force.',
    remediation: 'Choose a window of at most one hour.',
    severity: 'error',
    category: 'hpa',
    preset: 'recommended',
    appliesTo: [horizontalPodAutoscaler],
    checksPatches: true,
    fix: 'safe',
    rejectedBy: 'kube-apiserver',
    messages: { range: 'stabilizationWindowSeconds {seconds} is not between 0 and 3600' },
    references: [hpaValidation],
  },
  check({ resource, report }) {
    for (const { rules } of behaviorsOf(resource)) {
      const window = rules.get('stabilizationWindowSeconds');
      const seconds = window.integer;
      if (seconds === undefined || (seconds >= 0 && seconds <= longestWindow)) continue;
      const nearest = seconds < 0 ? 0 : longestWindow;
      report({
        messageId: 'range',
        data: { seconds },
        at: window,
        fixes: replaceValue(
          'safe',
          `Set the window to ${nearest} s, the nearest that is accepted`,
          window,
          nearest,
        ),
      });
    }
  },
});
