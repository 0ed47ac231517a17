import type { HpaSpec } from '../../hpa/index.ts';
import { changedHpa, targetsText, withTargetsTimes } from '../own-hpa/hpa-changes.ts';
import { loadAtTarget } from '../own-hpa/load-at-target.ts';
import type { OwnHpa } from '../own-hpa/own-hpa.ts';
import { replicaCapacity } from '../serving/service-profile.ts';
import { simulate } from '../simulate.ts';
import { lostMinutesAllowed } from './compare.ts';
import type { ServiceCase } from './service-case.ts';
import { metricHpa, ownScenario } from './strategy.ts';

/** What of an HPA may be set otherwise. Every combination is tried. */
export interface SettingsGrid {
  /** What a replica is to carry at the target, as shares of what it can serve. Of an HPA whose metric does not tell that, targets are tried about its own. */
  readonly targetShares: readonly number[];
  readonly minReplicas: readonly number[];
  readonly scaleDownWindowSeconds: readonly number[];
  readonly forecast: readonly boolean[];
}

export const defaultSettingsGrid: SettingsGrid = {
  targetShares: [0.5, 0.6, 0.7, 0.8],
  minReplicas: [1, 2, 4],
  scaleDownWindowSeconds: [60, 300, 900],
  forecast: [false, true],
};

export interface TriedSettings {
  /** The targets, for people: `cpu 60 %`. */
  readonly target: string;
  /** What a replica then carries, as a share of what it can serve; absent where the metric does not tell. */
  readonly targetShare?: number;
  readonly minReplicas: number;
  readonly scaleDownWindowSeconds: number;
  readonly forecast: boolean;
  readonly cost: number;
  readonly lostMinutes: number;
  readonly p95Seconds?: number;
  readonly flapsPerDay: number;
  /** No more minutes are lost than the goal allows. */
  readonly meetsGoal: boolean;
  /** No other one costs less without losing more minutes; of equals the one without a forecast. */
  readonly onFront: boolean;
}

/**
 * Tries settings of an HPA on the traffic, of the service's own one where it has one that can be simulated, else of one on requests per second, and says
 * which are worth having: those on the front of cost and lost minutes, from the cheapest to the best. Costs are those of the pods.
 */
export function searchSettings(
  of: ServiceCase,
  grid: SettingsGrid = defaultSettingsGrid,
  progress: (done: number, of: number) => void = () => undefined,
): readonly TriedSettings[] {
  const base = of.whatIfHpa ?? of.ownHpa ?? metricHpa(of);
  const ownMinimum = of.ownHpa ? [base.spec.minReplicas ?? 1] : [];
  const minimums = [...new Set([...grid.minReplicas, ...ownMinimum])]
    .filter((count) => count <= base.spec.maxReplicas)
    .sort((a, b) => a - b);
  const combinations = targetFactors(of, base, grid).flatMap((factor) =>
    minimums.flatMap((minReplicas) =>
      grid.scaleDownWindowSeconds.flatMap((scaleDownWindowSeconds) =>
        grid.forecast.map((forecast) => ({ factor, minReplicas, scaleDownWindowSeconds, forecast })),
      ),
    ),
  );
  const allowed = lostMinutesAllowed(of);
  const tried = combinations.map(({ factor, forecast, ...fields }, i) => {
    progress(i, combinations.length);
    const hpa: OwnHpa = { ...base, spec: withFields(withTargetsTimes(base.spec, factor), fields) };
    const { scorecard } = simulate(ownScenario(of, hpa, forecast)).workloads[0]!;
    const { podCost = 0, lostMinutes, latencySeconds, flapsPerDay } = scorecard;
    const load = loadAtTarget(of, hpa);
    return {
      ...fields,
      forecast,
      target: targetsText(hpa.spec),
      ...(load !== undefined && { targetShare: load / replicaCapacity(of.service) }),
      cost: podCost,
      lostMinutes,
      flapsPerDay,
      meetsGoal: lostMinutes <= allowed,
      ...(latencySeconds && { p95Seconds: latencySeconds.p95 }),
    };
  });
  return tried
    .map((one, i) => ({ ...one, onFront: !tried.some((other, j) => beats(other, one, j < i)) }))
    .sort((a, b) => a.cost - b.cost || a.lostMinutes - b.lostMinutes);
}

/** What its targets are multiplied by; one that is the service's own is tried as it is, too. */
function targetFactors(of: ServiceCase, base: OwnHpa, { targetShares }: SettingsGrid): readonly number[] {
  const load = loadAtTarget(of, base);
  if (load === undefined) return [2 / 3, 5 / 6, 1, 4 / 3];
  const factors = targetShares.map((share) => (share * replicaCapacity(of.service)) / load);
  return of.ownHpa && !factors.includes(1) ? [...factors, 1] : factors;
}

/** The cheapest of those that meet the goal. */
export function cheapestWithinGoal<Tried extends Pick<TriedSettings, 'cost' | 'meetsGoal'>>(
  tried: readonly Tried[],
): Tried | undefined {
  return tried
    .filter(({ meetsGoal }) => meetsGoal)
    .reduce<Tried | undefined>(
      (best, each) => (best === undefined || each.cost < best.cost ? each : best),
      undefined,
    );
}

function withFields(
  spec: HpaSpec,
  fields: { readonly minReplicas: number; readonly scaleDownWindowSeconds: number },
): HpaSpec {
  const changed = changedHpa(spec, { ...fields, targets: {} });
  if (!changed.ok) throw new RangeError(changed.error);
  return changed.value;
}

interface Point {
  readonly cost: number;
  readonly lostMinutes: number;
}

/** `first`: of two that are equal, this one counts. */
function beats(a: Point, b: Point, first: boolean): boolean {
  if (a.cost > b.cost || a.lostMinutes > b.lostMinutes) return false;
  return a.cost < b.cost || a.lostMinutes < b.lostMinutes || first;
}
