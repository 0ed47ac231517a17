import type { WorkloadReport } from '@kubectl-autoscale/core/advisor';
import { formatShare } from '@kubectl-autoscale/core/units';

import type { TerminalStyle } from './terminal-style.ts';

/** `5`, or `5 → 7` where a decision changes it. */
export function replicasText({ scaling }: WorkloadReport, style: TerminalStyle): string {
  const target = scaling.ahead ?? scaling.now;
  return target.desiredReplicas === scaling.now.currentReplicas
    ? String(scaling.now.currentReplicas)
    : `${scaling.now.currentReplicas} → ${style.palette.bold(String(target.desiredReplicas))}`;
}

/** Of all containers' CPU requests together. */
export function unusedCpuShare({ requests }: WorkloadReport): number | undefined {
  const shares = requests.flatMap(({ resource, wasteShare }) =>
    resource === 'cpu' && wasteShare !== undefined ? [wasteShare] : [],
  );
  return shares.length === 0 ? undefined : Math.max(0, ...shares);
}

/** In per cent; a dash where it is not known. */
export function unusedCpu(report: WorkloadReport): string {
  const share = unusedCpuShare(report);
  return share === undefined ? '–' : formatShare(share);
}
