import { scaledObjectView } from '../../apis/keda.ts';
import { horizontalPodAutoscaler, scaledObject } from '../../apis/kinds.ts';
import { rootOf } from '../field.ts';
import { kedaSource, thread } from '../links.ts';
import { defineRule } from '../rule.ts';
import { scaleTargetField } from '../scale-target.ts';

const transfer = 'scaledobject.keda.sh/transfer-hpa-ownership';
/** On an HPA, `false`: KEDA's webhook does not look at it. */
const ownership = 'validations.keda.sh/hpa-ownership';

export const kedaHpaConflict = defineRule({
  id: 'keda-hpa-conflict',
  meta: {
    summary: 'A ScaledObject and an HPA scale the same workload.',
    why: 'KEDA makes an HPA of its own: both then report AmbiguousSelector and neither scales.',
    remediation:
      'Remove the HPA, or hand it over with the annotation scaledobject.keda.sh/transfer-hpa-ownership and its name in advanced.horizontalPodAutoscalerConfig.name.',
    severity: 'error',
    category: 'keda',
    preset: 'recommended',
    appliesTo: [scaledObject],
    needs: ['workspace'],
    fix: 'none',
    rejectedBy: 'KEDA admission webhook',
    messages: { conflict: '{target} is also scaled by HPA {hpa}: neither will act' },
    references: [
      kedaSource('apis/keda/v1alpha1/scaledobject_webhook.go', 'KEDA: verifyHpas (2.20.2)'),
      thread('kedacore/keda', 5825, 'ScaledObject and HPA on the same deployment'),
    ],
  },
  check({ resource, root, workspace, report }) {
    const view = scaledObjectView(resource.object);
    const isTransfer = root.get('metadata', 'annotations', transfer).string === 'true';
    const others = workspace
      .sharingTarget(resource, horizontalPodAutoscaler)
      .filter((hpa) => rootOf(hpa).get('metadata', 'annotations', ownership).string !== 'false')
      .filter((hpa) => !(isTransfer && hpa.name === view?.hpaName));
    const [hpa] = others;
    if (!hpa || !view?.scaleTargetRef) return;
    report({
      messageId: 'conflict',
      data: { target: `${view.scaleTargetRef.kind} ${view.scaleTargetRef.name}`, hpa: hpa.name },
      at: scaleTargetField(resource).get('name'),
      severity: others.some((other) => workspace.areSurelyTogether(resource, other)) ? 'error' : 'warning',
      related: others.map((other) => ({
        at: scaleTargetField(other).get('name'),
        message: `HPA ${other.name} scales it too`,
      })),
    });
  },
});
