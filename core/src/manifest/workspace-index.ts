import type { GroupKind } from './kubernetes-object.ts';
import type { Resource, SourceFile } from './source-file.ts';

/**
 * All files of a workspace and the objects in them. Immutable: `with` and `without` give a new index that shares every
 * untouched file. Objects are found by group and kind, never by apiVersion text.
 */
export interface WorkspaceIndex {
  readonly files: ReadonlyMap<string, SourceFile>;
  resources(): Iterable<Resource>;
  ofKind(groupKind: GroupKind): readonly Resource[];
  /** All objects of that name; a manifest without a namespace matches any namespace (it is set at apply time). */
  find(groupKind: GroupKind, namespace: string | undefined, name: string): readonly Resource[];
  with(...files: readonly SourceFile[]): WorkspaceIndex;
  without(...paths: readonly string[]): WorkspaceIndex;
}
