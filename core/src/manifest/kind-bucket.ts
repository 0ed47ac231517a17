import type { Resource } from './source-file.ts';

/** Reads from one object the text that it is grouped by. */
export type GroupKey = (resource: Resource) => string;

/** Above so many changed files lists are made anew instead of mended. */
const mostMended = 16;

/**
 * All objects of one group and kind, in the order of their files' paths and their places therein. Immutable: `with` mends copies
 * of the list and of the groups that were asked for, so that a change of one file does not go through all objects again.
 */
export class KindBucket {
  static readonly empty = new KindBucket([], new Map());

  readonly all: readonly Resource[];
  readonly #groups: Map<GroupKey, Groups>;

  private constructor(all: readonly Resource[], groups: Map<GroupKey, Groups>) {
    this.all = all;
    this.#groups = groups;
  }

  /** The objects with this key, in order. Groups are kept by `keyOf` itself. */
  grouped(keyOf: GroupKey, key: string): readonly Resource[] {
    let groups = this.#groups.get(keyOf);
    if (!groups) {
      groups = Groups.of(this.all, keyOf);
      this.#groups.set(keyOf, groups);
    }
    return groups.get(key);
  }

  /** The bucket in which each of these files holds these objects and no others. */
  with(changes: ReadonlyMap<string, readonly Resource[]>): KindBucket {
    if (changes.size > mostMended) return new KindBucket(this.#rebuilt(changes), new Map());
    let all = this.all;
    let groups = [...this.#groups];
    for (const [path, after] of changes) {
      const start = startOf(all, path);
      const before = resourcesAt(all, start, path);
      all = all.toSpliced(start, before.length, ...after);
      groups = groups.map(([keyOf, of]) => [keyOf, of.with(path, before, after, keyOf)]);
    }
    return new KindBucket(all, new Map(groups));
  }

  #rebuilt(changes: ReadonlyMap<string, readonly Resource[]>): readonly Resource[] {
    const kept = this.all.filter(({ file }) => !changes.has(file.path));
    return [...kept, ...[...changes.values()].flat()].sort((a, b) => compareText(a.file.path, b.file.path));
  }
}

/** Objects by key: those of a first reading, and over them the groups that changed since. */
class Groups {
  readonly #first: ReadonlyMap<string, readonly Resource[]>;
  readonly #changed: ReadonlyMap<string, readonly Resource[]>;

  private constructor(
    first: ReadonlyMap<string, readonly Resource[]>,
    changed: ReadonlyMap<string, readonly Resource[]>,
  ) {
    this.#first = first;
    this.#changed = changed;
  }

  static of(all: readonly Resource[], keyOf: GroupKey): Groups {
    const groups = new Map<string, Resource[]>();
    for (const resource of all) {
      const key = keyOf(resource);
      const group = groups.get(key);
      if (group) group.push(resource);
      else groups.set(key, [resource]);
    }
    return new Groups(groups, new Map());
  }

  get(key: string): readonly Resource[] {
    return this.#changed.get(key) ?? this.#first.get(key) ?? [];
  }

  with(path: string, before: readonly Resource[], after: readonly Resource[], keyOf: GroupKey): Groups {
    const added = new Map<string, Resource[]>();
    for (const resource of before) added.set(keyOf(resource), []);
    for (const resource of after) {
      const key = keyOf(resource);
      added.set(key, [...(added.get(key) ?? []), resource]);
    }
    const changed = new Map(this.#changed);
    for (const [key, resources] of added) {
      const group = this.get(key);
      const start = startOf(group, path);
      changed.set(key, group.toSpliced(start, resourcesAt(group, start, path).length, ...resources));
    }
    return new Groups(this.#first, changed);
  }
}

/** Where the objects of a file are in a list in the order of paths, or would be. */
function startOf(resources: readonly Resource[], path: string): number {
  let [low, high] = [0, resources.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareText(resources[middle]?.file.path ?? '', path) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function resourcesAt(resources: readonly Resource[], start: number, path: string): readonly Resource[] {
  let end = start;
  while (resources[end]?.file.path === path) end += 1;
  return resources.slice(start, end);
}

/** By code unit, as `Array.sort` orders paths. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
