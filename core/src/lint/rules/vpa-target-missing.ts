import { isKind } from '../../apis/kinds.ts';
import { vpaPaths } from '../../apis/vpa.ts';
import { workloadKinds } from '../../apis/workload.ts';
import { nearest } from '../../units/nearest.ts';
import { replaceValue } from '../fix.ts';
import { defineRule } from '../rule.ts';
import { scaleTargetField, scaleTargetOf } from '../scale-target.ts';
import { vpaMeta, vpaValidation } from '../vpa-meta.ts';

export const vpaTargetMissing = defineRule({
  id: 'vpa-target-missing',
  meta: {
    ...vpaMeta,
    summary: 'A VPA has no targetRef, or one to a workload that does not exist.',
    why: 'The VPA reports ConfigUnsupported or NoPodsMatched and recommends nothing; without targetRef the webhook rejects it.',
    remediation: 'Correct the name, the kind or the namespace, or remove the VPA.',
    severity: 'warning',
    needs: ['workspace'],
    fix: 'suggestion',
    messages: {
      none: 'the VPA has no targetRef{leftover}',
      missing: 'there is no {kind} {name} in {searched}{suggestion}',
    },
    references: [vpaValidation],
  },
  check({ resource: vpa, root, workspace, report }) {
    const target = scaleTargetOf(vpa);
    if (!root.get(...vpaPaths.targetRef).exists) {
      const selector = root.get('spec', 'selector');
      const leftover = selector.exists ? ': selector is a field of v1beta1' : '';
      report({
        messageId: 'none',
        data: { leftover },
        at: selector.exists ? selector : root.get('spec'),
        part: 'key',
        severity: 'error',
      });
      return;
    }
    if (!target || !workspace.isComplete || !workloadKinds.some((kind) => isKind(kind, target))) return;
    const exists =
      workspace.index.find(target, vpa.namespace, target.name).length > 0 ||
      workspace.findInCluster(target, vpa.namespace) !== undefined;
    if (exists) return;
    const meant = nearest(
      target.name,
      workspace.index.ofKind(target).map(({ name }) => name),
    );
    const at = scaleTargetField(vpa).get('name');
    report({
      messageId: 'missing',
      data: {
        kind: target.kind,
        name: target.name,
        searched: workspace.describe(vpa.namespace),
        suggestion: meant === undefined ? '' : `; did you mean ${meant}?`,
      },
      at,
      fixes: meant === undefined ? [] : replaceValue('suggestion', `Write ${meant}`, at, meant),
    });
  },
});
