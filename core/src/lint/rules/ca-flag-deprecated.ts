import { clusterAutoscalerFlags, clusterAutoscalerMeta } from '../cluster-autoscaler-meta.ts';
import { clusterAutoscalerVersion } from '../cluster-autoscaler-version.ts';
import { clusterAutoscalersIn } from '../cluster-autoscalers.ts';
import { replaceScalar } from '../fix.ts';
import { defineRule } from '../rule.ts';
import { sourceText } from '../source-text.ts';
import { deprecationOf } from '../versions/cluster-autoscaler-deprecations.ts';
import { flagStatus } from '../versions/cluster-autoscaler-flags.ts';
import { formatMinorVersion, isAtLeast } from '../versions/minor-version.ts';

const dra = 'enable-dynamic-resource-allocation';

export const caFlagDeprecated = defineRule({
  id: 'ca-flag-deprecated',
  meta: {
    ...clusterAutoscalerMeta,
    summary: 'Cluster Autoscaler is given a flag that its release calls deprecated.',
    why: 'A later release drops the flag and then does not start: the upgrade fails.',
    remediation: 'Use the flag that replaces it.',
    severity: 'warning',
    checksPatches: true,
    fix: 'safe',
    messages: {
      deprecated: '--{flag} is deprecated in Cluster Autoscaler {version}: {advice}',
      fatal: 'Cluster Autoscaler {version} exits with --{flag}=false: remove the flag',
    },
    references: [clusterAutoscalerFlags],
  },
  check({ resource, root, settings, report }) {
    for (const autoscaler of clusterAutoscalersIn(resource)) {
      const version = clusterAutoscalerVersion(autoscaler, settings);
      if (!version) continue;
      for (const { name: flag, value, path } of autoscaler.flags) {
        const at = root.get(...path);
        const data = { flag, version: formatMinorVersion(version) };
        if (flag === dra && value === 'false' && isAtLeast(version, '1.35')) {
          report({ messageId: 'fatal', data, at, severity: 'error' });
          continue;
        }
        const deprecation = deprecationOf(flag, version);
        // Gone altogether: ca-flag-unknown.
        if (!deprecation || flagStatus(flag, version) !== 'known') continue;
        const { renamedTo, advice } = deprecation;
        const fixes =
          renamedTo === undefined
            ? []
            : replaceScalar(
                'safe',
                `Rename it to --${renamedTo}`,
                at,
                sourceText(at).replace(flag, renamedTo),
              );
        report({ messageId: 'deprecated', data: { ...data, advice }, at, fixes });
      }
    }
  },
});
