import { defineQuery } from '../defined-query.ts';

/** What our metrics adapter says of itself on its /metrics (docs/adapter.md); absent where nobody scrapes it. */
export const adapterForecastInUse = defineQuery<[]>(
  {
    name: 'adapter-forecast-in-use',
    meaning: '1 where the adapter serves a forecast, 0 where the present value is in its place.',
    exporter: 'metrics-adapter',
    series: ['kubectl_autoscale_adapter_forecast_in_use'],
    unit: '',
    aggregation: 'One series for each metric, namespace and object; the lowest over replicas of the adapter.',
  },
  () => ({}),
  () => 'min by (metric, exported_namespace, namespace, object) (kubectl_autoscale_adapter_forecast_in_use)',
);

export const adapterForecastFallbacks = defineQuery<[]>(
  {
    name: 'adapter-forecast-fallbacks',
    meaning: 'How often in the last 15 minutes the present value was served in place of a forecast.',
    exporter: 'metrics-adapter',
    series: ['kubectl_autoscale_adapter_forecast_fallbacks_total'],
    unit: '',
    aggregation: 'One series for each metric and reason, those that rose.',
  },
  () => ({}),
  () => 'sum by (metric, reason) (increase(kubectl_autoscale_adapter_forecast_fallbacks_total[15m])) > 0',
);
