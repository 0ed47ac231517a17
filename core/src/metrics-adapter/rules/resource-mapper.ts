import type { GroupResource } from './adapter-config.ts';

/** A resource that the cluster serves, in its group's preferred version. */
export interface ServedResource extends GroupResource {
  /** Plural, `deployments`. */
  readonly resource: string;
  readonly singular: string;
  readonly kind: string;
  readonly version: string;
  readonly namespaced: boolean;
}

/** Which resource is meant by a name; apimachinery's RESTMapper over discovery (pkg/api/meta, restmapper/discovery.go). */
export interface ResourceMapper {
  /**
   * By plural or singular name. Without a group the first group in the order of discovery that has it; a group may be
   * shortened to its beginning, as RESTMapper allows. `undefined` where the cluster has none.
   */
  find(resource: GroupResource): ServedResource | undefined;
}

/** @param served in the order of discovery: the core group first. */
export function createResourceMapper(served: readonly ServedResource[]): ResourceMapper {
  const byName = new Map<string, ServedResource[]>();
  for (const resource of served) {
    for (const name of new Set([resource.resource, resource.singular])) {
      const known = byName.get(name);
      if (known) known.push(resource);
      else byName.set(name, [resource]);
    }
  }
  return {
    find: ({ group, resource }) => {
      const candidates = byName.get(resource.toLowerCase()) ?? [];
      if (group === '') return candidates[0];
      return (
        candidates.find((candidate) => candidate.group === group) ??
        candidates.find((candidate) => candidate.group.startsWith(group))
      );
    },
  };
}

/** `pods`, `deployments.apps`: as schema.GroupResource prints itself. */
export function groupResourceText({ group, resource }: GroupResource): string {
  return group === '' ? resource : `${resource}.${group}`;
}

/** The inverse: everything after the first dot is the group. */
export function parseGroupResource(text: string): GroupResource {
  const dot = text.indexOf('.');
  return dot < 0
    ? { group: '', resource: text }
    : { group: text.slice(dot + 1), resource: text.slice(0, dot) };
}
