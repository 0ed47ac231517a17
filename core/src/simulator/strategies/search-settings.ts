import type { HpaSpec } from '../../hpa/index.ts';
import type { Scenario } from '../scenario.ts';
import { simulate } from '../simulate.ts';
import type { ServiceCase } from './service-case.ts';
import { forecastHpa, strategyScenario } from './strategy.ts';

/** What of an HPA may be set otherwise. Every combination is tried. */
export interface SettingsGrid {
  /** Shares of what a replica can serve. */
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
  readonly targetShare: number;
  readonly minReplicas: number;
  readonly scaleDownWindowSeconds: number;
  readonly forecast: boolean;
  readonly cost: number;
  readonly lostMinutes: number;
  readonly p95Seconds?: number;
  readonly flapsPerDay: number;
  /** No other one costs less without losing more minutes. */
  readonly onFront: boolean;
}

/**
 * Tries an HPA's settings on the traffic, all on the custom metric, and says which are worth having: those on the front of cost and lost
 * minutes, from the cheapest to the best. Costs are those of the pods.
 */
export function searchSettings(
  of: ServiceCase,
  grid: SettingsGrid = defaultSettingsGrid,
  progress: (done: number, of: number) => void = () => undefined,
): readonly TriedSettings[] {
  const combinations = grid.targetShares.flatMap((targetShare) =>
    grid.minReplicas.flatMap((minReplicas) =>
      grid.scaleDownWindowSeconds.flatMap((scaleDownWindowSeconds) =>
        grid.forecast.map((forecast) => ({ targetShare, minReplicas, scaleDownWindowSeconds, forecast })),
      ),
    ),
  );
  const tried = combinations.map((settings, i) => {
    progress(i, combinations.length);
    const { scorecard } = simulate(withSettings(of, settings)).workloads[0]!;
    const { podCost = 0, lostMinutes, latencySeconds, flapsPerDay } = scorecard;
    return {
      ...settings,
      cost: podCost,
      lostMinutes,
      flapsPerDay,
      ...(latencySeconds && { p95Seconds: latencySeconds.p95 }),
    };
  });
  return tried
    .map((one) => ({ ...one, onFront: !tried.some((other) => beats(other, one)) }))
    .sort((a, b) => a.cost - b.cost || a.lostMinutes - b.lostMinutes);
}

type Settings = Pick<TriedSettings, 'targetShare' | 'minReplicas' | 'scaleDownWindowSeconds' | 'forecast'>;

function withSettings(of: ServiceCase, settings: Settings): Scenario {
  const { targetShare, minReplicas, scaleDownWindowSeconds, forecast } = settings;
  const tried = { ...of, targetShare, minReplicas };
  const scenario = strategyScenario('hpa-metric', tried);
  const scaler = forecast ? forecastHpa(tried) : scenario.workloads[0]!.scaler;
  if (scaler.kind !== 'hpa') return scenario;
  const spec: HpaSpec = {
    ...scaler.spec,
    behavior: { scaleDown: { stabilizationWindowSeconds: scaleDownWindowSeconds } },
  };
  return { ...scenario, workloads: [{ ...scenario.workloads[0]!, scaler: { ...scaler, spec } }] };
}

function beats(a: { cost: number; lostMinutes: number }, b: { cost: number; lostMinutes: number }): boolean {
  return (
    a.cost <= b.cost && a.lostMinutes <= b.lostMinutes && (a.cost < b.cost || a.lostMinutes < b.lostMinutes)
  );
}
