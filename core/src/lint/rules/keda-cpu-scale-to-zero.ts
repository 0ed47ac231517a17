import { scaledObjectPaths, scaledObjectView } from '../../apis/keda.ts';
import { scaledObject } from '../../apis/kinds.ts';
import { replaceValue } from '../fix.ts';
import { kedaSource, thread } from '../links.ts';
import { defineRule } from '../rule.ts';

export const kedaCpuScaleToZero = defineRule({
  id: 'keda-cpu-scale-to-zero',
  meta: {
    summary: 'A ScaledObject with CPU or memory triggers only may scale to zero.',
    why: "Without pods there is no CPU to measure, so nothing would wake the workload; KEDA's admission webhook rejects it.",
    remediation: 'Set minReplicaCount to 1 or more, or add a trigger that works without pods.',
    severity: 'error',
    category: 'keda',
    preset: 'recommended',
    appliesTo: [scaledObject],
    fix: 'suggestion',
    rejectedBy: 'KEDA admission webhook',
    messages: { zero: 'minReplicaCount is 0 and {triggers} cannot wake a workload without pods' },
    references: [
      kedaSource('apis/keda/v1alpha1/scaledobject_webhook.go', 'KEDA: verifyCPUMemoryScalers (2.20.2)'),
      thread('kedacore/keda', 2446, 'CPU scaler and minReplicaCount 0'),
    ],
  },
  check({ resource, root, report }) {
    const view = scaledObjectView(resource.object);
    const types = view?.triggers.map(({ type }) => type) ?? [];
    if (!view || types.length === 0 || !types.every((type) => type === 'cpu' || type === 'memory')) return;
    if (view.minReplicaCount > 0) return;
    const min = root.get(...scaledObjectPaths.minReplicaCount);
    const triggers = root.get(...scaledObjectPaths.triggers);
    report({
      messageId: 'zero',
      data: { triggers: [...new Set(types)].join(' and ') },
      ...(min.exists ? { at: min } : { at: triggers, part: 'key' as const }),
      fixes: replaceValue('suggestion', 'Set minReplicaCount to 1', min, 1),
    });
  },
});
