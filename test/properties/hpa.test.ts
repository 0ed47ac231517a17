import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  decideHpa,
  type HpaDecision,
  type HpaInput,
  type HpaPod,
  type HpaState,
  initialHpaState,
  type ScalingRules,
} from '#core/hpa/index.ts';

import { cpuSamples, hpaInput, nowMs, readyPods } from '../hpa/hpa-input.ts';

const policy = fc.record({
  type: fc.constantFrom('Pods' as const, 'Percent' as const),
  value: fc.integer({ min: 1, max: 300 }),
  periodSeconds: fc.constantFrom(15, 60, 300),
});

const rules: fc.Arbitrary<ScalingRules> = fc.record(
  {
    stabilizationWindowSeconds: fc.constantFrom(0, 60, 300),
    selectPolicy: fc.constantFrom('Max' as const, 'Min' as const, 'Disabled' as const),
    policies: fc.array(policy, { minLength: 1, maxLength: 3 }),
    tolerance: fc.constantFrom(0, 0.05, 0.2),
  },
  { requiredKeys: [] },
);

const behavior = fc.option(fc.record({ scaleUp: rules, scaleDown: rules }, { requiredKeys: [] }), {
  nil: undefined,
});

const event = fc.record({
  replicaChange: fc.integer({ min: 1, max: 8 }),
  timestampMs: fc.integer({ min: nowMs - 400_000, max: nowMs }),
  outdated: fc.boolean(),
});

const state: fc.Arbitrary<HpaState> = fc.record({
  recommendations: fc.array(
    fc.record({
      replicas: fc.integer({ min: 1, max: 40 }),
      timestampMs: fc.integer({ min: nowMs - 700_000, max: nowMs }),
    }),
    { maxLength: 5 },
  ),
  scaleUpEvents: fc.array(event, { maxLength: 3 }),
  scaleDownEvents: fc.array(event, { maxLength: 3 }),
  conditions: fc.constant(initialHpaState.conditions),
  desiredReplicas: fc.integer({ min: 0, max: 40 }),
});

const bounds = fc
  .tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 30 }))
  .map(([min, span]) => ({ min, max: min + span }));

/** Everything of an HPA on CPU but the usage of its pods. */
const situation = fc.record({
  bounds,
  replicas: fc.integer({ min: 1, max: 40 }),
  target: fc.integer({ min: 1, max: 200 }),
  behavior,
  state,
});

type Situation = typeof situation extends fc.Arbitrary<infer T> ? T : never;

function inputOf(
  each: Situation,
  utilization: number,
  pods: readonly HpaPod[] = readyPods(each.replicas),
): HpaInput {
  const { replicas, target } = each;
  const input = hpaInput({ ...each.bounds, replicas, target, utilization });
  return {
    ...input,
    spec: each.behavior === undefined ? input.spec : { ...input.spec, behavior: each.behavior },
    pods,
    observations: [{ type: 'PodMetrics', items: cpuSamples(pods, utilization * 10) }],
    state: each.state,
  };
}

const load = fc.integer({ min: 0, max: 1000 });

describe('decideHpa', () => {
  it('stays within minReplicas and maxReplicas', () => {
    fc.assert(
      fc.property(situation, load, (each, utilization) => {
        const { desiredReplicas } = decideHpa(inputOf(each, utilization));
        expect(desiredReplicas).toBeGreaterThanOrEqual(each.bounds.min);
        expect(desiredReplicas).toBeLessThanOrEqual(each.bounds.max);
      }),
      { numRuns: 500 },
    );
  });

  it('never leaves the count out of bounds where it finds it', () => {
    fc.assert(
      fc.property(situation, load, (each, utilization) => {
        const { min, max } = each.bounds;
        const found = each.replicas;
        fc.pre(found < min || found > max);
        expect(decideHpa(inputOf(each, utilization)).desiredReplicas).toBe(found < min ? min : max);
      }),
    );
  });

  it('never answers more load with fewer replicas', () => {
    fc.assert(
      fc.property(situation, load, load, (each, one, other) => {
        const [less, more] = one < other ? [one, other] : [other, one];
        const atLess = decideHpa(inputOf(each, less)).desiredReplicas;
        expect(decideHpa(inputOf(each, more)).desiredReplicas).toBeGreaterThanOrEqual(atLess);
      }),
      { numRuns: 1000 },
    );
  });

  it('answers the same input alike and changes nothing of it', () => {
    fc.assert(
      fc.property(situation, load, (each, utilization) => {
        const input = deepFreeze(inputOf(each, utilization));
        expect(written(decideHpa(input))).toEqual(written(decideHpa(structuredClone(input))));
      }),
      { numRuns: 200 },
    );
  });

  it('scales up as soon as a metric is where the outlook says, if nothing else is in the way', () => {
    fc.assert(
      fc.property(situation, load, (each, utilization) => {
        const seen = decideHpa(inputOf(each, utilization));
        const [threshold] = seen.outlook.up.thresholds;
        fc.pre(!seen.rescale && threshold !== undefined && threshold.threshold <= 2000);
        const next = (value: number): number | undefined =>
          decideHpa(inputOf({ ...each, state: initialHpaState }, value)).metricReplicas;
        expect(next(threshold.threshold)).toBeGreaterThan(each.replicas);
        expect(next(threshold.threshold - 1)).toBeLessThanOrEqual(each.replicas);
      }),
      { numRuns: 300 },
    );
  });
});

/** With the words that are only written when they are read. */
function written(decision: HpaDecision): object {
  const { reasons, outlook } = decision;
  const proposals = decision.proposals.map((each) =>
    each.valid ? { ...each, reasons: each.reasons() } : each,
  );
  return { ...decision, proposals, reasons, outlook };
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
