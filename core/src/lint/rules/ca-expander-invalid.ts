import { lastFlag } from '../../apis/command-line-flag.ts';
import { nearest } from '../../units/nearest.ts';
import { clusterAutoscalerMeta } from '../cluster-autoscaler-meta.ts';
import { clusterAutoscalersIn } from '../cluster-autoscalers.ts';
import { EXPANDERS } from '../expanders.ts';
import { offerFix } from '../fix.ts';
import { setFlag } from '../flag-fixes.ts';
import { clusterAutoscalerSource } from '../links.ts';
import { defineRule } from '../rule.ts';

/** Providers whose `Pricing()` is not implemented in 1.36, so that the price expander ends the process. */
const withoutPrices = new Set(['aws', 'azure']);

export const caExpanderInvalid = defineRule({
  id: 'ca-expander-invalid',
  meta: {
    ...clusterAutoscalerMeta,
    summary:
      'The --expander of Cluster Autoscaler names an unknown expander, one twice, or one that can never be asked.',
    why: 'The container exits with "Failed to create autoscaler" and crash-loops: no node is added or removed.',
    remediation: 'List each expander once, with random last if at all.',
    severity: 'error',
    checksPatches: true,
    fix: 'suggestion',
    messages: {
      unknown: 'there is no expander {name}{suggestion}',
      twice: 'expander {name} is listed twice',
      never: 'expander {name} comes after random, which leaves nothing to decide',
      price: 'cloud provider {cloud} has no prices, so the price expander ends the process',
    },
    references: [
      clusterAutoscalerSource(
        'expander/factory/expander_factory.go',
        'Cluster Autoscaler: how expanders are chained (1.36.1)',
      ),
    ],
  },
  check({ resource, root, report }) {
    for (const { flags } of clusterAutoscalersIn(resource)) {
      const flag = lastFlag(flags, 'expander');
      if (flag?.value === undefined || flag.value.includes('$')) continue;
      const at = root.get(...flag.valuePath);
      const cloud = lastFlag(flags, 'cloud-provider')?.value ?? '';
      const names = flag.value.split(',');
      const write = (expanders: readonly string[]) => {
        const value = expanders.join(',');
        return offerFix('suggestion', `Write ${value}`, setFlag(root, flag, value));
      };
      for (const [index, name] of names.entries()) {
        const before = names.slice(0, index);
        if (!EXPANDERS.includes(name)) {
          const meant = nearest(name, EXPANDERS);
          const suggestion =
            meant === undefined ? `: known are ${EXPANDERS.join(', ')}` : `; did you mean ${meant}?`;
          const fixes = meant === undefined ? [] : write(names.with(index, meant));
          report({ messageId: 'unknown', data: { name, suggestion }, at, fixes });
        } else if (before.includes(name)) {
          report({ messageId: 'twice', data: { name }, at, fixes: write(names.toSpliced(index, 1)) });
        } else if (before.includes('random')) {
          report({ messageId: 'never', data: { name }, at, fixes: write(names.toSpliced(index, 1)) });
        } else if (name === 'price' && withoutPrices.has(cloud)) {
          report({ messageId: 'price', data: { cloud }, at });
        }
      }
    }
  },
});
