import type { KubernetesObject } from '../../manifest/index.ts';
import type { ClusterSource, SourceCallOptions } from '../../ports/index.ts';
import { readDeliverySource } from '../delivery-source.ts';
import type { CreationProblem } from './creation-plan.ts';

/**
 * A target that Argo CD, Flux or Helm delivers has its manifest elsewhere: an autoscaler beside it belongs there too, and a `replicas` that stands
 * there is set back at each sync.
 */
export async function deliveryProblems(
  cluster: ClusterSource,
  target: KubernetesObject,
  what: 'HPA' | 'VPA',
  options: SourceCallOptions,
): Promise<readonly CreationProblem[]> {
  const delivery = await readDeliverySource(cluster, target, options);
  if (delivery === undefined || delivery.tool === 'operator') return [];
  const place = delivery.commitTo ?? `the source of ${delivery.name}`;
  return [
    {
      severity: 'warning',
      message: `${target.kind} ${target.metadata.name ?? ''} is delivered by ${delivery.tool} (${delivery.name}): this ${what} would stand outside of it`,
      suggestions: [
        `commit it to ${place}${what === 'HPA' ? ', and leave spec.replicas out of the workload there' : ''}`,
      ],
    },
  ];
}
