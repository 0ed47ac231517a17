import type { ReportReplicaOutlook } from '@kubectl-autoscale/core/advisor';
import { formatClock } from '@kubectl-autoscale/core/units';

/** The replicas beside a forecast in one line: `5 now; HPA chat (2–16) asks for 5 (4–7) at 11:00, at most 6 at 10:50`, or why they are not known. */
export function replicaText(
  { current, hpa, minReplicas, maxReplicas, planned = [], notes }: ReportReplicaOutlook,
  timeZone: string,
): string {
  const now = current === undefined ? [] : [`${current} now`];
  const last = planned.at(-1);
  if (last === undefined) return [...now, ...notes].join('; ');
  const peak = planned.reduce((most, each) => (each.replicas > most.replicas ? each : most), last);
  const at = (iso: string): string => formatClock(iso, timeZone);
  const asked = `HPA ${hpa ?? ''} (${minReplicas ?? 1}–${maxReplicas ?? '?'}) asks for ${replicaRange(last)} at ${at(last.at)}`;
  const most = peak.replicas > last.replicas ? [`at most ${replicaRange(peak)} at ${at(peak.at)}`] : [];
  return [...now, [asked, ...most].join(', '), ...notes].join('; ');
}

/** `5 (4–7)`: at the expected demand, and at the bounds of its interval. */
export function replicaRange({
  replicas,
  lower,
  upper,
}: {
  readonly replicas: number;
  readonly lower: number;
  readonly upper: number;
}): string {
  return lower === upper ? `${replicas}` : `${replicas} (${lower}–${upper})`;
}
