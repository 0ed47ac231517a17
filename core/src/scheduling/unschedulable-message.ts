import type { Refusal } from './refusal.ts';

/**
 * What kube-scheduler writes in the pod's `PodScheduled` condition: how many nodes refused for each reason, sorted as
 * text (`FitError.Error`, kube-scheduler 1.36), without what it says about preemption.
 */
export function unschedulableMessage(refusalsByNode: Iterable<readonly Refusal[]>): string {
  const counts = new Map<string, number>();
  let nodes = 0;
  for (const refusals of refusalsByNode) {
    nodes += 1;
    for (const { reason } of refusals) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  if (counts.size === 0) return `0/${nodes} nodes are available.`;
  const reasons = [...counts].map(([reason, count]) => `${count} ${reason}`).sort(byCodePoint);
  return `0/${nodes} nodes are available: ${reasons.join(', ')}.`;
}

function byCodePoint(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
