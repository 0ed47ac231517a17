import type { ClusterFinding } from '@kubectl-autoscale/core/advisor';
import type { Finding, LintSettings } from '@kubectl-autoscale/core/lint';
import type { ClusterSource } from '@kubectl-autoscale/core/ports';

import { readManifests } from '../composition/cluster-manifests.ts';
import { lintCluster, liveKinds } from './lint-cluster.ts';

/** What the linter finds in the objects of a cluster or a recording, for a report. */
export async function clusterFindings(
  cluster: ClusterSource,
  namespace: string | undefined,
  settings: LintSettings,
  options: { readonly signal: AbortSignal; readonly onProgress: (kind: string) => void },
): Promise<{ readonly findings: readonly ClusterFinding[]; readonly unread: readonly string[] }> {
  const manifests = await readManifests(cluster, {
    namespace,
    kinds: liveKinds(),
    signal: options.signal,
    onProgress: options.onProgress,
  });
  const { result } = lintCluster(manifests, settings, () => true);
  return { findings: liveFindings(result.findings), unread: manifests.forbidden };
}

/** Findings in live objects, which stand in files that are called after them. */
export function liveFindings(findings: readonly Finding[]): ClusterFinding[] {
  return findings.map(({ ruleId, severity, message, why, file }) => ({
    ...{ ruleId, severity, message, why },
    object: file,
  }));
}
