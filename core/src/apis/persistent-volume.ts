import type { KubernetesObject } from '../manifest/kubernetes-object.ts';
import { type NodeSelectorTerm, nodeSelectorTermsAt } from './affinity.ts';
import { dropUndefined } from './drop-undefined.ts';
import { stringAt } from './field-values.ts';
import { isOfKind, persistentVolume, persistentVolumeClaim } from './kinds.ts';
import { metadataOf, type ObjectMetadata } from './object-metadata.ts';

/** What a PersistentVolume says of the nodes that it can be reached from. */
export interface PersistentVolumeView {
  /** Older volumes tell zone and region by labels. */
  readonly metadata: ObjectMetadata;
  /** Alternatives; absent: any node. */
  readonly nodeSelectorTerms?: readonly NodeSelectorTerm[];
}

/** `undefined` for an object of another kind. */
export function persistentVolumeView(object: KubernetesObject): PersistentVolumeView | undefined {
  if (!isOfKind(object, persistentVolume)) return undefined;
  return dropUndefined({
    metadata: metadataOf(object),
    nodeSelectorTerms: nodeSelectorTermsAt(object, 'spec', 'nodeAffinity', 'required'),
  });
}

export interface PersistentVolumeClaimView {
  readonly metadata: ObjectMetadata;
  /** The volume that it is bound to; absent while it waits for one. */
  readonly volumeName?: string;
}

/** `undefined` for an object of another kind. */
export function persistentVolumeClaimView(object: KubernetesObject): PersistentVolumeClaimView | undefined {
  if (!isOfKind(object, persistentVolumeClaim)) return undefined;
  return dropUndefined({ metadata: metadataOf(object), volumeName: stringAt(object, 'spec', 'volumeName') });
}
