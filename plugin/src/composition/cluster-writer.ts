import type { ClusterWriter } from '@kubectl-autoscale/core/ports';

import type { SourceFlagValues } from './source-flags.ts';

/** Changes the cluster that the kubeconfig names. Loaded only here: a recording has nothing to change. */
export async function openClusterWriter(
  flags: Pick<SourceFlagValues, 'kubeconfig' | 'context' | 'as'>,
): Promise<ClusterWriter> {
  const { connectApiServer, createKubernetesWriter } =
    await import('@kubectl-autoscale/core/sources/kubernetes');
  const server = await connectApiServer({
    ...(flags.kubeconfig === undefined ? {} : { kubeconfig: flags.kubeconfig }),
    ...(flags.context === undefined ? {} : { context: flags.context }),
    ...(flags.as === undefined ? {} : { as: flags.as }),
  });
  return createKubernetesWriter(server);
}
