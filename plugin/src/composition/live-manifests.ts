import { connectApiServer, createKubernetesSource } from '@kubectl-autoscale/core/sources/kubernetes';

import { askedNamespace } from './asked-namespace.ts';
import { type LiveManifests, type ManifestsRequest, readManifests } from './cluster-manifests.ts';

export interface LiveManifestsRequest extends Omit<ManifestsRequest, 'namespace'> {
  readonly kubeconfig: string | undefined;
  readonly context: string | undefined;
  readonly as: string | undefined;
  readonly namespace: string | undefined;
  readonly 'all-namespaces': boolean;
}

/** Reads the objects of the kinds from the API server that the kubeconfig names. Throws SourceError. */
export async function openLiveManifests(request: LiveManifestsRequest): Promise<LiveManifests> {
  const { kubeconfig, context, as } = request;
  const server = await connectApiServer({
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
    ...(context === undefined ? {} : { context }),
    ...(as === undefined ? {} : { as }),
  });
  const cluster = createKubernetesSource(server);
  const namespace = askedNamespace(request, cluster);
  return readManifests(cluster, { ...request, namespace });
}
