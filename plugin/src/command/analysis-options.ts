import type { AnalysisOptions } from '@kubectl-autoscale/core/advisor';

export interface AnalysisFlagValues {
  readonly metric: string | undefined;
  readonly horizon: number;
  readonly interval: number;
  readonly model: string | undefined;
}

export function analysisOptions({ metric, horizon, interval, model }: AnalysisFlagValues): AnalysisOptions {
  return {
    horizonMs: horizon * 60_000,
    coverage: interval / 100,
    ...(metric === undefined ? {} : { demandQuery: metric }),
    ...(model === undefined ? {} : { model }),
  };
}
