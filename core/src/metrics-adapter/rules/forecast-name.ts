/** The name under which a metric's forecast is served. */
export function forecastName(metric: string): string {
  return `forecast_${metric}`;
}
