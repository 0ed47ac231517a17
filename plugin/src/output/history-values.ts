import type { ReportMetric } from '@kubectl-autoscale/core/advisor';

/** The newest `seconds` of a metric's history; gaps are NaN. */
export function historyValues({ history }: ReportMetric, seconds: number): readonly number[] {
  return history.values.slice(-Math.ceil(seconds / history.stepSeconds)).map((value) => value ?? Number.NaN);
}
