import { fail, ok, type Result } from '../units/result.ts';
import { addInt64, divideInt64, type Milli, multiplyInt64, truncateToInt32 } from './int64.ts';
import type { PodSamples } from './pod-samples.ts';

/** How present usage stands to its target. */
export interface UsageRatio {
  /** Usage / target. */
  readonly ratio: number;
  /** Whole per cent of the requests, cut off; only for utilization targets. */
  readonly utilizationPercent?: number;
  /** Average usage of a pod in thousandths, cut off. */
  readonly averageMilli: Milli;
}

/**
 * Utilization over the pods that have both a sample and a request: `trunc(100 × usage / requests)` in whole per cent, divided
 * by the target (`GetResourceUtilizationRatio`, metrics/utilization.go, Kubernetes 1.37). The percentage is an integer before it
 * is compared: 110.9 % of a target of 100 % is 1.1. Sums wrap at int64, the percentage at int32, as upstream.
 */
export function utilizationRatio(
  samples: PodSamples,
  requests: ReadonlyMap<string, Milli>,
  targetPercent: number,
): Result<UsageRatio, string> {
  let usageTotal: Milli = 0;
  let requestTotal: Milli = 0;
  let pods = 0;
  for (const [pod, { valueMilli }] of samples) {
    const request = requests.get(pod);
    if (request === undefined) continue;
    usageTotal = addInt64(usageTotal, valueMilli);
    requestTotal = addInt64(requestTotal, request);
    pods += 1;
  }
  if (requestTotal === 0) return fail('no metrics returned matched known pods');
  const percent = truncateToInt32(divideInt64(multiplyInt64(usageTotal, 100), requestTotal));
  return ok({
    ratio: percent / targetPercent,
    utilizationPercent: percent,
    averageMilli: divideInt64(usageTotal, pods),
  });
}

/**
 * The average over all samples, cut off to whole thousandths, divided by the target (`GetMetricUsageRatio`,
 * metrics/utilization.go, Kubernetes 1.37). Needs at least one sample.
 */
export function averageUsageRatio(samples: PodSamples, targetMilli: Milli): UsageRatio {
  let total: Milli = 0;
  for (const { valueMilli } of samples.values()) total = addInt64(total, valueMilli);
  const averageMilli = divideInt64(total, samples.size);
  return { ratio: Number(averageMilli) / Number(targetMilli), averageMilli };
}
