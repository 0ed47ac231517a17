import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  decideScaling,
  defaultReplicaPolicy,
  responseTimeQuantile,
  type ScalingInput,
} from '#core/scaling/index.ts';

import { byMagnitude, evenly } from './spread-numbers.ts';

const NOW = 10_000_000;
const inputs = fc
  .record({
    minReplicas: fc.integer({ min: 1, max: 10 }),
    spread: fc.integer({ min: 0, max: 40 }),
    currentReplicas: fc.integer({ min: 0, max: 60 }),
    targetValue: byMagnitude(0.01, 1000),
    loadShare: evenly(0, 4),
    forecast: fc.option(fc.record({ share: evenly(0, 4), halfShare: evenly(0, 1), trusted: fc.boolean() }), {
      nil: undefined,
    }),
    history: fc.array(
      fc.record({
        atMs: fc.integer({ min: NOW - 3_600_000, max: NOW }),
        from: fc.integer({ min: 1, max: 9 }),
        to: fc.integer({ min: 1, max: 9 }),
      }),
      { maxLength: 6 },
    ),
  })
  .map(
    ({ minReplicas, spread, targetValue, loadShare, forecast, history, currentReplicas }): ScalingInput => {
      // Shares of what the replicas are to carry: loads of any size would be far beyond the thresholds, or nothing.
      const carried = targetValue * Math.max(1, currentReplicas);
      return {
        currentReplicas,
        load: loadShare * carried,
        policy: { ...defaultReplicaPolicy, targetValue, minReplicas, maxReplicas: minReplicas + spread },
        history: history.filter(({ from, to }) => from !== to).sort((a, b) => a.atMs - b.atMs),
        nowMs: NOW,
        ...(forecast === undefined ? {} : { forecast: forecastOf(forecast, carried) }),
      };
    },
  );

function forecastOf(
  { share, halfShare, trusted }: { share: number; halfShare: number; trusted: boolean },
  carried: number,
): NonNullable<ScalingInput['forecast']> {
  const value = share * carried;
  return { value, lower: value * (1 - halfShare), upper: value * (1 + halfShare), trusted };
}

function reactive(input: ScalingInput): ScalingInput {
  const { policy, currentReplicas, load, history, nowMs } = input;
  return { policy, currentReplicas, load, history, nowMs };
}

describe('scaling decisions', () => {
  it('stay within the bounds, and the same input gives the same', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { desiredReplicas } = decideScaling(input);
        expect(desiredReplicas).toBeGreaterThanOrEqual(input.policy.minReplicas);
        expect(desiredReplicas).toBeLessThanOrEqual(input.policy.maxReplicas);
        expect(decideScaling(structuredClone(input))).toEqual(decideScaling(input));
      }),
    );
  });

  it('never fall when the load rises', () => {
    fc.assert(
      fc.property(inputs, evenly(0, 4), (withForecast, more) => {
        const input = reactive(withForecast);
        const higher = decideScaling({ ...input, load: input.load * (1 + more) });
        expect(higher.desiredReplicas).toBeGreaterThanOrEqual(decideScaling(input).desiredReplicas);
      }),
    );
  });

  it('are never lower with a forecast than without', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        expect(decideScaling(input).desiredReplicas).toBeGreaterThanOrEqual(
          decideScaling(reactive(input)).desiredReplicas,
        );
      }),
    );
  });

  it('do not come back at once: after a scale-down the load is below the scale-up threshold', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { action, desiredReplicas, currentReplicas } = decideScaling(input);
        fc.pre(action === 'scale-down' && currentReplicas <= input.policy.maxReplicas);
        const after = decideScaling({ ...input, currentReplicas: desiredReplicas, history: [] });
        expect(after.action).not.toBe('scale-up');
      }),
    );
  });

  it('more replicas never answer later', () => {
    fc.assert(
      fc.property(
        byMagnitude(0.1, 50),
        byMagnitude(0.5, 20),
        fc.integer({ min: 1, max: 40 }),
        (arrivalsPerSecond, servicesPerSecond, replicas) => {
          const p95 = (count: number) =>
            responseTimeQuantile({ arrivalsPerSecond, servicesPerSecond, replicas: count }, 0.95);
          expect(p95(replicas + 1)).toBeLessThanOrEqual(p95(replicas) * (1 + 1e-9));
        },
      ),
    );
  });
});
