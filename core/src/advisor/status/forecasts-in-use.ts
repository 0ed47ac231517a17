import type { HpaView } from '../../apis/hpa.ts';
import { type MetricsSource, type SourceCallOptions, SourceError } from '../../ports/index.ts';
import { adapterForecastFallbacks, adapterForecastInUse } from '../../promql/index.ts';
import { FORECAST_PREFIX } from '../creation/predictive-metrics.ts';
import { type StatusFacts, statusHpa } from './status-facts.ts';
import type { StatusForecastOff } from './status-report.ts';

export interface ForecastsInUse {
  readonly off: readonly StatusForecastOff[];
  readonly on: number;
  /** Why it cannot be told of some. */
  readonly notes: readonly string[];
}

/** Of the HPAs that list a forecast beside demand: whether the adapter serves it, by what the adapter says of itself in Prometheus. */
export async function forecastsInUse(
  { hpas, nowMs }: StatusFacts,
  openMetrics: (() => Promise<MetricsSource | undefined>) | undefined,
  options: SourceCallOptions,
): Promise<ForecastsInUse> {
  const forecasts = hpas.flatMap((hpa) => forecastNames(hpa).map((metric) => ({ hpa, metric })));
  if (forecasts.length === 0) return { off: [], on: 0, notes: [] };
  const metrics = await openMetrics?.();
  const inUse = metrics && (await samples(metrics, adapterForecastInUse(), nowMs, options));
  if (metrics === undefined || inUse === undefined || inUse.length === 0) {
    const why =
      metrics === undefined ? 'no Prometheus was asked' : 'Prometheus has no metrics of the adapter';
    return {
      off: [],
      on: 0,
      notes: [
        `whether ${forecasts.length === 1 ? 'the forecast of 1 HPA is' : `${forecasts.length} forecasts of HPAs are`} on is not known: ${why}`,
      ],
    };
  }
  const fallbacks = (await samples(metrics, adapterForecastFallbacks(), nowMs, options)) ?? [];
  const stateOf = ({ hpa, metric }: (typeof forecasts)[number]): number | undefined =>
    inUse.find(
      ({ labels }) =>
        isNamed(labels.metric, metric) &&
        (labels.exported_namespace ?? labels.namespace) === hpa.metadata.namespace,
    )?.value;
  const off = forecasts.filter((each) => stateOf(each) !== 1);
  return {
    off: off.map((each) => ({
      ...statusHpa(each.hpa),
      metric: each.metric,
      why:
        stateOf(each) === undefined
          ? 'the adapter does not forecast it: nobody asked for it yet, or no rule makes it'
          : reasonOf(fallbacks, each.metric),
    })),
    on: forecasts.length - off.length,
    notes: [],
  };
}

interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** `undefined` where a recording does not hold the answer. */
async function samples(
  metrics: MetricsSource,
  query: ReturnType<typeof adapterForecastInUse>,
  nowMs: number,
  options: SourceCallOptions,
): Promise<readonly Sample[] | undefined> {
  try {
    const series = await metrics.query(query, nowMs, options);
    return series.map(({ labels, values }) => ({ labels, value: values.at(-1) ?? Number.NaN }));
  } catch (error) {
    if (error instanceof SourceError && error.code === 'bad-query') return undefined;
    throw error;
  }
}

function forecastNames({ metrics }: HpaView): readonly string[] {
  return metrics.flatMap((metric) =>
    metric.type !== 'Unknown' && metric.name?.startsWith(FORECAST_PREFIX) === true ? [metric.name] : [],
  );
}

/** The adapter names the forecast, or what it is a forecast of. */
function isNamed(label: string | undefined, metric: string): boolean {
  return label === metric || `${FORECAST_PREFIX}${label ?? ''}` === metric;
}

const REASONS: Readonly<Record<string, string>> = {
  'no-history': 'its past could not be read',
  'short-history': 'its past is too short',
  untrusted: 'no pattern: no model beats the mean of the last five values',
  stale: 'its past is not fresh',
  limit: 'the adapter forecasts as many demands as it may',
};

function reasonOf(fallbacks: readonly Sample[], metric: string): string {
  const reasons = fallbacks
    .filter(({ labels }) => isNamed(labels.metric, metric))
    .map(({ labels: { reason = '' } }) => REASONS[reason] ?? reason);
  return reasons.length === 0 ? 'the present value is served in its place' : reasons.join('; ');
}
