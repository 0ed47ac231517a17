import {
  type GroupKind,
  type KubernetesObject,
  parseSourceFile,
  type SourceFile,
  toYaml,
} from '@kubectl-autoscale/core/manifest';
import { type ClusterSource, type KubernetesVersion, SourceError } from '@kubectl-autoscale/core/ports';
import { connectApiServer, createKubernetesSource } from '@kubectl-autoscale/core/sources/kubernetes';

export interface LiveManifestsRequest {
  readonly kubeconfig: string | undefined;
  readonly context: string | undefined;
  readonly as: string | undefined;
  readonly namespace: string | undefined;
  readonly 'all-namespaces': boolean;
  readonly kinds: readonly GroupKind[];
  readonly signal: AbortSignal;
  readonly onProgress: (kind: string, done: number, total: number) => void;
}

/** A cluster's objects as if each stood in a file of its own, called after it: `prod/Deployment/web`. */
export interface LiveManifests {
  readonly files: readonly { readonly file: SourceFile; readonly labels: Readonly<Record<string, string>> }[];
  readonly version: KubernetesVersion;
  /** Kinds that the user may not list. */
  readonly forbidden: readonly string[];
}

/**
 * Reads the objects of the kinds from the API server. What another object controls (the pods of a ReplicaSet, the HPA of
 * a ScaledObject) is left out: its owner is what somebody wrote. Throws SourceError.
 */
export async function openLiveManifests(request: LiveManifestsRequest): Promise<LiveManifests> {
  const { kubeconfig, context, as, kinds, signal, onProgress } = request;
  const server = await connectApiServer({
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
    ...(context === undefined ? {} : { context }),
    ...(as === undefined ? {} : { as }),
  });
  const cluster = createKubernetesSource(server);
  const namespace = request['all-namespaces'] ? undefined : (request.namespace ?? cluster.defaultNamespace);
  const version = await cluster.version({ signal });
  const objects: KubernetesObject[] = [];
  const forbidden: string[] = [];
  for (const [done, kind] of kinds.entries()) {
    onProgress(kind.kind, done, kinds.length);
    const found = await list(cluster, kind, namespace, signal);
    if (found === 'forbidden') forbidden.push(kind.kind);
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
): Promise<readonly KubernetesObject[] | 'forbidden'> {
  const query = namespace === undefined ? kind : { ...kind, namespace };
  return cluster.list(query, { signal }).catch((error: unknown) => {
    if (error instanceof SourceError && error.code === 'forbidden') return 'forbidden' as const;
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
