import { findOffering, type PriceBook } from '../../cost/index.ts';
import { gpuResource } from '../../gpu/index.ts';
import type { NodeOption, OptimizedMix } from '../../optimizer/index.ts';
import type { SchedulingPod } from '../../scheduling/index.ts';
import type { GpuUsage } from '../nodes/gpu-usage.ts';
import type { CostMix } from './cost-report.ts';
import type { PlanInput } from './states.ts';

/** Mean over the GPUs that were measured, 0–1; `undefined` where none was. One GPU that several pods share counts once. */
export function meanGpuUse({ utilization }: GpuUsage): number | undefined {
  const devices = new Map<string, number>();
  for (const { node, pod, device, value } of utilization) {
    const key = `${node ?? pod ?? ''} ${device}`;
    devices.set(key, Math.max(devices.get(key) ?? 0, value));
  }
  if (devices.size === 0) return undefined;
  return [...devices.values()].reduce((sum, value) => sum + value, 0) / devices.size;
}

/**
 * GPUs in the machines now and in those of a plan, by the price book; and how busy they would be: the work of the GPUs now, in
 * proportion to what the pods ask of GPUs, on the GPUs then. Absent for a cluster without GPUs.
 */
export function plannedGpus(
  { workloads, kinds, book, gpuUsedShare }: PlanInput & { readonly gpuUsedShare?: number },
  peak: OptimizedMix,
): CostMix['gpus'] {
  const now = sum([...kinds.values()].map(({ option, nodes }) => nodes * gpusOf(option, book)));
  if (now === 0) return undefined;
  const then = sum(peak.nodes.map(({ option }) => gpusOf(option, book)));
  const asked = sum(workloads.flatMap(({ pods }) => pods.map(({ pod }) => gpusAskedBy(pod))));
  const askedThen = sum(peak.nodes.flatMap(({ pods }) => pods.map(gpusAskedBy)));
  if (gpuUsedShare === undefined || asked === 0 || then === 0) return { now, then };
  return { now, then, usedNow: gpuUsedShare, usedThen: (gpuUsedShare * now * (askedThen / asked)) / then };
}

function gpusOf({ instanceType }: NodeOption, book: PriceBook): number {
  return findOffering(book, instanceType)?.gpu?.count ?? 0;
}

function gpusAskedBy({ requests }: SchedulingPod): number {
  return sum(requests.map(([name, amount]) => (gpuResource(name) ? amount : 0)));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
