import type { KubernetesObject } from '../manifest/kubernetes-object.ts';
import { type ClusterWriter, type FieldConflict, SourceError } from '../ports/index.ts';

export interface MemoryWriterOptions {
  /** Who set the fields of the given objects. */
  readonly owner?: string;
  /** Kinds that may not be patched, or that are not served. */
  readonly forbidden?: readonly string[];
  readonly notServed?: readonly string[];
  readonly resizesPods?: boolean;
}

export interface MemoryWriter extends ClusterWriter {
  /** What is stored now. */
  objects(): readonly KubernetesObject[];
}

/**
 * Applies to objects in memory by the rules of server-side apply: mappings and lists of named items merge, another list is one value; a
 * field that another manager set to another value is a conflict, unless forced.
 */
export function memoryWriter(
  initial: readonly KubernetesObject[],
  {
    owner = 'kubectl-client-side-apply',
    forbidden = [],
    notServed = [],
    resizesPods = true,
  }: MemoryWriterOptions = {},
): MemoryWriter {
  const stored = new Map(initial.map((object) => [keyOf(object), object]));
  const owners = new Map<string, string>();
  const description = 'cluster in memory';
  const refuse = (code: 'forbidden' | 'not-found', message: string): never => {
    throw new SourceError({ code, source: description, message });
  };
  const check = (kind: string): void => {
    if (forbidden.includes(kind)) refuse('forbidden', `User "test" may not patch ${kind}`);
    if (notServed.includes(kind)) refuse('not-found', `the cluster does not serve ${kind}`);
  };
  return {
    description,
    objects: () => [...stored.values()],
    apply: async (object, { fieldManager, force = false, dryRun = false }) => {
      check(object.kind);
      const key = keyOf(object);
      const before = stored.get(key);
      const changed = leaves(object).filter(({ path, value }) => {
        const old = before && leaves(before).find((leaf) => leaf.path === path);
        return old !== undefined && JSON.stringify(old.value) !== JSON.stringify(value);
      });
      const conflicts = changed.flatMap(({ path }): FieldConflict[] => {
        const manager = owners.get(`${key} ${path}`) ?? owner;
        return manager === fieldManager ? [] : [{ manager, field: path }];
      });
      if (conflicts.length > 0 && !force) return Promise.resolve({ kind: 'conflict', conflicts });
      const merged = merge(before ?? {}, object) as KubernetesObject;
      if (!dryRun) {
        stored.set(key, merged);
        for (const { path } of leaves(object)) owners.set(`${key} ${path}`, fieldManager);
      }
      return Promise.resolve({ kind: 'applied', object: merged });
    },
    canResizePods: () => Promise.resolve(resizesPods),
    resizePod: async ({ namespace, name }, containers, { dryRun = false }) => {
      check('Pod');
      const key = `Pod/${namespace}/${name}`;
      const before = stored.get(key) ?? refuse('not-found', `there is no pod ${namespace}/${name}`);
      const resources = containers.map(({ requests, limits, name: container }) => ({
        name: container,
        resources: { requests, limits },
      }));
      const merged = merge(before, { spec: { containers: resources } }) as KubernetesObject;
      if (!dryRun) stored.set(key, merged);
      return Promise.resolve(merged);
    },
  };
}

function keyOf({ kind, metadata }: KubernetesObject): string {
  return `${kind}/${metadata.namespace ?? 'default'}/${metadata.name ?? ''}`;
}

type Mapping = Readonly<Record<string, unknown>>;

function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNamedList(value: unknown): value is readonly (Mapping & { readonly name: string })[] {
  return Array.isArray(value) && value.every((item) => isMapping(item) && typeof item.name === 'string');
}

function merge(before: unknown, applied: unknown): unknown {
  if (isMapping(applied)) {
    const old = isMapping(before) ? before : {};
    const entries = Object.entries(applied).map(([key, value]) => [key, merge(old[key], value)] as const);
    return { ...old, ...Object.fromEntries(entries) };
  }
  if (!isNamedList(applied) || !isNamedList(before)) return applied;
  const kept = before.map((item) => {
    const change = applied.find(({ name }) => name === item.name);
    return change === undefined ? item : merge(item, change);
  });
  return [...kept, ...applied.filter(({ name }) => !before.some((item) => item.name === name))];
}

/** Fields as `managedFields` names them: `.spec.containers[name="app"].image`. Names and keys are no fields of their own. */
function leaves(value: unknown, path = ''): readonly { readonly path: string; readonly value: unknown }[] {
  if (isMapping(value)) {
    return Object.entries(value).flatMap(([key, inner]) =>
      path === '' && /^(apiVersion|kind|metadata)$/.test(key) ? [] : leaves(inner, `${path}.${key}`),
    );
  }
  if (!isNamedList(value)) return [{ path, value }];
  return value.flatMap(({ name, ...item }) => leaves(item, `${path}[name="${name}"]`));
}
