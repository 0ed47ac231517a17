import { lint, type LintResult, type LintSettings, rules } from '@kubectl-autoscale/core/lint';
import { createWorkspaceIndex, type GroupKind, type SourceFile } from '@kubectl-autoscale/core/manifest';

import type { LiveManifests } from '../composition/cluster-manifests.ts';

/** Objects that rules look things up in, beside those that they are about. */
const lookedUp: readonly GroupKind[] = [
  { group: '', kind: 'LimitRange' },
  { group: '', kind: 'ResourceQuota' },
  { group: '', kind: 'Node' },
  { group: 'scheduling.k8s.io', kind: 'PriorityClass' },
  { group: 'karpenter.sh', kind: 'NodePool' },
];

/** Mistakes of files alone. A live object's replicas are what its autoscaler wrote last. */
const aboutFiles = ['replicas-set-with-hpa', 'replicas-outside-hpa-range'] as const;

/** What a live lint has to read: the kinds of all rules but ConfigMaps, which are many and mostly somebody else's. */
export function liveKinds(): readonly GroupKind[] {
  const all = [...rules.flatMap(({ meta }) => meta.appliesTo), ...lookedUp];
  const byKey = new Map(all.map((kind) => [`${kind.kind}.${kind.group}`, kind]));
  return [...byKey.values()].filter(({ kind, group }) => !(kind === 'ConfigMap' && group === ''));
}

export interface LiveLint {
  readonly result: LintResult;
  readonly files: ReadonlyMap<string, SourceFile>;
}

/**
 * Lints live objects. They are complete, so that what is not there does not exist, unless some may not be listed. The
 * cluster's version is used where none is given. The selection narrows what is reported, not what rules see.
 */
export function lintCluster(
  { files, version, forbidden }: LiveManifests,
  configured: LintSettings,
  isSelected: (labels: Readonly<Record<string, string>>) => boolean,
): LiveLint {
  const settings: LintSettings = {
    kubernetesVersion: { major: version.major, minor: version.minor },
    ...configured,
    scope: forbidden.length === 0 ? 'complete' : 'open',
    severities: {
      ...configured.severities,
      ...Object.fromEntries(aboutFiles.map((rule) => [rule, 'off' as const])),
    },
  };
  const reportOn = files.filter(({ labels }) => isSelected(labels)).map(({ file }) => file.path);
  const index = createWorkspaceIndex(files.map(({ file }) => file));
  const result = lint(index, { settings, reportOn });
  // A live object has no file to edit.
  const findings = result.findings.map((finding) => ({ ...finding, fixes: [] }));
  return { result: { ...result, findings }, files: index.files };
}
