import { type WorkloadView, workloadView } from '../apis/workload.ts';
import type { Resource } from '../manifest/source-file.ts';
import { lacksEssentials } from './partial.ts';
import { scaleTargetOf, targetKey } from './scale-target.ts';

/**
 * What is read from one object alone, kept for as long as the object lives. A linter has one, so that a change of one file reads that
 * file's objects only. Groups are kept by the list that they were made from: an index answers the same list until a kind changes.
 */
export class ResourceFacts {
  readonly #workloads = new WeakMap<Resource, WorkloadView | 'none'>();
  readonly #partial = new WeakMap<Resource, boolean>();
  readonly #folders = new WeakMap<Resource, string>();
  readonly #targets = new WeakMap<Resource, string>();
  readonly #groups = new WeakMap<
    readonly Resource[],
    Map<string, ReadonlyMap<string, readonly Resource[]>>
  >();

  workloadOf(resource: Resource): WorkloadView | undefined {
    const view = remember(this.#workloads, resource, () => workloadView(resource.object) ?? 'none');
    return view === 'none' ? undefined : view;
  }

  lacksEssentials(resource: Resource): boolean {
    return remember(this.#partial, resource, () => lacksEssentials(resource));
  }

  /** Those of a list that stand in the same folder as an object. */
  inFolderOf(resource: Resource, all: readonly Resource[]): readonly Resource[] {
    return this.#grouped(all, 'folder', (each) => this.#folderOf(each)).get(this.#folderOf(resource)) ?? [];
  }

  /** Those of a list that name a namespace, by it; under the empty text those that name none. */
  inNamespace(namespace: string, all: readonly Resource[]): readonly Resource[] {
    return this.#grouped(all, 'namespace', (each) => each.namespace ?? '').get(namespace) ?? [];
  }

  /** The whole autoscalers of a list that name this target. */
  scaling(target: string, autoscalers: readonly Resource[]): readonly Resource[] {
    return this.#grouped(autoscalers, 'target', (each) => this.#targetOf(each)).get(target) ?? [];
  }

  #folderOf(resource: Resource): string {
    return remember(this.#folders, resource, () => resource.file.path.replace(/[^/]*$/, ''));
  }

  #targetOf(autoscaler: Resource): string {
    return remember(this.#targets, autoscaler, () => {
      const target = scaleTargetOf(autoscaler);
      return target ? targetKey(target) : '';
    });
  }

  #grouped(
    all: readonly Resource[],
    name: string,
    keyOf: (resource: Resource) => string,
  ): ReadonlyMap<string, readonly Resource[]> {
    const groupings = remember(
      this.#groups,
      all,
      () => new Map<string, ReadonlyMap<string, readonly Resource[]>>(),
    );
    const known = groupings.get(name);
    if (known) return known;
    const groups = new Map<string, Resource[]>();
    for (const resource of all) {
      const key = keyOf(resource);
      const group = groups.get(key);
      if (group) group.push(resource);
      else groups.set(key, [resource]);
    }
    groupings.set(name, groups);
    return groups;
  }
}

function remember<Key extends object, Value extends object | string | boolean>(
  map: WeakMap<Key, Value>,
  key: Key,
  read: () => Value,
): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const value = read();
  map.set(key, value);
  return value;
}
