import type { Labels, SchedulingPod } from '../scheduling/pod.ts';
import type { NodeGroup, NodeTemplate } from './node-group.ts';

/** How far two groups may differ and still count as one; shares of the larger value. */
const tolerance = { capacityMemory: 0.015, allocatable: 0.05, free: 0.05 } as const;

/** Labels that differ between groups of one kind (`BasicIgnoredLabels`). */
const ignoredLabels: ReadonlySet<string> = new Set([
  'kubernetes.io/hostname',
  'failure-domain.beta.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region',
  'topology.kubernetes.io/zone',
  'topology.kubernetes.io/region',
  'beta.kubernetes.io/fluentd-ds-ready',
  'kops.k8s.io/instancegroup',
]);

/**
 * Whether nodes of two groups do as well as each other: same capacity but for a little memory, allocatable and free
 * within 5 %, same labels but for place and host (`IsCloudProviderNodeInfoSimilar`, Cluster Autoscaler 1.36). Labels
 * that one cloud writes for each group are ignored where they are named in `alsoIgnored`
 * (`--balancing-ignore-label` and the clouds' own lists).
 */
export function areSimilar(
  a: NodeGroup,
  b: NodeGroup,
  alsoIgnored: ReadonlySet<string> = new Set(),
): boolean {
  return (
    sameAmounts(a.template.capacity, b.template.capacity, (resource) =>
      resource === 'memory' ? tolerance.capacityMemory : 0,
    ) &&
    sameAmounts(a.template.node.allocatable, b.template.node.allocatable, () => tolerance.allocatable) &&
    sameAmounts(freeOf(a.template), freeOf(b.template), () => tolerance.free) &&
    sameLabels(a.template.node.labels, b.template.node.labels, alsoIgnored)
  );
}

/** What its DaemonSets leave of the resources that they use. */
function freeOf({ node, daemonSetPods }: NodeTemplate): ReadonlyMap<string, number> {
  const free = new Map<string, number>();
  const takeFrom = ({ requests }: SchedulingPod): void => {
    for (const [resource, amount] of requests) {
      free.set(resource, (free.get(resource) ?? node.allocatable.get(resource) ?? 0) - amount);
    }
  };
  daemonSetPods.forEach(takeFrom);
  return free;
}

function sameAmounts(
  a: ReadonlyMap<string, number>,
  b: ReadonlyMap<string, number>,
  toleranceOf: (resource: string) => number,
): boolean {
  return [...new Set([...a.keys(), ...b.keys()])].every((resource) => {
    const [one, other] = [a.get(resource), b.get(resource)];
    if (one === undefined || other === undefined) return false;
    return Math.abs(one - other) <= Math.max(one, other) * toleranceOf(resource);
  });
}

function sameLabels(a: Labels, b: Labels, alsoIgnored: ReadonlySet<string>): boolean {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .filter((label) => !ignoredLabels.has(label) && !alsoIgnored.has(label))
    .every((label) => a[label] === b[label]);
}
