import { podRequest } from '../../apis/effective-requests.ts';
import { node, nodePool } from '../../apis/kinds.ts';
import { type NodeView, nodeView } from '../../apis/node.ts';
import { type PodTemplateView, runningContainers } from '../../apis/pod-template.ts';
import { workloadKinds } from '../../apis/workload.ts';
import type { Resource } from '../../manifest/source-file.ts';
import { compareQuantities, formatQuantity, parseQuantity, type Quantity } from '../../units/quantity.ts';
import type { FixOffer } from '../fix.ts';
import { isGpuResource } from '../gpu-pools.ts';
import { clusterAutoscalerFaq, kubernetesDocs } from '../links.ts';
import { measuredRequest, requestMeasured } from '../requests-from-usage.ts';
import { defineRule } from '../rule.ts';
import type { UsageFacts } from '../usage.ts';

export const requestExceedsLargestNode = defineRule({
  id: 'request-exceeds-largest-node',
  meta: {
    summary: 'A pod requests more than the largest node has for pods.',
    why: 'The pod stays Pending ("Insufficient cpu"), and Cluster Autoscaler adds no node of a kind that would not hold it.',
    remediation: 'Lower the requests, split the pod, or add a group of larger nodes.',
    severity: 'warning',
    category: 'resources',
    preset: 'recommended',
    appliesTo: workloadKinds,
    needs: ['workspace'],
    fix: 'suggestion',
    messages: {
      exceeds:
        'a pod requests {request} of {resource}; the largest of the {nodes} known nodes has {most} for pods',
    },
    references: [
      clusterAutoscalerFaq(
        'i-have-a-couple-of-pending-pods-but-there-was-no-scale-up',
        'pending pods without a scale-up',
      ),
      kubernetesDocs(
        'concepts/configuration/manage-resources-containers/#my-pods-are-pending-with-event-message-failedscheduling',
        'pods that are Pending for want of resources',
      ),
    ],
  },
  check({ resource: owner, workload, root, workspace, usage, report }) {
    if (!workload) return;
    // Karpenter chooses among all machines that its pools allow: the nodes of now say nothing.
    if (workspace.objectsOf(nodePool).length > 0) return;
    const nodes = workspace.objectsOf(node).flatMap((object) => nodeView(object) ?? []);
    if (nodes.length === 0) return;
    const limitRanges = workspace.limitRangesFor(owner);
    for (const resource of resourcesOf(workload.template)) {
      const { quantity } = podRequest(workload.template, resource, limitRanges);
      const most = largest(nodes, resource);
      // A resource that no node has is missing for another reason: its device plugin or its node group.
      if (!quantity || !most || compareQuantities(quantity, most) <= 0) continue;
      report({
        messageId: 'exceeds',
        data: {
          request: formatQuantity(quantity),
          resource,
          nodes: nodes.length,
          most: formatQuantity(most),
        },
        at: root.get(...placeOf(workload.template, resource)),
        part: 'entry',
        fixes: requestLess(owner, workload.template, { resource, quantity }, usage),
      });
    }
  },
});

/** To request what was measured, where that is less. */
function requestLess(
  owner: Resource,
  template: PodTemplateView,
  { resource, quantity }: { readonly resource: string; readonly quantity: Quantity },
  usage: UsageFacts | undefined,
): readonly FixOffer[] {
  const containers = runningContainers(template).filter(({ requests }) => requests[resource]);
  const measured = containers.map(({ name }) => measuredRequest(usage, owner, name, resource));
  const nanos = measured.reduce((sum, found) => {
    const parsed = 'figure' in found ? parseQuantity(found.figure.quantity) : undefined;
    return sum + (parsed?.ok === true ? parsed.value.nanos : 0n);
  }, 0n);
  return nanos < quantity.nanos ? requestMeasured(usage, owner, containers, resource) : [];
}

/** What nodes are sized by. */
function resourcesOf({ containers, requests }: PodTemplateView): readonly string[] {
  const asked = containers.flatMap((container) =>
    Object.keys({ ...container.requests, ...container.limits }),
  );
  const names = new Set([...asked, ...Object.keys(requests)]);
  return [...names].filter((name) => name === 'cpu' || name === 'memory' || isGpuResource(name)).sort();
}

function largest(nodes: readonly NodeView[], resource: string): Quantity | undefined {
  return nodes
    .flatMap(({ allocatable }) => allocatable[resource] ?? [])
    .reduce<Quantity | undefined>((a, b) => (a && compareQuantities(a, b) >= 0 ? a : b), undefined);
}

/** The request that is largest among those of the containers, or that of the pod. */
function placeOf(
  { containers, requests, path }: PodTemplateView,
  resource: string,
): readonly (string | number)[] {
  if (requests[resource]) return [...path, 'spec', 'resources', 'requests', resource];
  const places = containers.flatMap((container) => {
    const list = container.requests[resource] ? 'requests' : 'limits';
    const quantity = container[list][resource];
    return quantity ? [{ quantity, path: [...container.path, 'resources', list, resource] }] : [];
  });
  const [first] = places.sort((a, b) => compareQuantities(b.quantity, a.quantity));
  return first?.path ?? [...path, 'spec', 'containers'];
}
