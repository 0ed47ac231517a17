import { type GroupKind, groupOf } from '../manifest/kubernetes-object.ts';
import { dropUndefined } from './drop-undefined.ts';
import { type FieldPath, stringAt, valueAt } from './field-values.ts';

/** A `CrossVersionObjectReference`: what an HPA or VPA scales, or what an Object metric describes. */
export interface ObjectReference extends GroupKind {
  /** As written; absent where the reference names no version. */
  readonly apiVersion?: string;
  readonly name: string;
}

/**
 * `undefined` where the reference lacks a kind or a name. Without an apiVersion the group is the core group.
 */
export function objectReferenceAt(root: unknown, ...path: FieldPath): ObjectReference | undefined {
  const reference = valueAt(root, ...path);
  const kind = stringAt(reference, 'kind');
  const name = stringAt(reference, 'name');
  if (kind === undefined || name === undefined) return undefined;
  const apiVersion = stringAt(reference, 'apiVersion');
  return dropUndefined({ apiVersion, group: groupOf(apiVersion ?? ''), kind, name });
}
