import { entriesAt, itemsAt } from '../../apis/field-values.ts';
import { metadataOf } from '../../apis/object-metadata.ts';
import { podView } from '../../apis/pod.ts';
import type { ClusterCapacity } from '../../cost/index.ts';
import type { KubernetesObject } from '../../manifest/kubernetes-object.ts';
import { schedulingAmounts, schedulingPod } from '../../scheduling/index.ts';
import { toNumber } from '../../units/index.ts';
import { parseQuantity } from '../../units/quantity.ts';

/**
 * One line for each way in which requests of running pods cannot be right: no amount, less than nothing, or more than the node
 * that the pod is on has. An API server refuses the first two; recordings may hold them. The bill counts the nodes whatever
 * is asked for.
 */
export function oddRequests(pods: readonly KubernetesObject[], capacity: ClusterCapacity): readonly string[] {
  const found = new Map<string, string[]>();
  for (const pod of pods) {
    const { namespace = 'default', name = '' } = metadataOf(pod);
    for (const problem of [...wrongAmounts(pod), ...tooLarge(pod, capacity)]) {
      found.set(problem, [...(found.get(problem) ?? []), `${namespace}/${name}`]);
    }
  }
  return [...found].map(([problem, [first = '', ...others]]) => {
    const more = others.length === 0 ? '' : ` and ${others.length} more`;
    return `${first}${more}: ${problem}`;
  });
}

function wrongAmounts(pod: KubernetesObject): readonly string[] {
  return itemsAt(pod, 'spec', 'containers').flatMap((container) =>
    entriesAt(container, 'resources', 'requests').flatMap(([resource, written]) => {
      const text = typeof written === 'string' || typeof written === 'number' ? String(written) : '';
      const quantity = parseQuantity(text);
      if (quantity.ok && toNumber(quantity.value) >= 0) return [];
      return [
        `a request of ${resource} is ${JSON.stringify(written)}, which is no amount: it counts as nothing`,
      ];
    }),
  );
}

function tooLarge(object: KubernetesObject, { nodes }: ClusterCapacity): readonly string[] {
  const view = podView(object);
  const node = nodes.get(view?.nodeName ?? '')?.node;
  if (!view || !node) return [];
  const allocatable = schedulingAmounts(node.allocatable);
  const { requests } = schedulingPod(view.template, { namespace: '', name: '' });
  const beyond = requests.filter(([resource, amount]) => amount > (allocatable.get(resource) ?? 0));
  if (beyond.length === 0) return [];
  return [
    `asks for more ${beyond.map(([resource]) => resource).join(', ')} than its node has: it pays for the whole node`,
  ];
}
