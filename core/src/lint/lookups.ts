import type { GroupKey } from '../manifest/kind-bucket.ts';
import type { GroupKind } from '../manifest/kubernetes-object.ts';
import type { Resource, SourceFile } from '../manifest/source-file.ts';
import { nameOf, type WorkspaceIndex } from '../manifest/workspace-index.ts';

/** What was looked up in an index, and in which state it was found. */
interface Lookup {
  readonly groupKind: GroupKind;
  readonly keyOf?: GroupKey;
  readonly key?: string;
  readonly state: unknown;
}

/** All that a conclusion rests on beside the object that it is about. */
export interface Lookups {
  /** Whether the index still answers the same. */
  holdIn(index: WorkspaceIndex): boolean;
}

interface Noted {
  readonly lookups: Lookup[];
  /** Went through everything. */
  isAll: boolean;
}

/** An index that notes what is looked up in it. */
export class ObservedIndex implements WorkspaceIndex {
  readonly #index: WorkspaceIndex;
  #noted: Noted = { lookups: [], isAll: false };

  constructor(index: WorkspaceIndex) {
    this.#index = index;
  }

  /** What `work` gives, and what it looked up; `undefined` in place of that where it went through everything. */
  observe<Value>(work: () => Value): { readonly value: Value; readonly lookups: Lookups | undefined } {
    const noted: Noted = { lookups: [], isAll: false };
    this.#noted = noted;
    const value = work();
    const holdIn = (index: WorkspaceIndex): boolean =>
      noted.lookups.every(
        ({ groupKind, keyOf, key, state }) => index.stateOf(groupKind, keyOf, key) === state,
      );
    return { value, lookups: noted.isAll ? undefined : { holdIn } };
  }

  get files(): ReadonlyMap<string, SourceFile> {
    this.#noted.isAll = true;
    return this.#index.files;
  }

  resources(): Iterable<Resource> {
    this.#noted.isAll = true;
    return this.#index.resources();
  }

  ofKind(groupKind: GroupKind): readonly Resource[] {
    this.#note(groupKind);
    return this.#index.ofKind(groupKind);
  }

  grouped(groupKind: GroupKind, keyOf: GroupKey, key: string): readonly Resource[] {
    this.#note(groupKind, keyOf, key);
    return this.#index.grouped(groupKind, keyOf, key);
  }

  find(groupKind: GroupKind, namespace: string | undefined, name: string): readonly Resource[] {
    this.#note(groupKind, nameOf, name);
    return this.#index.find(groupKind, namespace, name);
  }

  stateOf(groupKind: GroupKind, keyOf?: GroupKey, key?: string): unknown {
    return this.#index.stateOf(groupKind, keyOf, key);
  }

  with(...files: readonly SourceFile[]): WorkspaceIndex {
    return this.#index.with(...files);
  }

  without(...paths: readonly string[]): WorkspaceIndex {
    return this.#index.without(...paths);
  }

  #note(groupKind: GroupKind, keyOf?: GroupKey, key?: string): void {
    const state = this.#index.stateOf(groupKind, keyOf, key);
    this.#noted.lookups.push({
      groupKind,
      state,
      ...(keyOf && { keyOf }),
      ...(key !== undefined && { key }),
    });
  }
}
