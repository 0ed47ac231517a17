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
  static readonly empty = new KindBucket(groupOf([]), new Map());

  readonly #all: Group;
  readonly #groups: Map<GroupKey, Groups>;

  private constructor(all: Group, groups: Map<GroupKey, Groups>) {
    this.#all = all;
    this.#groups = groups;
  }

  get all(): readonly Resource[] {
    return this.#all.resources;
  }

  /** The same for as long as all objects of the kind are, see {@link Group.state}. */
  get state(): unknown {
    return this.#all.state;
  }

  /** The objects with this key, in order. Groups are kept by `keyOf` itself. */
  grouped(keyOf: GroupKey, key: string): readonly Resource[] {
    return this.#groupsBy(keyOf).get(key).resources;
  }

  stateOf(keyOf: GroupKey, key: string): unknown {
    return this.#groupsBy(keyOf).get(key).state;
  }

  #groupsBy(keyOf: GroupKey): Groups {
    const known = this.#groups.get(keyOf);
    if (known) return known;
    const groups = Groups.of(this.all, keyOf);
    this.#groups.set(keyOf, groups);
    return groups;
  }

  /** The bucket in which each of these files holds these objects and no others. */
  with(changes: ReadonlyMap<string, readonly Resource[]>): KindBucket {
    if (changes.size > mostMended) return new KindBucket(groupOf(this.#rebuilt(changes)), new Map());
    let all = this.#all;
    let groups = [...this.#groups];
    for (const [path, after] of changes) {
      const before = resourcesAt(all.resources, startOf(all.resources, path), path);
      all = withFile(all, path, after);
      groups = groups.map(([keyOf, of]) => [keyOf, of.with(path, before, after, keyOf)]);
    }
    return new KindBucket(all, new Map(groups));
  }

  #rebuilt(changes: ReadonlyMap<string, readonly Resource[]>): readonly Resource[] {
    const kept = this.all.filter(({ file }) => !changes.has(file.path));
    return [...kept, ...[...changes.values()].flat()].sort((a, b) => compareText(a.file.path, b.file.path));
  }
}

/** Objects in order, with a token that stays the same for as long as the same contents stand in the same files. */
interface Group {
  readonly resources: readonly Resource[];
  readonly state: unknown;
}

const nothing: Group = { resources: [], state: 'nothing' };

function groupOf(resources: readonly Resource[]): Group {
  return { resources, state: resources };
}

/** The group in which a file holds these objects and no others. */
function withFile(group: Group, path: string, after: readonly Resource[]): Group {
  const start = startOf(group.resources, path);
  const before = resourcesAt(group.resources, start, path);
  const resources = group.resources.toSpliced(start, before.length, ...after);
  const isSame =
    before.length === after.length && before.every(({ content }, at) => content === after[at]?.content);
  return isSame ? { resources, state: group.state } : groupOf(resources);
}

/** Objects by key: those of a first reading, and over them the groups that changed since. */
class Groups {
  readonly #first: ReadonlyMap<string, Group>;
  readonly #changed: ReadonlyMap<string, Group>;

  private constructor(first: ReadonlyMap<string, Group>, changed: ReadonlyMap<string, Group>) {
    this.#first = first;
    this.#changed = changed;
  }

  static of(all: readonly Resource[], keyOf: GroupKey): Groups {
    const first = [...byKey(all, keyOf)].map(([key, resources]) => [key, groupOf(resources)] as const);
    return new Groups(new Map(first), new Map());
  }

  get(key: string): Group {
    return this.#changed.get(key) ?? this.#first.get(key) ?? nothing;
  }

  with(path: string, before: readonly Resource[], after: readonly Resource[], keyOf: GroupKey): Groups {
    const added = byKey(after, keyOf);
    for (const resource of before) {
      const key = keyOf(resource);
      if (!added.has(key)) added.set(key, []);
    }
    const changed = new Map(this.#changed);
    for (const [key, resources] of added) changed.set(key, withFile(this.get(key), path, resources));
    return new Groups(this.#first, changed);
  }
}

function byKey(resources: readonly Resource[], keyOf: GroupKey): Map<string, Resource[]> {
  const groups = new Map<string, Resource[]>();
  for (const resource of resources) {
    const key = keyOf(resource);
    const group = groups.get(key);
    if (group) group.push(resource);
    else groups.set(key, [resource]);
  }
  return groups;
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
  while (end < resources.length && resources[end]?.file.path === path) end += 1;
  return resources.slice(start, end);
}

/** By code unit, as `Array.sort` orders paths. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
