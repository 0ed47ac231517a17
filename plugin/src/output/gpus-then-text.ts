import type { CostReport } from '@kubectl-autoscale/core/advisor';
import { formatNumber, formatShare } from '@kubectl-autoscale/core/units';

type Gpus = NonNullable<NonNullable<NonNullable<CostReport['plan']>['mix']>['gpus']>;

/** Busier than this, requests would wait for each other. */
const BUSY_SHARE = 0.8;

/** `36 instead of 80, 67 % used instead of 30 %`: in the hour that needs most. */
export function gpusThenText({ now, then, usedNow, usedThen }: Gpus): string {
  const counts = now === then ? formatNumber(then) : `${formatNumber(then)} instead of ${formatNumber(now)}`;
  if (usedNow === undefined || usedThen === undefined) return `${counts}, their use is not measured`;
  const warning = usedThen > BUSY_SHARE ? ': too busy to be safe, try it on a part first' : '';
  return `${counts}, ${formatShare(usedThen)} used instead of ${formatShare(usedNow)}${warning}`;
}
