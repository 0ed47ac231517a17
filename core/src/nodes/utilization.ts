import { gpuResource } from '../gpu/gpu-resource.ts';
import type { SchedulingNode } from '../scheduling/node-info.ts';
import { type DrainPod, isDaemonSetPod, isLongTerminating, isMirrorPod } from './drain-pod.ts';

/** How much of a node is asked for, and of what. */
export interface NodeUtilization {
  /** Sum of requests ÷ allocatable, 0 to 1 and, where pods were forced onto the node, above. */
  readonly share: number;
  readonly resource: string;
  readonly cpu?: number;
  readonly memory?: number;
  readonly gpu?: number;
}

export interface UtilizationOptions {
  readonly ignoreDaemonSets: boolean;
  readonly ignoreMirrorPods: boolean;
  readonly nowMs: number;
}

/**
 * The larger of CPU and memory; of a GPU node the GPUs alone (`utilization.Calculate`, Cluster Autoscaler 1.36).
 * Ignored pods leave both the requests and the allocatable. A GPU node without allocatable GPUs counts as 0: it is not
 * ready and may go. `isGpuNode` is by the cloud's GPU label or, without one, by its resources.
 */
export function nodeUtilization(
  node: SchedulingNode,
  pods: readonly DrainPod[],
  options: UtilizationOptions,
): NodeUtilization {
  const gpu = gpuOf(node);
  if (gpu !== undefined) {
    const share = shareOf(gpu, node, pods, options) ?? 0;
    return { share, resource: gpu, gpu: share };
  }
  const cpu = shareOf('cpu', node, pods, options) ?? 0;
  const memory = shareOf('memory', node, pods, options) ?? 0;
  return { share: Math.max(cpu, memory), resource: cpu > memory ? 'cpu' : 'memory', cpu, memory };
}

function gpuOf({ allocatable }: SchedulingNode): string | undefined {
  for (const resource of allocatable.keys()) if (gpuResource(resource)?.unit === 'device') return resource;
  return undefined;
}

function shareOf(
  resource: string,
  node: SchedulingNode,
  pods: readonly DrainPod[],
  { ignoreDaemonSets, ignoreMirrorPods, nowMs }: UtilizationOptions,
): number | undefined {
  const allocatable = node.allocatable.get(resource) ?? 0;
  if (allocatable === 0) return undefined;
  let requested = 0;
  let ignored = 0;
  for (const { pod, view } of pods) {
    const amount = pod.requests.find(([name]) => name === resource)?.[1] ?? 0;
    const leftOut = (ignoreDaemonSets && isDaemonSetPod(view)) || (ignoreMirrorPods && isMirrorPod(view));
    if (leftOut) ignored += amount;
    else if (!isLongTerminating(view, nowMs)) requested += amount;
  }
  return requested / (allocatable - ignored);
}
