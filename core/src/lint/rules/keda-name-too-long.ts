import { scaledObjectView } from '../../apis/keda.ts';
import { scaledObject } from '../../apis/kinds.ts';
import { kedaSource } from '../links.ts';
import { defineRule } from '../rule.ts';

const longest = 63;

export const kedaNameTooLong = defineRule({
  id: 'keda-name-too-long',
  meta: {
    summary:
      'The name of a ScaledObject, or of the HPA that KEDA makes from it, is longer than 63 characters.',
    why: 'KEDA writes both names into labels: its admission webhook rejects the object, or the HPA cannot be made.',
    remediation:
      'Shorten the name to 54 characters, or name the HPA in advanced.horizontalPodAutoscalerConfig.name.',
    severity: 'error',
    category: 'keda',
    preset: 'recommended',
    appliesTo: [scaledObject],
    fix: 'none',
    rejectedBy: 'KEDA admission webhook',
    messages: { long: '{name} has {length} characters; 63 are allowed' },
    references: [kedaSource('apis/keda/v1alpha1/scaledobject_webhook.go', 'KEDA: verifyName (2.20.2)')],
  },
  check({ resource, root, report }) {
    const { hpaName = '' } = scaledObjectView(resource.object) ?? {};
    const name = resource.name.length > longest ? resource.name : hpaName;
    if (name.length <= longest) return;
    report({ messageId: 'long', data: { name, length: name.length }, at: root.get('metadata', 'name') });
  },
});
