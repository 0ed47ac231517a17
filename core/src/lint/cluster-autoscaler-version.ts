import type { ClusterAutoscalerView } from '../apis/cluster-autoscaler.ts';
import type { LintSettings } from './settings.ts';
import { type MinorVersion, parseMinorVersion } from './versions/minor-version.ts';

/** The release of a Cluster Autoscaler: by its image's tag, else as configured. */
export function clusterAutoscalerVersion(
  { imageTag }: ClusterAutoscalerView,
  settings: LintSettings,
): MinorVersion | undefined {
  return (
    (imageTag === undefined ? undefined : parseMinorVersion(imageTag)) ?? settings.clusterAutoscalerVersion
  );
}
