import { type WorkloadView, workloadView } from '../apis/workload.ts';
import type { Resource } from '../manifest/source-file.ts';
import { lacksEssentials } from './partial.ts';

/**
 * What is read from one object alone, kept for as long as the object lives. A linter has one, so that a change of one file reads that
 * file's objects only.
 */
export class ResourceFacts {
  readonly #workloads = new WeakMap<Resource, WorkloadView | 'none'>();
  readonly #partial = new WeakMap<Resource, boolean>();

  workloadOf(resource: Resource): WorkloadView | undefined {
    const view = remember(this.#workloads, resource, () => workloadView(resource.object) ?? 'none');
    return view === 'none' ? undefined : view;
  }

  lacksEssentials(resource: Resource): boolean {
    return remember(this.#partial, resource, () => lacksEssentials(resource));
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
