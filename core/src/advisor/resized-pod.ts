import type { NodeResources } from '../cost/index.ts';
import type { Rightsizing } from '../rightsizing/index.ts';

/** What a pod reserves once its containers request what is recommended. */
export function resizedPod(resources: NodeResources, sizing: Rightsizing | undefined): NodeResources {
  const changes = { cpu: 0, memory: 0 };
  for (const { resource, target, currentRequest = 0 } of sizing?.recommendations ?? []) {
    changes[resource] += target - currentRequest;
  }
  return {
    ...resources,
    cpuCores: Math.max(0, resources.cpuCores + changes.cpu / 1000),
    memoryBytes: Math.max(0, resources.memoryBytes + changes.memory),
  };
}
