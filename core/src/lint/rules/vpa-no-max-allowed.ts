import { vpaPaths } from '../../apis/vpa.ts';
import { defineRule } from '../rule.ts';
import { vpaLimitations, vpaMeta } from '../vpa-meta.ts';
import { updateModeOf } from '../vpa-policy.ts';

export const vpaNoMaxAllowed = defineRule({
  id: 'vpa-no-max-allowed',
  meta: {
    ...vpaMeta,
    summary: 'A VPA that updates pods bounds no container from above.',
    why: 'A recommendation above what the largest node offers leaves the pod Pending.',
    remediation: 'Set maxAllowed for each container, or for "*", below the allocatable of your nodes.',
    severity: 'warning',
    fix: 'none',
    messages: { none: 'no container has maxAllowed: the VPA may ask for more than a node has' },
    references: [vpaLimitations],
  },
  check({ resource: vpa, root, report }) {
    if (updateModeOf(vpa) === 'Off' || !root.get(...vpaPaths.targetRef).exists) return;
    const policies = root.get(...vpaPaths.containerPolicies);
    const updating = policies.items.filter((policy) => policy.get('mode').string !== 'Off');
    if (updating.some((policy) => policy.get('maxAllowed').entries.length > 0)) return;
    // Every container is left alone.
    const isAllOff =
      policies.items.some((policy) => policy.get('containerName').string === '*') && updating.length === 0;
    if (isAllOff) return;
    const at = policies.exists ? policies : root.get('spec');
    report({ messageId: 'none', at, part: 'key' });
  },
});
