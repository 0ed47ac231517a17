import { gpuFraction, gpuResource } from '../../gpu/index.ts';
import { formatBytes, formatNumber, formatShare } from '../../units/index.ts';
import type { ReportGpuNode, ReportGpuPod, ReportIdleGpu } from './gpu-report.ts';

/** Below this a pod does not use what it has. */
const idleBelow = 0.05;
/** Below this another pod could have a part of it. */
const underUsedBelow = 0.5;
/** What pods that share a GPU may use of it together: peaks must not wait for each other. */
const mostShared = 0.8;
const mostPodsAGpu = 8;

/** Models that can be cut into slices in hardware (NVIDIA's MIG user guide, r590). */
const cutsIntoSlices: ReadonlySet<string> = new Set([
  'A30',
  'A100',
  'H100',
  'H200',
  'GH200',
  'B200',
  'GB200',
]);

/** GPUs that nobody has or that are hardly used, with what to do; the most GPUs first. */
export function idleGpus(nodes: readonly ReportGpuNode[]): ReportIdleGpu[] {
  return nodes
    .flatMap((node) => [...unallocated(node), ...node.pods.flatMap((pod) => hardlyUsed(node, pod))])
    .sort((a, b) => b.gpus - a.gpus || (a.utilization ?? 0) - (b.utilization ?? 0));
}

function unallocated(node: ReportGpuNode): readonly ReportIdleGpu[] {
  return node.resources
    .filter(({ free }) => free > 0)
    .map(({ resource, free, allocatable, allocated }) => ({
      kind: 'unallocated' as const,
      node: node.name,
      gpus: free,
      text: `${formatNumber(free)} of ${formatNumber(allocatable)} ${resource} on ${node.name} are given to no pod`,
      advice:
        node.sharing && allocated > 0
          ? 'turns on GPUs that others use too: more pods a node would take them, where CPU and memory let them (kubectl autoscaler rightsize)'
          : allocated === 0
            ? 'no pod has any of its GPUs: let the pool shrink (kubectl autoscaler nodes says what keeps the node)'
            : 'smaller nodes would leave less over: see the node mix of kubectl autoscaler cost',
    }));
}

function hardlyUsed(node: ReportGpuNode, pod: ReportGpuPod): readonly ReportIdleGpu[] {
  const { utilization, namespace, name } = pod;
  if (utilization === undefined || utilization >= underUsedBelow) return [];
  const gpus = pod.requests.reduce((sum, { count }) => sum + count, 0);
  const shared = {
    node: node.name,
    pod: { namespace, name },
    gpus,
    utilization,
    text: `${namespace}/${name} has ${formatNumber(gpus)} ${pod.requests.map(({ resource }) => resource).join(', ')} and uses ${formatShare(utilization)}`,
  };
  if (utilization < idleBelow) {
    return [
      { ...shared, kind: 'idle', advice: 'nothing runs on it: scale the workload down while it has no work' },
    ];
  }
  return [{ ...shared, kind: 'under-used', advice: adviceFor(node, pod, utilization, gpus) }];
}

function adviceFor(node: ReportGpuNode, pod: ReportGpuPod, utilization: number, gpus: number): string {
  const needed = Math.max(Math.ceil((utilization * gpus) / mostShared), 1);
  if (gpus > needed) {
    return `${needed} would be used ${formatShare((utilization * gpus) / needed)}: request ${needed} instead of ${formatNumber(gpus)}`;
  }
  const [request] = pod.requests;
  const unit = request && gpuResource(request.resource);
  if (unit && unit.unit !== 'device') {
    const fraction = gpuFraction(unit);
    return fraction === undefined
      ? 'its GPU is shared already: more turns a GPU would fill it'
      : `its slice is ${formatShare(fraction)} of a GPU: a smaller profile would do, if its memory fits`;
  }
  return sharingAdvice(node, pod, utilization);
}

/** How many of its like one GPU could hold, by use and, where it is measured, by memory. */
function sharingAdvice(node: ReportGpuNode, { memoryUsedBytes }: ReportGpuPod, utilization: number): string {
  const byUse = Math.floor(mostShared / utilization);
  const byMemory =
    memoryUsedBytes === undefined || node.memoryBytes === undefined
      ? undefined
      : Math.floor(node.memoryBytes / Math.max(memoryUsedBytes, 1));
  const together = Math.min(byUse, byMemory ?? Infinity, mostPodsAGpu);
  if (together < 2) {
    return byMemory !== undefined && byMemory < 2
      ? `its memory fills the GPU (${formatBytes(memoryUsedBytes ?? 0)}): a larger batch or more requests a replica, and fewer replicas, would use it; sharing would not fit`
      : 'more requests a replica, and fewer replicas, would use it';
  }
  const memory = byMemory === undefined ? ', if their memory fits (not measured)' : '';
  const how =
    node.vendor !== 'nvidia'
      ? 'its device plugin’s way of sharing'
      : node.model !== undefined && cutsIntoSlices.has(node.model)
        ? 'MIG slices (isolated) or time-slicing'
        : 'time-slicing or MPS';
  return `${together} like it could share a GPU${memory}: ${how}; a smaller model of GPU would do too`;
}
