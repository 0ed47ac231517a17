import type { ClusterAutoscalerView } from '../apis/cluster-autoscaler.ts';
import type { LintSettings } from './settings.ts';
import { isAtLeast, type MinorVersion, parseMinorVersion } from './versions/minor-version.ts';

/** The release of a Cluster Autoscaler: by its image's tag, else as configured. */
export function clusterAutoscalerVersion(
  { imageTag }: ClusterAutoscalerView,
  settings: LintSettings,
): MinorVersion | undefined {
  return taggedVersion(imageTag) ?? settings.clusterAutoscalerVersion;
}

/**
 * The release that an image's tag names. Below 1.12 releases were not numbered as those of Kubernetes, and such a tag is more often a vendor's own
 * number (cluster-autoscaler/README.md, Releases).
 */
export function taggedVersion(imageTag: string | undefined): MinorVersion | undefined {
  const version = imageTag === undefined ? undefined : parseMinorVersion(imageTag);
  return version && isAtLeast(version, '1.12') ? version : undefined;
}
