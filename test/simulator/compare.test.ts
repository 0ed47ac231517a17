import { describe, expect, it } from 'vitest';

import {
  cheapestWithinGoal,
  compareStrategies,
  leastStatic,
  LOST_SHARE_ALLOWED,
  type OwnHpa,
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

describe('an HPA of its own', () => {
  const external = (averageValueMilli: number): OwnHpa => ({
    spec: {
      minReplicas: 2,
      maxReplicas: 60,
      metrics: [
        { type: 'External', metric: { name: 'rps' }, target: { type: 'AverageValue', averageValueMilli } },
      ],
    },
    signals: { rps: 'requests-per-second' },
  });
  const of = serviceCase('daily', { startMs: MONDAY + 3.5 * DAY, endMs: MONDAY + 3.75 * DAY });

  it('does as the same HPA of ours does, and what is changed in it shows', () => {
    const own = { ...of, ownHpa: external(30_000), whatIfHpa: external(45_000) };
    const ids = ['own-hpa', 'what-if', 'hpa-metric'] as const;
    const [asItIs, whatIf, ours] = compareStrategies(own, undefined, ids);
    expect(asItIs!.scorecard).toEqual(ours!.scorecard);
    expect(whatIf!.podCost).toBeLessThan(asItIs!.podCost);
    expect(whatIf!.scorecard.lostMinutes).toBeGreaterThan(asItIs!.scorecard.lostMinutes);
  });

  it('keeps to its own bounds', () => {
    const { spec, signals } = external(30_000);
    const narrow = { ...of, ownHpa: { spec: { ...spec, maxReplicas: 7 }, signals } };
    const { scorecard } = compareStrategies(narrow, undefined, ['own-hpa'])[0]!;
    expect(scorecard.mostReplicas).toBe(7);
    expect(scorecard.failed).toBeGreaterThan(0);
  });

  it('is left out where there is none, and cannot be asked for', () => {
    expect(compareStrategies(of, undefined, ['own-hpa', 'what-if', 'static-least'])).toHaveLength(1);
    expect(() => strategyScenario('own-hpa', of)).toThrow(RangeError);
  });

  it('counts a metric that is so much for each request as that many requests', () => {
    const { spec } = external(300_000);
    const tenfold = { spec, signals: { rps: { signal: 'requests-per-second', times: 10 } } } as const;
    const scorecard = (ownHpa: OwnHpa) =>
      simulate(strategyScenario('own-hpa', { ...of, ownHpa })).workloads[0]!.scorecard;
    // The adapter cuts a metric to thousandths, which is finer here by ten: replicas can differ where the ratio is at an edge.
    expect(scorecard(tenfold).podHours).toBeCloseTo(scorecard(external(30_000)).podHours, 0);
  });

  it('is searched about what it is', () => {
    const search = { ...of, ownHpa: external(30_000) };
    const grid = {
      targetShares: [0.5, 0.95],
      minReplicas: [2],
      scaleDownWindowSeconds: [300],
      forecast: [false],
    };
    const tried = searchSettings(search, grid);
    expect(tried.map(({ target }) => target).sort()).toEqual(['rps 25', 'rps 30', 'rps 47.5']);
    const cheapest = cheapestWithinGoal(tried);
    expect(cheapest).toBe(tried.find(({ meetsGoal }) => meetsGoal));
    expect(tried.some(({ meetsGoal }) => !meetsGoal)).toBe(true);
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
