import { scaledObjectView } from '../../apis/keda.ts';
import { scaledObject } from '../../apis/kinds.ts';
import { kedaSource } from '../links.ts';
import { defineRule } from '../rule.ts';

export const kedaFallbackUnsupported = defineRule({
  id: 'keda-fallback-unsupported',
  meta: {
    summary: 'A ScaledObject has a fallback and only triggers that cannot use it.',
    why: "Fallback works on triggers of metricType AverageValue, never on CPU or memory; KEDA's admission webhook rejects it.",
    remediation: 'Remove the fallback, or add a trigger other than cpu and memory.',
    severity: 'error',
    category: 'keda',
    preset: 'recommended',
    appliesTo: [scaledObject],
    fix: 'none',
    rejectedBy: 'KEDA admission webhook',
    messages: {
      unsupported: 'fallback has no effect on {triggers} triggers',
      negative: '{field} {value} of the fallback is below 0',
    },
    references: [kedaSource('apis/keda/v1alpha1/scaledobject_types.go', 'KEDA: CheckFallbackValid (2.20.2)')],
  },
  check({ resource, root, report }) {
    const fallback = root.get('spec', 'fallback');
    const types = scaledObjectView(resource.object)?.triggers.map(({ type }) => type) ?? [];
    if (!fallback.exists || types.length === 0) return;
    for (const field of ['failureThreshold', 'replicas']) {
      const at = fallback.get(field);
      if ((at.integer ?? 0) < 0) report({ messageId: 'negative', data: { field, value: at.text }, at });
    }
    // The result of a formula is an average value, whatever the triggers in it are.
    if (root.get('spec', 'advanced', 'scalingModifiers').entries.length > 0) return;
    if (!types.every((type) => type === 'cpu' || type === 'memory')) return;
    report({
      messageId: 'unsupported',
      data: { triggers: [...new Set(types)].join(' and ') },
      at: fallback,
      part: 'key',
    });
  },
});
