import { persistentVolume, persistentVolumeClaim } from '../apis/kinds.ts';
import { persistentVolumeClaimView, persistentVolumeView } from '../apis/persistent-volume.ts';
import type { PodView } from '../apis/pod.ts';
import type { VolumeView } from '../apis/pod-template.ts';
import type { ClusterSource, SourceCallOptions } from '../ports/index.ts';
import type { BoundVolume } from '../scheduling/index.ts';
import { listUnlessRefused } from './nodes/unless-refused.ts';

/** The volumes that the claims of a pod are bound to: they hold it to the nodes that reach them. */
export type VolumesOf = (pod: PodView) => readonly BoundVolume[];

/**
 * Reads claims and volumes where some pod has a claim. A claim that waits for its first pod holds it nowhere. Where they may not
 * be read pods count as without volumes, which is added to the notes.
 */
export async function readBoundVolumes(
  cluster: ClusterSource,
  pods: readonly PodView[],
  options: SourceCallOptions,
  notes: string[],
): Promise<VolumesOf> {
  if (!pods.some((pod) => claimsOf(pod).length > 0)) return () => [];
  const loses = 'volumes hold no pod to their zone';
  const [claims, volumes] = await Promise.all([
    listUnlessRefused(cluster, persistentVolumeClaim, options, notes, loses),
    listUnlessRefused(cluster, persistentVolume, options, notes, loses),
  ]);
  const byName = new Map(
    volumes.flatMap((object) => {
      const view = persistentVolumeView(object);
      return view ? [[view.metadata.name ?? '', view] as const] : [];
    }),
  );
  const bound = new Map(
    claims.flatMap((object): [string, BoundVolume][] => {
      const claim = persistentVolumeClaimView(object);
      const volume = byName.get(claim?.volumeName ?? '');
      if (!claim || !volume) return [];
      const { nodeSelectorTerms, metadata } = volume;
      const { namespace = 'default', name = '' } = claim.metadata;
      const found = {
        name: metadata.name ?? '',
        labels: metadata.labels,
        ...(nodeSelectorTerms && { nodeSelectorTerms }),
      };
      return [[`${namespace}/${name}`, found]];
    }),
  );
  return (pod) => claimsOf(pod).flatMap((claim) => bound.get(claim) ?? []);
}

/** `namespace/name` of the claims of a pod. */
function claimsOf({ metadata: { namespace = 'default', name = '' }, template }: PodView): readonly string[] {
  return template.volumes.flatMap((volume) => {
    const claim = claimName(volume, name);
    return claim === undefined ? [] : [`${namespace}/${claim}`];
  });
}

function claimName({ name, source, claimName: own }: VolumeView, pod: string): string | undefined {
  return source === 'ephemeral' ? `${pod}-${name}` : own;
}
