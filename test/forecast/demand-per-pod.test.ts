import { describe, expect, it } from 'vitest';

import { demandPerPod } from '#core/forecast/index.ts';

const series = (values: readonly number[]) => ({
  labels: {},
  timestampsMs: values.map((_, i) => i * 60_000),
  values: [...values],
});

/** Requests rise from 1 to 100 a second on two pods that queue what exceeds 40 a second for each. */
const demand = series(Array.from({ length: 100 }, (_, i) => i + 1));
const replicas = series(demand.values.map(() => 2));
const queue = series(demand.values.map((value) => Math.max(0, value / 2 - 40)));

describe('what one pod carries', () => {
  it('is read off the moments at which the metric kept its target', () => {
    const found = demandPerPod({ demand, replicas, metric: queue, target: 5 })!;
    expect(found.value).toBeGreaterThan(38);
    expect(found.value).toBeLessThan(45);
    expect(found).toMatchObject({ samples: 100, above: 10 });
  });

  it('follows the target: a tighter one asks less of a pod', () => {
    const at = (target: number): number => demandPerPod({ demand, replicas, metric: queue, target })!.value;
    expect(at(0)).toBeLessThan(at(5));
  });

  it('is unknown without enough moments, without demand, and where pods or the metric were not seen', () => {
    const few = series(demand.values.slice(0, 10));
    expect(demandPerPod({ demand: few, replicas, metric: queue, target: 5 })).toBeUndefined();
    const none = series(demand.values.map(() => 0));
    expect(demandPerPod({ demand: none, replicas, metric: queue, target: 5 })).toBeUndefined();
    expect(demandPerPod({ demand, replicas: none, metric: queue, target: 5 })).toBeUndefined();
    expect(demandPerPod({ demand, replicas, metric: series([]), target: 5 })).toBeUndefined();
    expect(demandPerPod({ demand, replicas, metric: queue, target: -1 })).toBeUndefined();
  });
});
