import { clusterAutoscalerFlags, clusterAutoscalerMeta } from '../cluster-autoscaler-meta.ts';
import { clusterAutoscalersIn } from '../cluster-autoscalers.ts';
import { defineRule } from '../rule.ts';

export const caResourceLimitsInvalid = defineRule({
  id: 'ca-resource-limits-invalid',
  meta: {
    ...clusterAutoscalerMeta,
    summary:
      'A min:max value of Cluster Autoscaler (--cores-total, --memory-total, --nodes) cannot be read or is crossed.',
    why: 'The container exits with "Failed to parse flags" and crash-loops: no node is added or removed.',
    remediation: 'Write two whole numbers, the smaller one first: 0:320.',
    severity: 'error',
    checksPatches: true,
    fix: 'none',
    messages: {
      form: '--{flag} is {form}, not {value}',
      crossed: '--{flag}: the minimum {min} is greater than the maximum {max}',
    },
    references: [clusterAutoscalerFlags],
  },
  check({ resource, root, report }) {
    for (const { name: flag, value, valuePath } of clusterAutoscalersIn(resource).flatMap(
      ({ flags }) => flags,
    )) {
      const form = forms.get(flag);
      if (form === undefined || value === undefined || /[$<[{]/.test(value)) continue;
      const at = root.get(...valuePath);
      const [, min = '', max = ''] = /^(\d+):(\d+)(?:$|:.)/.exec(value) ?? [];
      if (min === '') report({ messageId: 'form', data: { flag, form, value }, at });
      else if (Number(min) > Number(max)) report({ messageId: 'crossed', data: { flag, min, max }, at });
    }
  },
});

const forms: ReadonlyMap<string, string> = new Map([
  ['cores-total', '<min>:<max>'],
  ['memory-total', '<min>:<max> in GB'],
  ['nodes', '<min>:<max>:<name of the node group>'],
]);
