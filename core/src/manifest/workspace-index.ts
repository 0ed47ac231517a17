import { type GroupKey, KindBucket } from './kind-bucket.ts';
import type { GroupKind } from './kubernetes-object.ts';
import { OverlaidMap } from './overlaid-map.ts';
import type { Resource, SourceFile } from './source-file.ts';

/**
 * All files of a workspace and the objects in them. Immutable: `with` and `without` give a new index that shares every
 * untouched file. Objects are found by group and kind, never by apiVersion text.
 */
export interface WorkspaceIndex {
  readonly files: ReadonlyMap<string, SourceFile>;
  resources(): Iterable<Resource>;
  ofKind(groupKind: GroupKind): readonly Resource[];
  /**
   * The objects of a kind that `keyOf` gives this text. What it gives may depend on the object and its file alone; groups are
   * kept by the function itself, and a change of one file reads that file's objects only: pass the same function each time.
   */
  grouped(groupKind: GroupKind, keyOf: GroupKey, key: string): readonly Resource[];
  /**
   * A token of what `grouped`, or without a key `ofKind`, answers: the same in all indexes that share their history for as long as the
   * same {@link Resource.content} stands in the same files. Where it is the same, so is every conclusion that needs no place.
   */
  stateOf(groupKind: GroupKind, keyOf?: GroupKey, key?: string): unknown;
  /** All objects of that name; a manifest without a namespace matches any namespace (it is set at apply time). */
  find(groupKind: GroupKind, namespace: string | undefined, name: string): readonly Resource[];
  with(...files: readonly SourceFile[]): WorkspaceIndex;
  without(...paths: readonly string[]): WorkspaceIndex;
}

/**
 * An index of the given files; of two with one path the last counts. Objects are answered in the order of their files'
 * paths and their places therein, whatever order the files came in. Change many files in one call of `with`.
 */
export function createWorkspaceIndex(files: Iterable<SourceFile>): WorkspaceIndex {
  return PersistentIndex.of(files);
}

class PersistentIndex implements WorkspaceIndex {
  readonly files: OverlaidMap<string, SourceFile>;
  readonly #kinds: ReadonlyMap<string, KindBucket>;

  constructor(files: OverlaidMap<string, SourceFile>, kinds: ReadonlyMap<string, KindBucket>) {
    this.files = files;
    this.#kinds = kinds;
  }

  static of(files: Iterable<SourceFile>): WorkspaceIndex {
    const latest = new Map(Array.from(files, (file) => [file.path, file]));
    return new PersistentIndex(OverlaidMap.of<string, SourceFile>(new Map()), new Map()).#changed(
      latest.keys(),
      latest,
    );
  }

  *resources(): Iterable<Resource> {
    for (const path of [...this.files.keys()].sort()) yield* resourcesOf(this.files.get(path));
  }

  ofKind(groupKind: GroupKind): readonly Resource[] {
    return this.#kinds.get(keyOf(groupKind))?.all ?? [];
  }

  grouped(groupKind: GroupKind, groupKey: GroupKey, key: string): readonly Resource[] {
    return this.#kinds.get(keyOf(groupKind))?.grouped(groupKey, key) ?? [];
  }

  stateOf(groupKind: GroupKind, groupKey?: GroupKey, key = ''): unknown {
    const bucket = this.#kinds.get(keyOf(groupKind));
    return groupKey === undefined ? bucket?.state : bucket?.stateOf(groupKey, key);
  }

  find(groupKind: GroupKind, namespace: string | undefined, name: string): readonly Resource[] {
    const named = this.grouped(groupKind, nameOf, name);
    return named.filter((resource) => sameNamespace(resource.namespace, namespace));
  }

  with(...files: readonly SourceFile[]): WorkspaceIndex {
    const latest = new Map(files.map((file) => [file.path, file]));
    return this.#changed(latest.keys(), latest);
  }

  without(...paths: readonly string[]): WorkspaceIndex {
    return this.#changed(paths, new Map());
  }

  /** Replaces what stands at `paths` by what `next` holds there. Only the kinds that occur in it get a new bucket. */
  #changed(paths: Iterable<string>, next: ReadonlyMap<string, SourceFile>): WorkspaceIndex {
    const files = new Map<string, SourceFile | undefined>();
    const changes = new Map<string, Map<string, Resource[]>>();
    for (const path of paths) {
      const [before, after] = [this.files.get(path), next.get(path)];
      if (before === after) continue;
      for (const resource of resourcesOf(before)) changeAt(changes, resource, path);
      for (const resource of resourcesOf(after)) changeAt(changes, resource, path).push(resource);
      files.set(path, after);
    }
    const kinds = new Map(this.#kinds);
    for (const [key, changed] of changes) kinds.set(key, (kinds.get(key) ?? KindBucket.empty).with(changed));
    return new PersistentIndex(this.files.with(files), kinds);
  }
}

/** Two namespaces that can be the same one: a missing one is set at apply time and may be any. */
function sameNamespace(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b;
}

/** What {@link WorkspaceIndex.find} groups by. */
export function nameOf({ name }: Resource): string {
  return name;
}

/** What stands in a template exists in a form that nobody knows before it is rendered. */
function resourcesOf(file: SourceFile | undefined): readonly Resource[] {
  if (file === undefined || file.kind === 'template') return [];
  return file.documents.flatMap(({ resources }) => resources);
}

function changeAt(
  changes: Map<string, Map<string, Resource[]>>,
  groupKind: GroupKind,
  path: string,
): Resource[] {
  const key = keyOf(groupKind);
  const ofKind = changes.get(key) ?? new Map<string, Resource[]>();
  changes.set(key, ofKind);
  const atPath = ofKind.get(path) ?? [];
  ofKind.set(path, atPath);
  return atPath;
}

function keyOf({ group, kind }: GroupKind): string {
  return `${kind}.${group}`;
}
