import type { NodeView } from '../apis/node.ts';
import { occupiesNode } from '../apis/pod.ts';
import type { WorkloadFacts } from './workload-facts.ts';
import type { ReportPlacement } from './workload-report.ts';

/** The nodes that hold the workload's pods, by instance and capacity type, most pods first. */
export function placementOf({ pods, nodes }: WorkloadFacts): ReportPlacement[] {
  if (nodes === undefined) return [];
  const byName = new Map(nodes.map((node) => [node.metadata.name, node]));
  const groups = new Map<string, { readonly node: NodeView; readonly nodes: Set<string>; pods: number }>();
  for (const pod of pods.filter(occupiesNode)) {
    const node = byName.get(pod.nodeName);
    if (node === undefined) continue;
    const key = `${node.instanceType ?? ''}/${node.capacityType.type}`;
    const group = groups.get(key) ?? { node, nodes: new Set<string>(), pods: 0 };
    group.nodes.add(pod.nodeName ?? '');
    group.pods += 1;
    groups.set(key, group);
  }
  return [...groups.values()]
    .sort((a, b) => b.pods - a.pods)
    .map((group) => ({
      instanceType: group.node.instanceType ?? 'unknown type',
      capacityType: group.node.capacityType.type,
      nodes: group.nodes.size,
      pods: group.pods,
    }));
}
