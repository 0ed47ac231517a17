import type { Reason } from '../evidence/index.ts';
import { formatDuration, formatNumber } from '../units/index.ts';
import { policyProblem, type ReplicaPolicy } from './policy.ts';
import { responseTimeQuantile, serviceRateFrom } from './queueing.ts';
import { lastChanges, reversals, type ScalingHistory } from './scaling-history.ts';

/** The load that is coming, with how well such forecasts were in the past. */
export interface LoadForecast {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
  readonly trusted: boolean;
  /** Σ|error| ÷ Σ|actual| at this horizon on the past; absent where it could not be measured. */
  readonly wape?: number;
}

export interface ScalingInput {
  readonly policy: ReplicaPolicy;
  readonly currentReplicas: number;
  /** The metric summed over all replicas. */
  readonly load: number;
  readonly forecast?: LoadForecast;
  readonly history: ScalingHistory;
  readonly nowMs: number;
  /** What one replica costs. */
  readonly costPerReplicaHour?: number;
  /** Measured, for the estimate of what a change does to it. */
  readonly latency?: { readonly arrivalsPerSecond: number; readonly p95Seconds: number };
}

/** What the policy comes to, and why. */
export interface ScalingDecision {
  readonly currentReplicas: number;
  readonly desiredReplicas: number;
  readonly action: 'scale-up' | 'scale-down' | 'hold';
  /** Which load decided. */
  readonly on: 'observed' | 'forecast';
  /** 0–1: 1 for what is measured; for a forecast 1 − its measured error (0 where that is not known). */
  readonly confidence: number;
  readonly costPerHour?: number;
  readonly costChangePerHour?: number;
  readonly p95Seconds?: LatencyImpact;
  readonly reasons: readonly Reason[];
}

/** Measured now, modelled after. `after` is infinite where the replicas could not serve the load. */
export interface LatencyImpact {
  readonly now: number;
  readonly after: number;
  readonly assumption: string;
}

/**
 * How many replicas a workload should have: from the load as it is, and from the load that is forecast where that counts; the larger of the two, so a
 * forecast only ever adds. Pure: the same input gives the same decision, and time is passed in.
 *
 * @throws RangeError for a policy that cannot be followed, and for a load or count that is no number from 0 on.
 */
export function decideScaling(input: ScalingInput): ScalingDecision {
  const { policy, currentReplicas, load, forecast } = input;
  const problem = policyProblem(policy);
  if (problem !== undefined) throw new RangeError(problem);
  if (!(load >= 0) || !(currentReplicas >= 0)) {
    throw new RangeError(`load ${load} on ${currentReplicas} replicas cannot be decided on`);
  }
  const reactive = decideFor(input, load);
  const judged = judgeForecast(policy, load, forecast);
  const ahead = judged.counts && forecast ? decideFor(input, forecast.value) : undefined;
  const byForecast = ahead !== undefined && ahead.replicas > reactive.replicas;
  const chosen = byForecast ? ahead : reactive;
  const desiredReplicas = chosen.replicas;
  return {
    currentReplicas,
    desiredReplicas,
    action:
      desiredReplicas > currentReplicas
        ? 'scale-up'
        : desiredReplicas < currentReplicas
          ? 'scale-down'
          : 'hold',
    on: byForecast ? 'forecast' : 'observed',
    confidence: byForecast ? Math.min(1, Math.max(0, 1 - (forecast?.wape ?? 1))) : 1,
    ...costOf(input, desiredReplicas),
    ...latencyOf(input, desiredReplicas, byForecast),
    reasons: [...judged.reasons, ...chosen.reasons],
  };
}

interface Step {
  readonly replicas: number;
  readonly reasons: readonly Reason[];
}

function decideFor(input: ScalingInput, load: number): Step {
  const { policy, currentReplicas } = input;
  const bounded = (replicas: number): number =>
    Math.min(policy.maxReplicas, Math.max(policy.minReplicas, replicas));
  if (currentReplicas !== bounded(currentReplicas)) {
    const replicas = bounded(currentReplicas);
    const text = `${currentReplicas} is outside of ${policy.minReplicas} to ${policy.maxReplicas}: it becomes ${replicas}`;
    return { replicas, reasons: [{ rule: 'scaling/bounds', text, inputs: { currentReplicas, replicas } }] };
  }
  const share = load / (policy.targetValue * currentReplicas);
  // The least count below the scale-up threshold, not at it: there the next decision would add one more.
  const needed = Math.floor(load / (policy.targetValue * policy.scaleUpThreshold)) + 1;
  const measured: Reason = {
    rule: 'scaling/share-of-target',
    text: `a load of ${formatNumber(load, 3)} is ${formatNumber(share * 100, 3)} % of what ${currentReplicas} replicas are to carry`,
    inputs: { load, targetValue: policy.targetValue, currentReplicas, share },
  };
  const step =
    share >= policy.scaleUpThreshold
      ? stepUp(input, needed)
      : share <= policy.scaleDownThreshold
        ? stepDown(input, needed)
        : hold(currentReplicas, 'scaling/between-thresholds', 'that is between the thresholds');
  const replicas = bounded(step.replicas);
  const limited: Reason[] =
    replicas === step.replicas
      ? []
      : [
          {
            rule: 'scaling/bounds',
            text: `${step.replicas} is outside of ${policy.minReplicas} to ${policy.maxReplicas}: it becomes ${replicas}`,
            inputs: { wanted: step.replicas, replicas },
          },
        ];
  return { replicas, reasons: [measured, ...step.reasons, ...limited] };
}

function stepUp({ policy, currentReplicas, history, nowMs }: ScalingInput, needed: number): Step {
  const { upMs } = lastChanges(history, nowMs);
  const untilMs = upMs === undefined ? undefined : upMs + policy.scaleUpCooldownMs;
  if (untilMs !== undefined && nowMs < untilMs) {
    const text = `replicas were added ${formatDuration(nowMs - (upMs ?? 0))} ago: the next are added after ${formatDuration(policy.scaleUpCooldownMs)}`;
    return hold(currentReplicas, 'scaling/scale-up-cooldown', text, { untilMs });
  }
  const most = Math.ceil(currentReplicas * policy.scaleUpFactor);
  const replicas = Math.min(most, Math.max(currentReplicas + 1, needed));
  const text =
    replicas < needed
      ? `${needed} would bring it below the scale-up threshold; one step goes to ${replicas} at most (factor ${policy.scaleUpFactor})`
      : `${replicas} replicas bring it below the scale-up threshold`;
  return { replicas, reasons: [{ rule: 'scaling/scale-up', text, inputs: { needed, most, replicas } }] };
}

function stepDown({ policy, currentReplicas, history, nowMs }: ScalingInput, needed: number): Step {
  const { anyMs } = lastChanges(history, nowMs);
  const untilMs = anyMs === undefined ? undefined : anyMs + policy.scaleDownCooldownMs;
  if (untilMs !== undefined && nowMs < untilMs) {
    const text = `replicas were changed ${formatDuration(nowMs - (anyMs ?? 0))} ago: some are removed after ${formatDuration(policy.scaleDownCooldownMs)}`;
    return hold(currentReplicas, 'scaling/scale-down-cooldown', text, { untilMs });
  }
  const turns = reversals(history, nowMs, policy.flappingWindowMs);
  if (turns >= policy.flappingReversals) {
    const text = `the direction turned ${turns} times in ${formatDuration(policy.flappingWindowMs)}: nothing is removed until it calms down`;
    return hold(currentReplicas, 'scaling/flapping', text, { turns });
  }
  const least = Math.ceil(currentReplicas * policy.scaleDownFactor);
  // `needed` stays below the scale-up threshold: what is removed now is not added back at once.
  const replicas = Math.min(currentReplicas, Math.max(least, needed));
  const text = `${replicas} replicas carry it; one step goes to ${least} at least (factor ${policy.scaleDownFactor})`;
  return { replicas, reasons: [{ rule: 'scaling/scale-down', text, inputs: { needed, least, replicas } }] };
}

function hold(replicas: number, rule: string, text: string, inputs: Reason['inputs'] = {}): Step {
  return { replicas, reasons: [{ rule, text, inputs: { replicas, ...inputs } }] };
}

function judgeForecast(
  { forecastMargin, maxIntervalShare }: ReplicaPolicy,
  load: number,
  forecast: LoadForecast | undefined,
): { readonly counts: boolean; readonly reasons: readonly Reason[] } {
  if (forecast === undefined) return { counts: false, reasons: [] };
  const { value, lower, upper, trusted } = forecast;
  const inputs = { load, value, lower, upper };
  const answer = (counts: boolean, rule: string, text: string) => ({
    counts,
    reasons: [{ rule, text, inputs }],
  });
  const shown = formatNumber(value, 3);
  if (!trusted || !Number.isFinite(value)) {
    return answer(
      false,
      'scaling/forecast-not-trusted',
      'the forecast cannot be trusted: the load as it is decides',
    );
  }
  const width = value > 0 ? (upper - lower) / value : Infinity;
  if (!(width <= maxIntervalShare)) {
    const text = `the forecast of ${shown} lies between ${formatNumber(lower, 3)} and ${formatNumber(upper, 3)}: too wide to act on, the load as it is decides`;
    return answer(false, 'scaling/forecast-too-wide', text);
  }
  if (!(value > load * (1 + forecastMargin))) {
    const text = `the forecast of ${shown} is not ${formatNumber(forecastMargin * 100)} % above the load: the load as it is decides`;
    return answer(false, 'scaling/forecast-near', text);
  }
  return answer(
    true,
    'scaling/forecast-counts',
    `the load is forecast to rise to ${shown}; the larger count is taken`,
  );
}

function costOf(
  { costPerReplicaHour, currentReplicas }: ScalingInput,
  replicas: number,
): Pick<ScalingDecision, 'costPerHour' | 'costChangePerHour'> {
  if (costPerReplicaHour === undefined) return {};
  return {
    costPerHour: replicas * costPerReplicaHour,
    costChangePerHour: (replicas - currentReplicas) * costPerReplicaHour,
  };
}

/** Arrivals are taken to grow as the load does. */
function latencyOf(
  { latency, currentReplicas, load, forecast }: ScalingInput,
  replicas: number,
  byForecast: boolean,
): Pick<ScalingDecision, 'p95Seconds'> {
  if (latency === undefined) return {};
  const { arrivalsPerSecond, p95Seconds } = latency;
  const servicesPerSecond = serviceRateFrom(arrivalsPerSecond, currentReplicas, p95Seconds);
  if (servicesPerSecond === undefined) return {};
  const growth = byForecast && forecast && load > 0 ? forecast.value / load : 1;
  const after = responseTimeQuantile(
    { arrivalsPerSecond: arrivalsPerSecond * growth, servicesPerSecond, replicas },
    0.95,
  );
  return {
    p95Seconds: {
      now: p95Seconds,
      after,
      assumption:
        'M/M/c: random arrivals, exponential service, one request at a time in each replica, one queue; fitted to the p95 measured now',
    },
  };
}
