import { groupOf } from '../manifest/kubernetes-object.ts';
import { dropUndefined } from './drop-undefined.ts';
import {
  booleanAt,
  type FieldPath,
  itemsAt,
  stringAt,
  stringMapAt,
  timeMsAt,
  valueAt,
} from './field-values.ts';

/** What an object's `metadata` says, read tolerantly. */
export interface ObjectMetadata {
  readonly name?: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly ownerReferences: readonly OwnerReference[];
  /** Epoch milliseconds. */
  readonly creationMs?: number;
  /** Set once deletion was asked for: when the object must be gone, epoch milliseconds. */
  readonly deletionMs?: number;
}

/** An entry of `metadata.ownerReferences`; the group stands in for the version. */
export interface OwnerReference {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  readonly uid?: string;
  /** True for the one owner that manages the object. */
  readonly controller: boolean;
}

/** Reads the `metadata` at `path`, by default the object's own. */
export function metadataOf(root: unknown, path: FieldPath = ['metadata']): ObjectMetadata {
  const metadata = valueAt(root, ...path);
  return dropUndefined({
    name: stringAt(metadata, 'name'),
    namespace: stringAt(metadata, 'namespace'),
    uid: stringAt(metadata, 'uid'),
    labels: stringMapAt(metadata, 'labels'),
    annotations: stringMapAt(metadata, 'annotations'),
    ownerReferences: itemsAt(metadata, 'ownerReferences').flatMap(readOwnerReference),
    creationMs: timeMsAt(metadata, 'creationTimestamp'),
    deletionMs: timeMsAt(metadata, 'deletionTimestamp'),
  });
}

function readOwnerReference(entry: unknown): readonly OwnerReference[] {
  const kind = stringAt(entry, 'kind');
  const name = stringAt(entry, 'name');
  if (kind === undefined || name === undefined) return [];
  const reference = dropUndefined({
    group: groupOf(stringAt(entry, 'apiVersion') ?? ''),
    kind,
    name,
    uid: stringAt(entry, 'uid'),
    controller: booleanAt(entry, 'controller') ?? false,
  });
  return [reference];
}
