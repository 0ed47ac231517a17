import type { OptimizeEffort } from '../../optimizer/index.ts';
import { mixChanges } from '../../optimizer/index.ts';
import { HOURS_PER_MONTH } from '../../units/money.ts';
import type { CostAction, CostPlan, PlanFigures } from './cost-report.ts';
import { spotTaint } from './node-kinds.ts';
import { plannedGpus } from './plan-gpus.ts';
import { type Actions, nothingDone, planDay, type PlanInput, type PlannedDay } from './states.ts';

type ActionId = CostAction['id'];

const order: readonly (readonly [ActionId, keyof Actions | undefined, string])[] = [
  ['consolidate', undefined, 'give back nodes that the pods as they are do not need'],
  ['right-size', 'rightsize', 'request what the containers use'],
  ['replicas', 'replicas', 'run as many replicas as demand needs, hour by hour'],
  ['spot', 'spot', 'spot nodes of the same types for pods that tolerate them'],
  ['node-mix', 'mix', 'other instance types, chosen for these pods'],
];

export interface CostPlanInput extends PlanInput {
  /** What the nodes that have a price cost now, an hour. */
  readonly nowPerHour: number;
  /** Mean over all GPUs, 0–1; absent where it is not measured. */
  readonly gpuUsedShare?: number;
  /** What each action stands on, one sentence each. */
  readonly details: Readonly<Partial<Record<ActionId, readonly string[]>>>;
  /** Told before each step. */
  readonly onStep?: (done: number, total: number, next: string) => void;
}

/**
 * What each action would save by itself and after the ones before it. Costs are whole ten-thousandths of the currency, so
 * what the sequence saves step by step adds up to the total exactly. `alone` compares with the same pods packed onto as few
 * nodes of their kinds as they need: what only comes of packing them is `consolidate`'s, and counted once.
 */
export function costPlan(input: CostPlanInput, effort: OptimizeEffort): CostPlan {
  const now = Math.round(input.nowPerHour * 10_000);
  const days: { readonly alone: PlannedDay; readonly after: PlannedDay }[] = [];
  let done = nothingDone;
  let packed: PlannedDay | undefined;
  for (const [index, [, flag, title]] of order.entries()) {
    input.onStep?.(index, order.length, title);
    if (flag === undefined) {
      packed = planDay(input, nothingDone, effort);
      days.push({ alone: packed, after: packed });
      continue;
    }
    done = { ...done, [flag]: true };
    const alone = planDay(input, { ...nothingDone, [flag]: true }, effort);
    const isFirst = order[index - 1]?.[1] === undefined;
    days.push({ alone, after: isFirst ? alone : planDay(input, done, effort) });
  }
  input.onStep?.(order.length, order.length, '');
  const asksForMore = input.workloads.some(({ resized }) =>
    [...(resized?.values() ?? [])].some((change) => change > 0),
  );
  const figures = sequence(now, days, packed?.tenThousandthsPerHour ?? now, asksForMore);
  const last = days.at(-1)?.after;
  const after = figures.at(-1)?.after ?? now;
  return {
    actions: order.map(([id, , title], index) => ({
      id,
      title,
      alone: saving(figures[index]?.aloneFrom ?? now, figures[index]?.alone ?? now, now),
      inSequence: saving(figures[index]?.before ?? now, figures[index]?.after ?? now, now),
      details: [...(input.details[id] ?? [])],
    })),
    total: saving(now, after, now),
    ...(last && { mix: mixOf(input, last) }),
  };
}

interface Step {
  readonly before: number;
  readonly after: number;
  readonly aloneFrom: number;
  readonly alone: number;
}

/**
 * A plan is never worse than the one before it: what the pods had then, they can have still. So a step that found nothing
 * cheaper changes nothing, unless it has to buy (requests that were too small).
 */
function sequence(
  now: number,
  days: readonly { readonly alone: PlannedDay; readonly after: PlannedDay }[],
  packed: number,
  asksForMore: boolean,
): readonly Step[] {
  let before = now;
  return days.map(({ alone, after }, index) => {
    const own = after.tenThousandthsPerHour;
    const mayCostMore = asksForMore && order[index]?.[1] === 'rightsize';
    const next = mayCostMore ? own : Math.min(own, before);
    const aloneFrom = index === 0 ? now : Math.min(packed, now);
    const aloneTo = alone.tenThousandthsPerHour;
    const step = {
      before,
      after: next,
      aloneFrom,
      alone: mayCostMore ? aloneTo : Math.min(aloneTo, aloneFrom),
    };
    before = next;
    return step;
  });
}

/** From whole ten-thousandths; the month is rounded to them too. */
function saving(before: number, after: number, now: number): PlanFigures {
  const hourly = (amount: number): number => amount / 10_000;
  return {
    beforePerHour: hourly(before),
    afterPerHour: hourly(after),
    savingPerHour: hourly(before - after),
    savingPerMonth: hourly((before - after) * HOURS_PER_MONTH),
    ...(now > 0 && { savingShare: (before - after) / now }),
  };
}

/** Without the taint that is ours: it says that the pod does not bear spot, not why no other node takes it. */
function reasonsOf(refusals: PlannedDay['peak']['unplaced'][number]['refusals']): string[] {
  const own = [...refusals.values()].flat().filter(({ detail }) => detail?.includes(spotTaint.key) !== true);
  return [...new Set(own.map(({ reason }) => reason))];
}

function mixOf(input: CostPlanInput, { peak, outOfTime }: PlannedDay): NonNullable<CostPlan['mix']> {
  const { kinds } = input;
  const gpus = plannedGpus(input, peak);
  const present = [...kinds.values()].flatMap(({ option, nodes }) =>
    Array.from({ length: nodes }, () => option),
  );
  const planned = peak.nodes.map(({ option }) => option);
  const rows = new Map<string, NonNullable<CostPlan['mix']>['nodes'][number]>();
  for (const { instanceType, capacityType, zone, pricePerHour } of planned) {
    const key = [instanceType, capacityType, zone].join(' ');
    const nodes = (rows.get(key)?.nodes ?? 0) + 1;
    rows.set(key, {
      instanceType,
      capacityType,
      ...(zone !== undefined && { zone }),
      nodes,
      perHour: nodes * pricePerHour,
    });
  }
  return {
    nodes: [...rows.values()].sort((a, b) => b.perHour - a.perHour),
    perHour: peak.pricePerHour,
    firstFitPerHour: peak.baselinePerHour,
    ...(peak.boundPerHour !== undefined && { boundPerHour: peak.boundPerHour }),
    ...(peak.gap !== undefined && { gap: peak.gap }),
    ...(gpus && { gpus }),
    steps: mixChanges(present, planned).map((change) => ({ ...change })),
    unplaced: peak.unplaced.map(({ pod, refusals }) => ({
      pod: `${pod.namespace}/${pod.name}`,
      reasons: reasonsOf(refusals),
    })),
    outOfTime,
  };
}
