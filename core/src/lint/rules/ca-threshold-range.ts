import type { CommandLineFlag } from '../../apis/command-line-flag.ts';
import { deployment } from '../../apis/kinds.ts';
import { clusterAutoscalersIn } from '../cluster-autoscalers.ts';
import type { Field } from '../field.ts';
import { type FixOffer, offerFix } from '../fix.ts';
import { setFlag } from '../flag-fixes.ts';
import { clusterAutoscalerSource } from '../links.ts';
import { defineRule } from '../rule.ts';

const thresholds = new Set(['scale-down-utilization-threshold', 'scale-down-gpu-utilization-threshold']);

export const caThresholdRange = defineRule({
  id: 'ca-threshold-range',
  meta: {
    summary: 'A scale-down utilization threshold of Cluster Autoscaler is not between 0 and 1.',
    why: 'The flag is a fraction without a range check: 50 makes every node a candidate for removal, a negative value none.',
    remediation: 'Write the threshold as a fraction: 0.5 for 50 %.',
    severity: 'error',
    category: 'cluster-autoscaler',
    preset: 'recommended',
    appliesTo: [deployment],
    checksPatches: true,
    fix: 'suggestion',
    messages: { range: '--{flag} is a fraction from 0 to 1, not {value}' },
    references: [
      clusterAutoscalerSource('config/flags/flags.go', 'Cluster Autoscaler: flag definitions (1.36.1)'),
      clusterAutoscalerSource(
        'core/scaledown/eligibility/eligibility.go',
        'Cluster Autoscaler: utilization against the threshold (1.36.1)',
      ),
    ],
  },
  check({ resource, root, report }) {
    for (const flag of clusterAutoscalersIn(resource).flatMap((autoscaler) => autoscaler.flags)) {
      const value = thresholds.has(flag.name) ? fraction(flag.value) : undefined;
      if (value === undefined || (value >= 0 && value <= 1)) continue;
      report({
        messageId: 'range',
        data: { flag: flag.name, value: flag.value ?? '' },
        at: root.get(...flag.valuePath),
        fixes: asPercentage(root, flag, value),
      });
    }
  },
});

function fraction(text: string | undefined): number | undefined {
  return text !== undefined && /^-?\d*\.?\d+$/.test(text) ? Number(text) : undefined;
}

/** 50 was meant as 50 %; anything else outside the range has no obvious meaning. */
function asPercentage(root: Field, flag: CommandLineFlag, value: number): readonly FixOffer[] {
  if (value <= 1 || value > 100) return [];
  const meant = String(value / 100);
  return offerFix('suggestion', `Write ${meant}`, setFlag(root, flag, meant));
}
