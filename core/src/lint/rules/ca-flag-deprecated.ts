import { clusterAutoscalerFlags, clusterAutoscalerMeta } from '../cluster-autoscaler-meta.ts';
import { clusterAutoscalerVersion } from '../cluster-autoscaler-version.ts';
import { clusterAutoscalersIn } from '../cluster-autoscalers.ts';
import { offerFix } from '../fix.ts';
import { dropFlag, renameFlag } from '../flag-fixes.ts';
import { defineRule } from '../rule.ts';
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
      for (const found of autoscaler.flags) {
        const { name: flag, value, path } = found;
        const at = root.get(...path);
        const data = { flag, version: formatMinorVersion(version) };
        if (flag === dra && value === 'false' && isAtLeast(version, '1.35')) {
          const fixes = offerFix('suggestion', `Remove --${flag}`, ...dropFlag(root, found));
          report({ messageId: 'fatal', data, at, severity: 'error', fixes });
          continue;
        }
        const deprecation = deprecationOf(flag, version);
        // Gone altogether: ca-flag-unknown.
        if (!deprecation || flagStatus(flag, version) !== 'known') continue;
        const { renamedTo, advice } = deprecation;
        const fixes =
          renamedTo === undefined
            ? []
            : offerFix('safe', `Rename it to --${renamedTo}`, renameFlag(root, found, renamedTo));
        report({ messageId: 'deprecated', data: { ...data, advice }, at, fixes });
      }
    }
  },
});
