import { describe, expect, it } from 'vitest';

import {
  compareStrategies,
  leastStatic,
  LOST_SHARE_ALLOWED,
  searchSettings,
  simulate,
  strategyScenario,
} from '#core/simulator/index.ts';

import { DAY, MONDAY, pool, serviceCase } from './service-case.ts';

describe('compareStrategies', () => {
  const of = serviceCase('daily', {
    rightSizedPod: { requests: { cpu: 1100, memory: 3 * 2 ** 30 } },
    spotPool: { ...pool, name: 'spot', minSize: 0, pricePerHour: 0.05 },
  });
  const results = compareStrategies(of);
  const result = (id: string) => results.find((each) => each.id === id)!;

  it('finds the fewest fixed replicas that meet the goal: one fewer loses more than is allowed', () => {
    const least = leastStatic(of);
    expect(result('static-least').scorecard.mostReplicas).toBe(least);
    const fewer = simulate(strategyScenario('static-least', of, least - 1)).workloads[0]!.scorecard;
    expect(fewer.lostMinutes).toBeGreaterThan(LOST_SHARE_ALLOWED * 24 * 60);
  });

  it('costs what the hours of pods and nodes cost', () => {
    const { scorecard, podCost, nodeCost } = result('static-least');
    expect(scorecard.podHours).toBeCloseTo(24 * scorecard.mostReplicas, 9);
    // 1900 of 3920 thousandths of a core: two pods a node.
    expect(podCost).toBeCloseTo((scorecard.podHours * pool.pricePerHour * 1900) / 3920, 9);
    expect(nodeCost).toBeCloseTo(24 * Math.ceil(scorecard.mostReplicas / 2) * pool.pricePerHour, 9);
  });

  it('counts savings against the static count, and only where no more minutes are lost', () => {
    const base = result('static-least');
    for (const { saved, nodeCost, scorecard } of results) {
      expect(saved.nodeShare).toBeCloseTo(1 - nodeCost / base.nodeCost, 12);
      expect(saved.counts).toBe(scorecard.lostMinutes <= base.scorecard.lostMinutes);
    }
    expect(result('spot').nodeCost).toBeLessThan(result('headroom').nodeCost);
    expect(result('cluster-autoscaler').nodeCost).toBeLessThan(result('right-sized').nodeCost);
  });
});

describe('searchSettings', () => {
  it('keeps what nothing else beats, from the cheapest to the best', () => {
    const of = serviceCase('flash-crowd', { startMs: MONDAY + 3.4 * DAY, endMs: MONDAY + 3.6 * DAY });
    const grid = {
      targetShares: [0.5, 0.8],
      minReplicas: [2, 12],
      scaleDownWindowSeconds: [60],
      forecast: [false],
    };
    const tried = searchSettings(of, grid);
    expect(tried).toHaveLength(4);
    const front = tried.filter(({ onFront }) => onFront);
    expect(front.length).toBeGreaterThan(1);
    for (const [i, point] of front.slice(1).entries()) {
      expect(point.cost).toBeGreaterThan(front[i]!.cost);
      expect(point.lostMinutes).toBeLessThan(front[i]!.lostMinutes);
    }
    for (const beaten of tried.filter(({ onFront }) => !onFront)) {
      expect(
        front.some((other) => other.cost <= beaten.cost && other.lostMinutes <= beaten.lostMinutes),
      ).toBe(true);
    }
  });
});
