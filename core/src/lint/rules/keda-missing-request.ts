import { effectiveRequest } from '../../apis/effective-requests.ts';
import { scaledObjectPaths, scaledObjectView } from '../../apis/keda.ts';
import { scaledObject } from '../../apis/kinds.ts';
import { rootOf } from '../field.ts';
import { kedaSource, thread } from '../links.ts';
import { measuredRequest, requestMeasured } from '../requests-from-usage.ts';
import { defineRule } from '../rule.ts';

export const kedaMissingRequest = defineRule({
  id: 'keda-missing-request',
  meta: {
    summary: 'A ScaledObject scales on CPU or memory and a container of its target has no request for it.',
    why: "KEDA's admission webhook rejects the object; without the webhook the HPA that KEDA makes never scales on that metric.",
    remediation: 'Give every container of the target a request, or name one that has it (containerName).',
    severity: 'error',
    category: 'keda',
    preset: 'recommended',
    appliesTo: [scaledObject],
    needs: ['workspace'],
    fix: 'suggestion',
    rejectedBy: 'KEDA admission webhook',
    messages: { missing: 'the {resource} trigger needs a {resource} request on {containers} of {target}' },
    references: [
      kedaSource('apis/keda/v1alpha1/scaledobject_webhook.go', 'KEDA: verifyCPUMemoryScalers (2.20.2)'),
      thread('kubernetes/kubernetes', 79365, 'missing request for cpu'),
    ],
  },
  check({ resource, root, workspace, usage, report }) {
    const view = scaledObjectView(resource.object);
    const target = workspace.targetOf(resource);
    const template = target && workspace.workloadOf(target)?.template;
    if (!view || !template) return;
    const limitRanges = workspace.limitRangesFor(target);
    view.triggers.forEach(({ type, metadata }, index) => {
      // For an average value the HPA needs no request; the webhook wants one all the same.
      if (type !== 'cpu' && type !== 'memory') return;
      const measured = template.containers.filter(
        ({ name }) => metadata.containerName === undefined || name === metadata.containerName,
      );
      const missing = measured.filter(
        (container) => !effectiveRequest(template, container, type, limitRanges),
      );
      if (missing.length === 0) return;
      report({
        messageId: 'missing',
        data: {
          resource: type,
          containers: missing.map(({ name }) => name).join(', '),
          target: `${target.kind} ${target.name}`,
        },
        at: root.get(...scaledObjectPaths.triggers, index, 'type'),
        related: missing.map(({ name, path }) => {
          const found = measuredRequest(usage, target, name, type);
          const reason = 'missing' in found ? `, and ${found.missing}` : '';
          return {
            at: rootOf(target).get(...path),
            part: 'key' as const,
            message: `container "${name}" has none${reason}`,
          };
        }),
        fixes: requestMeasured(usage, target, missing, type),
      });
    });
  },
});
