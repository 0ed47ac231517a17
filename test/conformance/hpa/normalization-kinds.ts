import type { ScaleEvent, ScalingRules, TimestampedRecommendation } from '#core/hpa/index.ts';
import { limitByMaximum, limitByPolicies, type Limited } from '#core/hpa/limits.ts';
import { type RateInput, scaleDownLimit, scaleUpLimit } from '#core/hpa/rate-limits.ts';
import { changeWithinPeriod, storeScaleEvent } from '#core/hpa/scale-events.ts';
import { type CompleteBehavior, withBehaviorDefaults } from '#core/hpa/spec-defaults.ts';
import { stabilizeBothWays, stabilizeDownOnly } from '#core/hpa/stabilization.ts';

import type { KindHandler, Vector } from '../vector.ts';
import { type Answers, kindOf } from './expected.ts';
import { ago, type Fields, fields, list, nowMs, number } from './fields.ts';

/** What one step of the normalization may be given; a field that is of no account to one kind may stand there too. */
const INPUTS = [
  'currentReplicas',
  'desiredReplicas',
  'minReplicas',
  'maxReplicas',
  'scaleUp',
  'scaleDown',
  'scaleUpEvents',
  'scaleDownEvents',
  'recommendations',
  'downscaleStabilizationSeconds',
  'scaleUpStabilizationWindowSeconds',
  'scaleDownStabilizationWindowSeconds',
];
const EVENT_INPUTS = ['directions', 'events', 'rules', 'sumPeriodSeconds', 'fromReplicas', 'replicaChange'];
const RULES = ['selectPolicy', 'stabilizationWindowSeconds', 'policies', 'tolerance'];

/** What becomes of a recommendation: stabilization, rate limits, bounds, and the logs behind them. */
export const normalizationKinds: Readonly<Record<string, KindHandler>> = {
  'behavior-stabilize': kindOf(INPUTS, behaviorStabilize),
  'legacy-stabilize': kindOf(INPUTS, legacyStabilize),
  'behavior-rate': kindOf(INPUTS, (vector) =>
    limitAnswers(limitByPolicies(rateOf(vector), desiredOf(vector), boundsOf(vector), behaviorOf(vector))),
  ),
  'legacy-no-behavior': kindOf(INPUTS, (vector) =>
    limitAnswers(
      limitByMaximum(number(vector.currentReplicas, 'currentReplicas'), desiredOf(vector), boundsOf(vector)),
    ),
  ),
  'scale-up-limit': kindOf(INPUTS, (vector) =>
    limitOf(scaleUpLimit(rateOf(vector), behaviorOf(vector).scaleUp)),
  ),
  'scale-down-limit': kindOf(INPUTS, (vector) =>
    limitOf(scaleDownLimit(rateOf(vector), behaviorOf(vector).scaleDown)),
  ),
  'store-scale-event': storeEventInEachDirection,
};

const downscaleStabilizationMs = 300_000;

function desiredOf(vector: Vector): number {
  return number(vector.desiredReplicas, 'desiredReplicas');
}

function boundsOf(vector: Vector): { readonly minReplicas: number; readonly maxReplicas: number } {
  return {
    minReplicas: number(vector.minReplicas, 'minReplicas'),
    maxReplicas: number(vector.maxReplicas, 'maxReplicas'),
  };
}

/** Rules that a vector leaves out or sets to null are those that the API server fills in. */
function behaviorOf(vector: Vector): CompleteBehavior {
  return withBehaviorDefaults(
    { scaleUp: rulesOf(vector.scaleUp), scaleDown: rulesOf(vector.scaleDown) },
    downscaleStabilizationMs,
  );
}

function rulesOf(value: unknown): ScalingRules {
  const rules = Object.entries(fields(value, 'rules', RULES)).filter(([, field]) => field !== null);
  list(fields(value, 'rules').policies, 'policies').forEach((policy) =>
    fields(policy, 'policy', ['type', 'value', 'periodSeconds']),
  );
  return Object.fromEntries(rules);
}

function rateOf(vector: Vector): RateInput {
  return {
    currentReplicas: number(vector.currentReplicas, 'currentReplicas'),
    scaleUpEvents: eventsOf(vector.scaleUpEvents, 'scaleUpEvents'),
    scaleDownEvents: eventsOf(vector.scaleDownEvents, 'scaleDownEvents'),
    nowMs,
  };
}

export function eventsOf(value: unknown, path: string): readonly ScaleEvent[] {
  return list(value, path).map((entry, index) => {
    const known = ['change', 'ageSeconds', 'outdated'];
    const { change, ageSeconds, outdated } = fields(entry, `${path}[${index}]`, known);
    return {
      replicaChange: number(change, `${path}[${index}].change`),
      timestampMs: ago(ageSeconds, `${path}[${index}].ageSeconds`),
      outdated: outdated === true,
    };
  });
}

export function recommendationsOf(vector: Fields): readonly TimestampedRecommendation[] {
  return list(vector.recommendations, 'recommendations').map((entry, index) => {
    const { value, ageSeconds } = fields(entry, `recommendations[${index}]`, ['value', 'ageSeconds']);
    return {
      replicas: number(value, `recommendations[${index}].value`),
      timestampMs: ago(ageSeconds, `recommendations[${index}].ageSeconds`),
    };
  });
}

function behaviorStabilize(vector: Vector): Answers {
  const behavior = withBehaviorDefaults(
    {
      scaleUp: windowOf(vector, 'scaleUpStabilizationWindowSeconds'),
      scaleDown: windowOf(vector, 'scaleDownStabilizationWindowSeconds'),
    },
    downscaleStabilizationMs,
  );
  const current = number(vector.currentReplicas, 'currentReplicas');
  const log = recommendationsOf(vector);
  return stabilizedAnswers(stabilizeBothWays(log, current, desiredOf(vector), behavior, nowMs));
}

function windowOf(vector: Vector, field: string): ScalingRules {
  const seconds = vector[field];
  return seconds === undefined || seconds === null
    ? {}
    : { stabilizationWindowSeconds: number(seconds, field) };
}

function legacyStabilize(vector: Vector): Answers {
  const windowMs = number(vector.downscaleStabilizationSeconds, 'downscaleStabilizationSeconds') * 1000;
  return stabilizedAnswers(stabilizeDownOnly(recommendationsOf(vector), desiredOf(vector), windowMs, nowMs));
}

function stabilizedAnswers({ replicas, recommendations }: ReturnType<typeof stabilizeDownOnly>): Answers {
  return {
    Replicas: replicas,
    LogLength: recommendations.length,
    LogValues: recommendations.map((entry) => entry.replicas),
  };
}

function limitAnswers({ replicas, reason }: Limited): Answers {
  return { Replicas: replicas, Reason: reason };
}

function limitOf(limit: number): Answers {
  return { Limit: limit, Replicas: limit };
}

/** Each direction that the vector names is a case of its own. */
function storeEventInEachDirection(vector: Vector): readonly string[] {
  const directions = list(vector.directions, 'directions');
  if (directions.length === 0) return ['the vector names no direction'];
  return directions.flatMap((direction) =>
    kindOf(EVENT_INPUTS, (each) => storeEvent(each, direction === 'up'))(vector).map(
      (difference) => `${String(direction)}: ${difference}`,
    ),
  );
}

function storeEvent(vector: Vector, up: boolean): Answers {
  const events = eventsOf(vector.events, 'events');
  const period = number(vector.sumPeriodSeconds, 'sumPeriodSeconds');
  const from = number(vector.fromReplicas, 'fromReplicas');
  const change = number(vector.replicaChange, 'replicaChange');
  const rules = vector.rules;
  const behavior =
    rules === null || rules === undefined
      ? undefined
      : withBehaviorDefaults(
          { scaleUp: rulesOf(rules), scaleDown: rulesOf(rules) },
          downscaleStabilizationMs,
        );
  const stored = storeScaleEvent(
    { scaleUpEvents: up ? events : [], scaleDownEvents: up ? [] : events },
    behavior,
    from,
    up ? from + change : from - change,
    nowMs,
  );
  return {
    SumBefore: changeWithinPeriod(events, period, nowMs),
    Events: (up ? stored.scaleUpEvents : stored.scaleDownEvents).map(({ replicaChange, outdated }) => ({
      change: replicaChange,
      outdated,
    })),
  };
}
