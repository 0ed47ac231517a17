import { nodeView } from '../../apis/index.ts';
import { nodeFromTemplate, type NodeGroup, type NodeTemplate } from '../../nodes/node-group.ts';
import type { SchedulingNode } from '../../scheduling/index.ts';
import type { NodePool } from '../scenario.ts';
import type { Machine } from './pod-and-machine.ts';

/** What a node of the pool is, whatever its name. */
export function poolTemplate(pool: NodePool): NodeTemplate {
  const allocatable = new Map(Object.entries(pool.allocatable));
  const node: SchedulingNode = {
    name: pool.name,
    labels: { ...pool.labels, 'simulator/pool': pool.name },
    taints: pool.taints ?? [],
    unschedulable: false,
    allocatable,
  };
  return { node, capacity: allocatable, daemonSetPods: [] };
}

/** The pool as Cluster Autoscaler sees it. */
export function nodeGroupOf(pool: NodePool, template: NodeTemplate, targetSize: number): NodeGroup {
  return { name: pool.name, minSize: pool.minSize, maxSize: pool.maxSize, targetSize, template };
}

export function orderedMachine(
  name: string,
  pool: NodePool,
  template: NodeTemplate,
  orderedMs: number,
): Machine {
  const node = nodeFromTemplate(template, name);
  const view = nodeView({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { ...node.labels } },
    spec: { taints: [...node.taints] },
    status: { conditions: [{ type: 'Ready', status: 'True' }], allocatable: quantities(pool) },
  })!;
  return { name, pool, view, node, orderedMs, pods: new Set(), state: 'starting' };
}

function quantities({ allocatable }: NodePool): Record<string, string> {
  return Object.fromEntries(
    Object.entries(allocatable).map(([resource, amount]) => [
      resource,
      resource === 'cpu' ? `${amount}m` : `${amount}`,
    ]),
  );
}
