/** More changes than this are made one with what they lie over: reading stays as fast as that of one map. */
const mostChanges = 64;

/**
 * An immutable map that shares most of its entries with the one that it was made from, so that a change costs the change. Keys keep
 * their order; those that are new come last.
 */
export class OverlaidMap<Key, Value extends object> implements ReadonlyMap<Key, Value> {
  readonly #base: ReadonlyMap<Key, Value>;
  /** `undefined`: not there any more. */
  readonly #changes: ReadonlyMap<Key, Value | undefined>;
  readonly size: number;

  private constructor(
    base: ReadonlyMap<Key, Value>,
    changes: ReadonlyMap<Key, Value | undefined>,
    size: number,
  ) {
    this.#base = base;
    this.#changes = changes;
    this.size = size;
  }

  static of<Key, Value extends object>(entries: ReadonlyMap<Key, Value>): OverlaidMap<Key, Value> {
    return new OverlaidMap(entries, new Map<Key, Value | undefined>(), entries.size);
  }

  /** The map in which these keys have these values; `undefined` takes a key out. */
  with(changed: ReadonlyMap<Key, Value | undefined>): OverlaidMap<Key, Value> {
    const changes = new Map([...this.#changes, ...changed]);
    let size = this.size;
    for (const [key, value] of changed) size += Number(value !== undefined) - Number(this.has(key));
    const next = new OverlaidMap(this.#base, changes, size);
    return changes.size > mostChanges ? OverlaidMap.of(new Map(next)) : next;
  }

  get(key: Key): Value | undefined {
    return this.#changes.has(key) ? this.#changes.get(key) : this.#base.get(key);
  }

  has(key: Key): boolean {
    return this.get(key) !== undefined;
  }

  *entries(): MapIterator<[Key, Value]> {
    for (const [key, before] of this.#base) {
      const value = this.#changes.has(key) ? this.#changes.get(key) : before;
      if (value !== undefined) yield [key, value];
    }
    for (const [key, value] of this.#changes) {
      if (value !== undefined && !this.#base.has(key)) yield [key, value];
    }
  }

  *keys(): MapIterator<Key> {
    for (const [key] of this.entries()) yield key;
  }

  *values(): MapIterator<Value> {
    for (const [, value] of this.entries()) yield value;
  }

  [Symbol.iterator](): MapIterator<[Key, Value]> {
    return this.entries();
  }

  forEach(visit: (value: Value, key: Key, map: ReadonlyMap<Key, Value>) => void): void {
    for (const [key, value] of this.entries()) visit(value, key, this);
  }
}
