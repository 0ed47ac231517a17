import type { ClusterAutoscalerView } from '../../apis/cluster-autoscaler.ts';
import type { CommandLineFlag } from '../../apis/command-line-flag.ts';
import { deployment } from '../../apis/kinds.ts';
import { nearest } from '../../units/nearest.ts';
import { clusterAutoscalerVersion } from '../cluster-autoscaler-version.ts';
import { clusterAutoscalersIn } from '../cluster-autoscalers.ts';
import { offerFix } from '../fix.ts';
import { dropFlag, renameFlag } from '../flag-fixes.ts';
import { clusterAutoscalerSource } from '../links.ts';
import { defineRule, type RuleContext } from '../rule.ts';
import { flagsOf, flagStatus, isInFlagTable } from '../versions/cluster-autoscaler-flags.ts';
import { formatMinorVersion, type MinorVersion } from '../versions/minor-version.ts';

const messages = {
  removed: 'Cluster Autoscaler {version} has no --{flag}: it was removed in {release}',
  added: 'Cluster Autoscaler {version} has no --{flag}: it came with {release}',
  unknown: 'Cluster Autoscaler {version} has no --{flag}{suggestion}',
} as const;

export const caFlagUnknown = defineRule({
  id: 'ca-flag-unknown',
  meta: {
    summary: 'Cluster Autoscaler is given a flag that its release does not have.',
    why: 'The container exits at once with "unknown flag" and crash-loops: no node is added or removed.',
    remediation: 'Remove or rename the flag, or use the release that has it.',
    severity: 'error',
    category: 'cluster-autoscaler',
    preset: 'recommended',
    appliesTo: [deployment],
    checksPatches: true,
    fix: 'suggestion',
    messages,
    references: [
      clusterAutoscalerSource('config/flags/flags.go', 'Cluster Autoscaler: flag definitions (1.36.1)'),
    ],
  },
  check(context) {
    for (const autoscaler of clusterAutoscalersIn(context.resource)) {
      const version = clusterAutoscalerVersion(autoscaler, context.settings);
      if (!version || !isInFlagTable(version)) continue;
      for (const flag of autoscaler.flags) checkFlag(context, autoscaler, flag, version);
    }
  },
});

function checkFlag(
  { root, report }: RuleContext<typeof messages>,
  autoscaler: ClusterAutoscalerView,
  flag: CommandLineFlag,
  version: MinorVersion,
): void {
  const status = flagStatus(flag.name, version);
  if (status === 'known') return;
  const data = { version: formatMinorVersion(version), flag: flag.name };
  const remove = offerFix('suggestion', `Remove --${flag.name}`, ...dropFlag(root, flag));
  if (status !== 'unknown') {
    if ('removedIn' in status) {
      report({
        messageId: 'removed',
        data: { ...data, release: status.removedIn },
        at: root.get(...flag.path),
        fixes: remove,
      });
    } else {
      const at = root.get(...flag.path);
      report({ messageId: 'added', data: { ...data, release: status.addedIn }, at, fixes: remove });
    }
    return;
  }
  const meant = nearest(flag.name, flagsOf(version));
  // A build of somebody's own may have flags of its own; a slip of the pen is one in any build.
  if (meant === undefined && !isOfficialImage(autoscaler)) return;
  const suggestion = meant === undefined ? '' : `; did you mean --${meant}?`;
  const fixes =
    meant === undefined ? remove : offerFix('suggestion', `Write --${meant}`, renameFlag(root, flag, meant));
  report({ messageId: 'unknown', data: { ...data, suggestion }, at: root.get(...flag.path), fixes });
}

function isOfficialImage({ container }: ClusterAutoscalerView): boolean {
  return /^(registry\.k8s\.io|([a-z]+\.)?k8s\.gcr\.io|gcr\.io\/google-containers)\//.test(
    container.image ?? '',
  );
}
