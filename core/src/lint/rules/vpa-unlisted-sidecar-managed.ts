import { vpaPaths } from '../../apis/vpa.ts';
import { appendTo, offerFix } from '../fix.ts';
import { thread } from '../links.ts';
import { defineRule } from '../rule.ts';
import { vpaMeta } from '../vpa-meta.ts';
import { updateModeOf } from '../vpa-policy.ts';

export const vpaUnlistedSidecarManaged = defineRule({
  id: 'vpa-unlisted-sidecar-managed',
  meta: {
    ...vpaMeta,
    summary: 'A VPA has policies for some containers of its target, and resizes the others without bounds.',
    why: 'Containers without a policy get the default one: requests and limits are set, and nothing bounds them.',
    remediation: 'Add a policy for "*", with mode "Off" to leave the other containers alone.',
    severity: 'info',
    preset: 'strict',
    needs: ['workspace'],
    fix: 'suggestion',
    messages: { unlisted: 'also resized, without bounds: {containers}' },
    references: [thread('gardener/gardener', 14009, 'guideline: a catch-all policy for sidecars')],
  },
  check({ resource: vpa, root, workspace, report }) {
    const policies = root.get(...vpaPaths.containerPolicies);
    const target = workspace.targetOf(vpa);
    const template = target && workspace.workloadOf(target)?.template;
    if (!template || policies.items.length === 0 || updateModeOf(vpa) === 'Off') return;
    const listed = policies.items.map((policy) => policy.get('containerName').string);
    if (listed.includes('*')) return;
    // The recommender samples no init container, so it does not resize sidecars among them either.
    const unlisted = template.containers.map(({ name }) => name).filter((name) => !listed.includes(name));
    if (unlisted.length === 0 || unlisted.length === template.containers.length) return;
    report({
      messageId: 'unlisted',
      data: { containers: unlisted.join(', ') },
      at: policies,
      part: 'key',
      fixes: offerFix(
        'suggestion',
        'Leave the other containers alone',
        appendTo(policies, { containerName: '*', mode: 'Off' }),
      ),
    });
  },
});
