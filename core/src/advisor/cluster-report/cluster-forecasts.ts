import type { WorkloadReport } from '../workload-report.ts';
import type { ClusterForecast } from './cluster-report.ts';
import { titleOf } from './workload-title.ts';

const daySeconds = 86_400;

/** Demand of each workload over the last day and ahead, those with a trusted forecast first. */
export function clusterForecasts(workloads: readonly WorkloadReport[]): ClusterForecast[] {
  const forecasts = workloads.flatMap((report) => forecastOf(report) ?? []);
  const rank = ({ forecast }: ClusterForecast): number => (forecast ? (forecast.trusted ? 0 : 1) : 2);
  return forecasts.sort((a, b) => rank(a) - rank(b) || (a.workload < b.workload ? -1 : 1));
}

function forecastOf(report: WorkloadReport): ClusterForecast | undefined {
  const [demand] = report.metrics;
  if (demand === undefined) return undefined;
  const { forecast, noForecast } = report;
  const note = forecast?.note ?? noForecast?.note;
  return {
    workload: titleOf(report),
    title: demand.title,
    unit: demand.unit,
    history: lastDay(demand.history),
    ...(forecast && { forecast }),
    ...(note !== undefined && { note }),
  };
}

function lastDay({ start, stepSeconds, values }: ClusterForecast['history']): ClusterForecast['history'] {
  const shown = values.slice(-Math.ceil(daySeconds / stepSeconds));
  const startMs = Date.parse(start) + (values.length - shown.length) * stepSeconds * 1000;
  return {
    start: new Date(startMs).toISOString().replace('.000Z', 'Z'),
    stepSeconds,
    values: shown,
  };
}
