import { type WorkloadView, workloadView } from '../apis/workload.ts';
import type { Resource } from '../manifest/source-file.ts';
import { lacksEssentials } from './partial.ts';

/**
 * What is read from one object alone, kept for as long as its content lives. A linter has one, so that a change of one document reads that
 * document only.
 */
export class ResourceFacts {
  readonly #workloads = new WeakMap<object, WorkloadView | 'none'>();
  readonly #partial = new WeakMap<object, boolean>();

  workloadOf(resource: Resource): WorkloadView | undefined {
    const view = remember(this.#workloads, resource.content, () => workloadView(resource.object) ?? 'none');
    return view === 'none' ? undefined : view;
  }

  lacksEssentials(resource: Resource): boolean {
    return remember(this.#partial, resource.content, () => lacksEssentials(resource));
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
