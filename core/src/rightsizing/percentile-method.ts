import type { Reason } from '../evidence/index.ts';
import { quantileOfSorted } from '../stats/quantile.ts';
import { describeAmount } from '../vpa/amount-text.ts';
import {
  cpuAmountFromCores,
  memoryAmountFromBytes,
  type ResourceAmount,
  type ResourceName,
} from '../vpa/resource-amount.ts';
import type { Estimate, EstimateInput } from './estimate.ts';
import { roundUpToReadable } from './rounding.ts';

const MIB = 1024 * 1024;

/** Added to every statistic: load that the window did not show. */
const HEADROOM_PERCENT = 15;

/** Below these an idle container has no room to answer a probe, start a garbage collection or open a log file. */
const FLOOR: Readonly<Record<ResourceName, ResourceAmount>> = { cpu: 10, memory: 32 * MIB };

/** Usage this close to the limit was probably cut off by it. */
const AT_LIMIT_SHARE = 0.95;

const DAY_MS = 86_400_000;

/**
 * CPU, which can be throttled without harm: p95 + 15 %, bounds p50 + 15 % and maximum + 15 %. Memory, which cannot:
 * maximum + 15 %, bounds maximum and maximum + 30 %; an OOM kill counts as a use of what the container had asked for
 * plus the larger of 20 % and 100 MiB (the VPA's bump). Everything is raised to the floor (10m, 32Mi) and rounded up to
 * a readable step.
 */
export function estimateByPercentile(input: EstimateInput): Estimate {
  return input.resource === 'cpu' ? estimateCpu(input) : estimateMemory(input);
}

function estimateCpu({ usage, currentLimit }: EstimateInput): Estimate {
  const [p50, p95, max] = [0.5, 0.95, 1].map((p) => cpuAmountFromCores(quantileOfSorted(usage.ascending, p)));
  const base = { p50: p50 ?? 0, p95: p95 ?? 0, max: max ?? 0 };
  const reasons: Reason[] = [
    {
      rule: 'rightsizing/cpu-percentile',
      text:
        `95 % of ${usage.ascending.length} samples stay at or below ${describeAmount('cpu', base.p95)}; ` +
        'the request adds 15 %.',
      inputs: { ...base, samples: usage.ascending.length, headroomPercent: HEADROOM_PERCENT },
    },
    ...limitReached('cpu', base.max, currentLimit),
  ];
  return finish('cpu', 'p95 + 15 %', usage.spanMs, reasons, {
    lower: withHeadroom(base.p50),
    target: withHeadroom(base.p95),
    upper: withHeadroom(base.max),
  });
}

function estimateMemory({ usage, currentLimit, oomKills }: EstimateInput): Estimate {
  const observed = memoryAmountFromBytes(quantileOfSorted(usage.ascending, 1));
  const reasons: Reason[] = [
    {
      rule: 'rightsizing/memory-maximum',
      text: `The largest of ${usage.ascending.length} samples is ${describeAmount('memory', observed)}; the request adds 15 %.`,
      inputs: { maximum: observed, samples: usage.ascending.length, headroomPercent: HEADROOM_PERCENT },
    },
    ...limitReached('memory', observed, currentLimit),
  ];
  const needed = Math.max(0, ...oomKills.map((kill) => memoryAfterOom(kill.requestBytes, observed)));
  if (needed > observed) {
    reasons.push({
      rule: 'rightsizing/oom-kill',
      text:
        `The container was killed for want of memory ${oomKills.length} time(s); ` +
        `it counts as if it had needed ${describeAmount('memory', needed)}.`,
      inputs: { oomKills: oomKills.length, needed },
    });
  }
  const maximum = Math.max(observed, needed);
  return finish('memory', 'maximum + 15 %', usage.spanMs, reasons, {
    lower: maximum,
    target: withHeadroom(maximum),
    upper: withHeadroom(maximum, 2),
  });
}

/** Multiplies before it divides, so that a whole result stays whole and is not rounded up a step. */
function withHeadroom(amount: ResourceAmount, times = 1): number {
  return (amount * (100 + times * HEADROOM_PERCENT)) / 100;
}

function memoryAfterOom(requestBytes: ResourceAmount, observed: ResourceAmount): ResourceAmount {
  const used = Math.max(requestBytes, observed);
  return memoryAmountFromBytes(Math.max(used + 100 * MIB, used * 1.2));
}

function limitReached(
  resource: ResourceName,
  max: ResourceAmount,
  limit: ResourceAmount | undefined,
): readonly Reason[] {
  if (limit === undefined || limit === 0 || max < limit * AT_LIMIT_SHARE) return [];
  return [
    {
      rule: 'rightsizing/limit-reached',
      text:
        `Usage came up to ${describeAmount(resource, max)} of a limit of ${describeAmount(resource, limit)}: ` +
        'without the limit it may have been more, so look again after raising it.',
      inputs: { maximum: max, limit },
    },
  ];
}

type Bounds = Record<'lower' | 'target' | 'upper', number>;

function finish(
  resource: ResourceName,
  method: string,
  spanMs: number,
  reasons: Reason[],
  bounds: Bounds,
): Estimate {
  const floor = FLOOR[resource];
  const settled = (amount: number) => roundUpToReadable(resource, Math.max(Math.ceil(amount), floor));
  if (bounds.target < floor) {
    reasons.push({
      rule: 'rightsizing/floor',
      text: `Raised to the floor of ${describeAmount(resource, floor)}.`,
      inputs: { floor },
    });
  }
  if (spanMs < DAY_MS) {
    reasons.push({
      rule: 'rightsizing/short-history',
      text: `The history covers ${(spanMs / 3_600_000).toFixed(1)} h: a daily peak outside it is not in the figure.`,
      inputs: { historyMs: spanMs },
    });
  }
  const target = settled(bounds.target);
  return {
    lower: Math.min(settled(bounds.lower), target),
    target,
    upper: Math.max(settled(bounds.upper), target),
    method,
    reasons,
  };
}
