import type { ForecastOutcome, ForecastRequest } from './forecast.ts';
import { fitForecast } from './live-forecast.ts';

/**
 * Looks ahead from `request.nowMs`: competing models are tried at past origins, weighted by the error they had there,
 * and the interval is read off the errors that their combination made. Uses no sample after now and no chance: the
 * same samples give the same forecast. To ask again as samples come in, keep a {@link fitForecast}.
 *
 * Answers and throws as {@link fitForecast} does.
 */
export function forecast(request: ForecastRequest): ForecastOutcome {
  const live = fitForecast(request);
  return live.kind === 'insufficient-data' ? live : live.forecast();
}
