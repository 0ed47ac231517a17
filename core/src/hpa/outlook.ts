import { formatDuration } from '../units/index.ts';
import { replicasText } from './calculation-reasons.ts';
import type { HpaState } from './hpa-state.ts';
import { type MetricThreshold, metricThreshold, type ThresholdContext } from './metric-threshold.ts';
import type { MetricProposal } from './proposal.ts';
import { type RateInput, scaleDownLimit, scaleUpLimit } from './rate-limits.ts';
import type { CompleteHpaSpec, CompleteRules } from './spec-defaults.ts';

/** What would have to change for the HPA to scale, a direction each. */
export interface ScaleOutlook {
  readonly up: DirectionOutlook;
  readonly down: DirectionOutlook;
}

export interface DirectionOutlook {
  /** Where each metric would ask for another count. Up: one of them is enough; down: all have to be there. */
  readonly thresholds: readonly MetricThreshold[];
  /** What stands in the way beside the metrics. */
  readonly blockers: readonly ScaleBlocker[];
}

export interface ScaleBlocker {
  readonly kind:
    | 'scale-unavailable'
    | 'selector'
    | 'scaling-disabled'
    | 'metric-failed'
    | 'min-replicas'
    | 'max-replicas'
    | 'policy-disabled'
    | 'rate-limit'
    | 'stabilization';
  /** One sentence for people. */
  readonly text: string;
  /** The first moment at which it may be gone if nothing else changes, epoch milliseconds; absent: no matter of time. */
  readonly untilMs?: number;
}

export interface OutlookInput {
  readonly spec: CompleteHpaSpec;
  /** After the decision, with what it logged. */
  readonly state: HpaState;
  readonly proposals: readonly MetricProposal[];
  /** The count that the next decision starts from. */
  readonly replicas: number;
  readonly context: ThresholdContext;
  readonly downscaleStabilizationMs: number;
  /** In the way of both directions. */
  readonly blocker?: ScaleBlocker | undefined;
  readonly nowMs: number;
}

/** The outlook after a decision. Thresholds hold as long as pods, targets and replicas stay as they are. */
export function scaleOutlook(input: OutlookInput): ScaleOutlook {
  return { up: upOutlook(input), down: downOutlook(input) };
}

function upOutlook(input: OutlookInput): DirectionOutlook {
  const { spec, state, replicas, proposals, nowMs } = input;
  const rules = spec.behavior?.scaleUp;
  const blockers = input.blocker ? [input.blocker] : [];
  if (proposals.length > 0 && proposals.every(({ valid }) => !valid)) {
    blockers.push({ kind: 'metric-failed', text: 'No metric could be read.' });
  }
  if (replicas >= spec.maxReplicas) {
    blockers.push({ kind: 'max-replicas', text: `maxReplicas is ${spec.maxReplicas}.` });
  }
  if (rules) {
    blockers.push(...rateBlockers(input, 'scaleUp', rules));
    const windowMs = rules.stabilizationWindowSeconds * 1000;
    const holding = state.recommendations.filter((entry) => entry.replicas <= replicas);
    blockers.push(...stabilizationBlockers(holding, windowMs, nowMs, 'at most', replicas));
  }
  return { thresholds: thresholds(input, 'up'), blockers };
}

function downOutlook(input: OutlookInput): DirectionOutlook {
  const { spec, state, replicas, proposals, nowMs } = input;
  const rules = spec.behavior?.scaleDown;
  const blockers = input.blocker ? [input.blocker] : [];
  if (proposals.some(({ valid }) => !valid)) {
    blockers.push({
      kind: 'metric-failed',
      text: 'A metric could not be read; nothing is scaled down on the others alone.',
    });
  }
  if (replicas <= spec.minReplicas) {
    blockers.push({ kind: 'min-replicas', text: `minReplicas is ${spec.minReplicas}.` });
  }
  if (rules) blockers.push(...rateBlockers(input, 'scaleDown', rules));
  const windowMs = rules ? rules.stabilizationWindowSeconds * 1000 : input.downscaleStabilizationMs;
  const holding = state.recommendations.filter((entry) => entry.replicas >= replicas);
  blockers.push(...stabilizationBlockers(holding, windowMs, nowMs, 'at least', replicas));
  return { thresholds: thresholds(input, 'down'), blockers };
}

function thresholds({ proposals, context }: OutlookInput, direction: 'up' | 'down'): MetricThreshold[] {
  return proposals.flatMap((proposal) =>
    proposal.valid ? (metricThreshold(proposal, direction, context) ?? []) : [],
  );
}

function rateBlockers(
  { state, replicas, nowMs }: OutlookInput,
  direction: 'scaleUp' | 'scaleDown',
  rules: CompleteRules,
): ScaleBlocker[] {
  if (rules.selectPolicy === 'Disabled') {
    return [{ kind: 'policy-disabled', text: `behavior.${direction}.selectPolicy is Disabled.` }];
  }
  const { scaleUpEvents, scaleDownEvents } = state;
  const rate: RateInput = { currentReplicas: replicas, scaleUpEvents, scaleDownEvents, nowMs };
  const free =
    direction === 'scaleUp' ? scaleUpLimit(rate, rules) > replicas : scaleDownLimit(rate, rules) < replicas;
  if (free) return [];
  const text = `The policies of behavior.${direction} allow no further change now.`;
  const untilMs = firstExpiry(rate, rules);
  return [{ kind: 'rate-limit', text, ...(untilMs === undefined ? {} : { untilMs }) }];
}

/** When the first event drops out of the period of a policy. */
function firstExpiry(
  { scaleUpEvents, scaleDownEvents, nowMs }: RateInput,
  rules: CompleteRules,
): number | undefined {
  let firstMs = Infinity;
  for (const { periodSeconds } of rules.policies) {
    for (const { timestampMs } of [...scaleUpEvents, ...scaleDownEvents]) {
      const expiryMs = timestampMs + periodSeconds * 1000;
      if (expiryMs > nowMs) firstMs = Math.min(firstMs, expiryMs);
    }
  }
  return Number.isFinite(firstMs) ? firstMs : undefined;
}

function stabilizationBlockers(
  holding: readonly { readonly timestampMs: number }[],
  windowMs: number,
  nowMs: number,
  bound: 'at most' | 'at least',
  replicas: number,
): ScaleBlocker[] {
  let newestMs = -Infinity;
  for (const { timestampMs } of holding) newestMs = Math.max(newestMs, timestampMs);
  const untilMs = newestMs + windowMs;
  if (untilMs <= nowMs) return [];
  const window = formatDuration(windowMs);
  const text = `Stabilization (${window}): ${bound} ${replicasText(replicas)} were asked for within it.`;
  return [{ kind: 'stabilization', text, untilMs }];
}
