import { fileURLToPath } from 'node:url';

import { beforeAll, describe, expect, it } from 'vitest';

import { analyzeCost, type CostAction, type CostReport } from '#core/advisor/index.ts';
import { diskFiles } from '#core/sources/files/index.ts';
import { filePriceSource } from '#core/sources/pricing/index.ts';
import { openRecording } from '#core/sources/recording/index.ts';
import { openHighs } from '#core/sources/solver/index.ts';

const folder = fileURLToPath(new URL('../../examples/savings/', import.meta.url));

let report: CostReport;
beforeAll(async () => {
  const prices = await filePriceSource(diskFiles(folder), 'prices.yaml').load();
  const plan = { solver: await openHighs(), timeLimitMs: 30_000, clockMs: () => 0, rounds: 100 };
  const recording = await openRecording(`${folder}recording`);
  report = await analyzeCost({ ...recording, prices }, 'ml', { by: 'workload', plan });
}, 60_000);

const action = (id: CostAction['id']): CostAction => report.plan!.actions.find((each) => each.id === id)!;

// The same by hand. Pods sit eight to a node in the order of their names' workloads, nodes go round three zones.
const hours = Array.from({ length: 24 }, (_, hour) =>
  hour >= 8 && hour < 20 ? 1 : hour >= 6 && hour < 22 ? 0.5 : 0.1,
);
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** How many pods each zone holds of the first `realtime` and the first `batch` pods. */
function zones(
  realtime: number,
  batch: number,
): readonly { readonly realtime: number; readonly batch: number }[] {
  const held = [0, 1, 2].map(() => ({ realtime: 0, batch: 0 }));
  for (let pod = 0; pod < realtime; pod += 1) held[Math.floor(pod / 8) % 3]!.realtime += 1;
  for (let pod = 60; pod < 60 + batch; pod += 1) held[Math.floor(pod / 8) % 3]!.batch += 1;
  return held;
}

/** 32 cores a node: 8 pods at 4, and 18 at 1.75, which is what 1.5 cores in use and 15 % on top come to, rounded up. */
function bill(perNode: number, onSpot: boolean, share = 1): number {
  return zones(60 * share, 100 * share).reduce((sum, { realtime, batch }) => {
    if (!onSpot) return sum + 30 * Math.ceil((realtime + batch) / perNode);
    const nodes = Math.ceil(realtime / perNode);
    const beside = nodes * perNode - realtime;
    return sum + 30 * nodes + 12 * Math.ceil(Math.max(batch - beside, 0) / perNode);
  }, 0);
}

describe('the business case', () => {
  it('costs $14,400 a day now, and nothing of it is idle by requests', () => {
    expect(report.now.perHour * 24).toBe(14_400);
    expect(report.idle.perHour).toBeCloseTo(0, 9);
    expect(bill(8, false)).toBe(600);
  });

  it('cuts what is requested and not used by more than 40 %', () => {
    expect(action('right-size').details).toEqual([
      'ml/batch-inference: cpu requests −56 %, memory requests −56 % a pod',
      'ml/realtime: cpu requests −56 %, memory requests −56 % a pod',
    ]);
    expect(1.75 / 4).toBeLessThan(0.6);
  });

  it('saves alone what the same arithmetic by hand says', () => {
    const alone = (id: CostAction['id']): number => action(id).alone.savingPerHour;
    expect(alone('consolidate')).toBe(0);
    expect(alone('right-size')).toBe(600 - bill(18, false));
    expect(alone('replicas')).toBeCloseTo(600 - mean(hours.map((share) => bill(8, false, share))), 4);
    expect(alone('spot')).toBe(600 - bill(8, true));
  });

  it('saves in sequence what is left of each after the ones before', () => {
    const then = (id: CostAction['id']): number => action(id).inSequence.afterPerHour;
    expect(then('right-size')).toBe(bill(18, false));
    expect(then('replicas')).toBeCloseTo(mean(hours.map((share) => bill(18, false, share))), 4);
    expect(then('spot')).toBeCloseTo(mean(hours.map((share) => bill(18, true, share))), 4);
  });

  it('saves at most 60 % by spot, and only on pods that tolerate it', () => {
    const { savingPerHour, afterPerHour } = action('spot').alone;
    expect(savingPerHour / (savingPerHour + afterPerHour)).toBeLessThanOrEqual(0.6 * (100 / 160));
    expect(action('spot').details[0]).toContain('100 of 160 pods may run on spot nodes');
  });

  it('counts nothing twice: the steps add up to the total, to the ten-thousandth', () => {
    const { actions, total } = report.plan!;
    const whole = (amount: number): number => Math.round(amount * 10_000);
    expect(actions.reduce((sum, { inSequence }) => sum + whole(inSequence.savingPerHour), 0)).toBe(
      whole(total.savingPerHour),
    );
    actions.forEach(({ inSequence }, index) => {
      const before = actions[index - 1]?.inSequence.afterPerHour ?? 600;
      expect(inSequence.beforePerHour).toBe(before);
      expect(whole(inSequence.beforePerHour) - whole(inSequence.savingPerHour)).toBe(
        whole(inSequence.afterPerHour),
      );
    });
    expect(total.beforePerHour).toBe(600);
    expect(total.afterPerHour).toBe(actions.at(-1)!.inSequence.afterPerHour);
  });

  it('says how many GPUs are left and how busy they would be', () => {
    const then = report.plan!.mix!.nodes.reduce(
      (sum, { instanceType, nodes }) => sum + nodes * (instanceType === 'gpu-4x' ? 4 : 1),
      0,
    );
    const gpus = report.plan!.mix!.gpus!;
    expect(gpus).toMatchObject({ now: 80, then });
    expect(gpus.usedNow).toBeCloseTo(0.3, 9);
    // All 160 pods run in the busiest hour, and do what 80 GPUs did at 30 %.
    expect(gpus.usedThen).toBeCloseTo((80 * 0.3) / then, 9);
    expect(gpus.usedThen).toBeLessThan(0.8);
  });

  it('cannot beat what the cores cost where they are cheapest', () => {
    // On demand 30 ÷ 32 a core for pods that do not bear spot, 12 ÷ 32 for the others.
    const floor = 60 * 1.75 * (30 / 32) + 100 * 1.75 * (12 / 32);
    expect(report.plan!.mix!.perHour).toBeGreaterThanOrEqual(floor);
    expect(report.plan!.mix!.boundPerHour).toBeGreaterThanOrEqual(floor - 1e-6);
    expect(report.plan!.mix!.gap).toBeLessThan(0.05);
  });
});
