import { vpaPaths } from '../../apis/vpa.ts';
import { nearest } from '../../units/nearest.ts';
import { replaceValue } from '../fix.ts';
import { hasInjectedSidecars } from '../injected-sidecars.ts';
import { thread } from '../links.ts';
import { defineRule } from '../rule.ts';
import { vpaMeta } from '../vpa-meta.ts';

export const vpaUnknownContainer = defineRule({
  id: 'vpa-unknown-container',
  meta: {
    ...vpaMeta,
    summary: 'A container policy of a VPA names a container that the target does not have.',
    why: 'The policy is ignored without a word, and the containers that are there get the default policy: no bounds.',
    remediation: 'Name one of the containers, or use "*" for all the others.',
    severity: 'warning',
    needs: ['workspace'],
    fix: 'suggestion',
    messages: { unknown: '{target} has no container {container}: it has {containers}' },
    references: [
      thread('kubernetes/autoscaler', 5973, 'a container policy whose name matches nothing is ignored'),
    ],
  },
  check({ resource: vpa, root, workspace, report }) {
    const target = workspace.targetOf(vpa);
    const template = target && workspace.workloadOf(target)?.template;
    if (!template || hasInjectedSidecars(template)) return;
    const names = [...template.containers, ...template.initContainers].map(({ name }) => name);
    for (const policy of root.get(...vpaPaths.containerPolicies).items) {
      const field = policy.get('containerName');
      const container = field.string;
      if (container === undefined || container === '*' || names.includes(container)) continue;
      const meant = nearest(container, names) ?? (names.length === 1 ? names[0] : undefined);
      report({
        messageId: 'unknown',
        data: { target: `${target.kind} ${target.name}`, container, containers: names.join(', ') },
        at: field,
        fixes: meant === undefined ? [] : replaceValue('suggestion', `Write ${meant}`, field, meant),
      });
    }
  },
});
