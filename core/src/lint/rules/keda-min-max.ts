import { scaledObjectPaths, scaledObjectView } from '../../apis/keda.ts';
import { scaledObject } from '../../apis/kinds.ts';
import { replaceValue } from '../fix.ts';
import { kedaSource } from '../links.ts';
import { defineRule } from '../rule.ts';

export const kedaMinMax = defineRule({
  id: 'keda-min-max',
  meta: {
    summary:
      'A ScaledObject has minReplicaCount above maxReplicaCount, or idleReplicaCount not below the minimum.',
    why: "KEDA's admission webhook rejects the object; without the webhook it is not ready and scales nothing.",
    remediation: 'Keep idleReplicaCount below minReplicaCount, and that at most maxReplicaCount.',
    severity: 'error',
    category: 'keda',
    preset: 'recommended',
    appliesTo: [scaledObject],
    fix: 'suggestion',
    rejectedBy: 'KEDA admission webhook',
    messages: {
      crossed: 'minReplicaCount {min} is greater than maxReplicaCount {max}',
      idle: 'idleReplicaCount {idle} must be less than minReplicaCount {min}',
    },
    references: [
      kedaSource(
        'apis/keda/v1alpha1/scaledobject_types.go',
        'KEDA: CheckReplicaCountBoundsAreValid (2.20.2)',
      ),
    ],
  },
  check({ resource, root, report }) {
    const view = scaledObjectView(resource.object);
    if (!view) return;
    const { minReplicaCount: min, maxReplicaCount: max, idleReplicaCount: idle } = view;
    const minField = root.get(...scaledObjectPaths.minReplicaCount);
    const maxField = root.get(...scaledObjectPaths.maxReplicaCount);
    if (min > max) {
      const at = minField.exists ? minField : maxField;
      report({
        messageId: 'crossed',
        data: { min, max },
        at,
        fixes: maxField.exists
          ? replaceValue('suggestion', `Raise maxReplicaCount to ${min}`, maxField, min)
          : [],
      });
    }
    if (idle !== undefined && idle >= min) {
      const at = root.get(...scaledObjectPaths.idleReplicaCount);
      report({ messageId: 'idle', data: { idle, min }, at });
    }
  },
});
