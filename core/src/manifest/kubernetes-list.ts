import { groupOf, type KubernetesObject, versionOf } from './kubernetes-object.ts';
import type { Path } from './ranges.ts';

/** One Kubernetes object and the way to it from the root of its document. */
export interface ObjectAt {
  readonly path: Path;
  readonly object: KubernetesObject;
}

/** Lists may hold lists; nobody nests them deeper than this. */
const deepestList = 8;

/**
 * The Kubernetes objects in a document: the root itself, or the items of a `List` or of a typed list such as
 * `DeploymentList`, whose items may leave out apiVersion and kind. Empty for what has no apiVersion and kind.
 */
export function objectsIn(root: unknown): readonly ObjectAt[] {
  return collect(root, [], undefined, deepestList);
}

interface TypeMeta {
  readonly apiVersion: string;
  readonly kind: string;
}

function collect(
  value: unknown,
  path: Path,
  fallback: TypeMeta | undefined,
  depth: number,
): readonly ObjectAt[] {
  if (!isRecord(value)) return [];
  const type = typeOf(value) ?? fallback;
  if (!type) return [];
  const { items } = value;
  if (!type.kind.endsWith('List') || !Array.isArray(items)) return [{ path, object: asObject(value, type) }];
  if (depth === 0) return [];
  const itemType = itemTypeOf(type);
  return items.flatMap((item, index) => collect(item, [...path, 'items', index], itemType, depth - 1));
}

function typeOf({ apiVersion, kind }: Readonly<Record<string, unknown>>): TypeMeta | undefined {
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return undefined;
  return apiVersion !== '' && kind !== '' ? { apiVersion, kind } : undefined;
}

/** A `v1` `List` says nothing about its items; a `DeploymentList` holds Deployments of its own version. */
function itemTypeOf({ apiVersion, kind }: TypeMeta): TypeMeta | undefined {
  return kind === 'List' ? undefined : { apiVersion, kind: kind.slice(0, -'List'.length) };
}

function asObject(value: Readonly<Record<string, unknown>>, type: TypeMeta): KubernetesObject {
  const metadata = isRecord(value.metadata) ? value.metadata : {};
  // The common case needs no copy.
  if (metadata === value.metadata && typeOf(value)) return value as unknown as KubernetesObject;
  return { ...value, ...type, metadata };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Group, version, kind, namespace and name, as the object itself states them. */
export interface ObjectIdentity {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly namespace?: string;
  /** Empty where there is none (`generateName`, kustomization files). */
  readonly name: string;
}

/** Tolerant: an unquoted number as a name is taken as text, anything else as missing. */
export function identityOf(object: KubernetesObject): ObjectIdentity {
  const { apiVersion, kind, metadata } = object;
  const namespace = textOf(metadata.namespace);
  return {
    group: groupOf(apiVersion),
    version: versionOf(apiVersion),
    kind,
    name: textOf(metadata.name) ?? '',
    ...(namespace === undefined ? {} : { namespace }),
  };
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' ? String(value) : undefined;
}
