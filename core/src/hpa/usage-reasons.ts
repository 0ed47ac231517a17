import type { Reason } from '../evidence/reason.ts';
import { ratioText } from './calculation-reasons.ts';
import type { Milli } from './int64.ts';
import type { UsageRatio } from './usage-ratio.ts';

/** Where a metric stands to its target, in words. */

export function utilizationReason(resource: string, usage: UsageRatio, targetPercent: number): Reason {
  const { utilizationPercent = 0, averageMilli, ratio } = usage;
  const average = amountText(averageMilli, resource);
  return {
    rule: 'hpa/usage',
    text: `${resource} stands at ${utilizationPercent} % of the requests (${average} a pod on average); the target is ${targetPercent} %: ratio ${ratioText(ratio)}.`,
    inputs: { utilizationPercent, targetPercent, averageMilli: Number(averageMilli), ratio },
  };
}

export function averageReason(
  metric: string,
  resource: string,
  usage: UsageRatio,
  targetMilli: Milli,
): Reason {
  const { averageMilli, ratio } = usage;
  return {
    rule: 'hpa/usage',
    text: `${metric} stands at ${amountText(averageMilli, resource)} a pod on average; the target is ${amountText(targetMilli, resource)}: ratio ${ratioText(ratio)}.`,
    inputs: { averageMilli: Number(averageMilli), targetMilli: Number(targetMilli), ratio },
  };
}

/** `statusReplicas` when the target is for each running replica. */
export function totalReason(
  metric: string,
  usageMilli: Milli,
  targetMilli: Milli,
  statusReplicas?: number,
): Reason {
  const usage = Number(usageMilli);
  const target = Number(targetMilli);
  const ratio = usage / (target * (statusReplicas ?? 1));
  const over = statusReplicas === undefined ? '' : ` for each of ${statusReplicas} running`;
  return {
    rule: 'hpa/usage',
    text: `${metric} stands at ${amountText(usageMilli, '')}; the target is ${amountText(targetMilli, '')}${over}: ratio ${ratioText(ratio)}.`,
    inputs: { usageMilli: usage, targetMilli: target, ratio },
  };
}

const mebibyte = 1024 * 1024;

/** An amount for people: CPU in millicores, memory in MiB, anything else as a decimal number. */
export function amountText(milli: Milli, resource: string): string {
  const value = Number(milli);
  if (resource === 'cpu') return `${value}m`;
  if (resource === 'memory') return `${Math.round(value / 1000 / mebibyte)}Mi`;
  return String(Math.round(value) / 1000);
}
