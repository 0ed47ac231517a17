import { fillGaps } from '../../forecast/fill-gaps.ts';
import { gridValues, normalizeSeries, samplingStepMs, type TimeSeries } from '../../stats/index.ts';
import type { DemandTrace } from './demand-trace.ts';

/**
 * A trace from samples of demand, whatever their unit (counts of equal periods have the shape of rates: scale them). On a regular grid of the samples' own
 * step; gaps are bridged in a straight line, and what is below 0 counts as 0. `undefined` where there are fewer than two samples.
 */
export function traceFromSamples(name: string, source: string, samples: TimeSeries): DemandTrace | undefined {
  const series = normalizeSeries(samples);
  const stepMs = samplingStepMs(series);
  if (stepMs === undefined) return undefined;
  const { startMs, values } = gridValues(series, stepMs);
  const perSecond = Array.from(fillGaps(values, 0), (value) => Math.max(0, value));
  return { name, source, startMs, stepMs, perSecond };
}
