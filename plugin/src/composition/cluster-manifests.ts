import {
  type GroupKind,
  type KubernetesObject,
  parseSourceFile,
  type SourceFile,
  toYaml,
} from '@kubectl-autoscale/core/manifest';
import { type ClusterSource, type KubernetesVersion, SourceError } from '@kubectl-autoscale/core/ports';

export interface ManifestsRequest {
  /** All where it is absent. */
  readonly namespace: string | undefined;
  readonly kinds: readonly GroupKind[];
  readonly signal: AbortSignal;
  readonly onProgress: (kind: string, done: number, total: number) => void;
}

/** A cluster's objects as if each stood in a file of its own, called after it: `prod/Deployment/web`. */
export interface LiveManifests {
  readonly files: readonly { readonly file: SourceFile; readonly labels: Readonly<Record<string, string>> }[];
  readonly version: KubernetesVersion;
  /** Kinds that the user may not list, or that a recording does not hold. */
  readonly forbidden: readonly string[];
}

/**
 * Reads the objects of the kinds. What another object controls (the pods of a ReplicaSet, the HPA of a ScaledObject) is left
 * out: its owner is what somebody wrote. Throws SourceError.
 */
export async function readManifests(
  cluster: ClusterSource,
  { namespace, kinds, signal, onProgress }: ManifestsRequest,
): Promise<LiveManifests> {
  const version = await cluster.version({ signal });
  const objects: KubernetesObject[] = [];
  const forbidden: string[] = [];
  for (const [done, kind] of kinds.entries()) {
    onProgress(kind.kind, done, kinds.length);
    const found = await list(cluster, kind, namespace, signal);
    if (found === 'unknown') forbidden.push(kind.kind);
    else objects.push(...found.filter((object) => !isControlled(object)));
  }
  onProgress('', kinds.length, kinds.length);
  const files = objects.map((object) => ({ file: asFile(object), labels: object.metadata.labels ?? {} }));
  return { files, version, forbidden };
}

async function list(
  cluster: ClusterSource,
  kind: GroupKind,
  namespace: string | undefined,
  signal: AbortSignal,
): Promise<readonly KubernetesObject[] | 'unknown'> {
  const query = namespace === undefined ? kind : { ...kind, namespace };
  return cluster.list(query, { signal }).catch((error: unknown) => {
    // A recording refuses what was not looked at when it was made as a bad query.
    const isUnknown = error instanceof SourceError && ['forbidden', 'bad-query'].includes(error.code);
    if (isUnknown) return 'unknown' as const;
    throw error;
  });
}

function isControlled({ metadata }: KubernetesObject): boolean {
  const { ownerReferences } = metadata as {
    readonly ownerReferences?: readonly { readonly controller?: boolean }[];
  };
  return ownerReferences?.some(({ controller }) => controller === true) ?? false;
}

function asFile(object: KubernetesObject): SourceFile {
  const { kind, metadata } = object;
  const path = [metadata.namespace, kind, metadata.name].filter((part) => part !== undefined).join('/');
  return parseSourceFile(path, toYaml({ ...object, status: undefined }));
}
