import type { WorkloadReport } from '@kubectl-autoscale/core/advisor';

import type { PlottedForecast } from './forecast-plot.ts';

/** The demand of each workload that has a forecast, with the replicas that it leads to. */
export function plottedForecasts(reports: readonly WorkloadReport[]): PlottedForecast[] {
  return reports.flatMap(({ workload, metrics, forecast, generatedAt, scaling }) => {
    const metric = metrics.find(({ name }) => name === forecast?.metric);
    if (forecast === undefined || metric === undefined) return [];
    const { now, ahead, peak } = scaling;
    const replicas = [
      `${now.currentReplicas} replicas`,
      ...(ahead ? [`${ahead.desiredReplicas} in ${forecast.horizonMinutes} min`] : []),
      ...(peak ? [`${peak.desiredReplicas} at the highest point`] : []),
    ];
    const name = `${workload.namespace}/${workload.name}`;
    return [{ name, metric, forecast, generatedAt, note: replicas.join(', ') }];
  });
}
