import type { MetricsSource, SourceCallOptions } from '../../ports/index.ts';
import { podsMetric, readyReplicas } from '../../promql/index.ts';
import { quantiles, type TimeSeries } from '../../stats/index.ts';
import { formatNumber } from '../../units/index.ts';
import { readDemand } from '../demand-history.ts';
import { historyReader, WINDOWS } from '../history-reader.ts';
import { podAverage, sumOfSeries } from '../pod-average.ts';
import type { NamespacedWorkload } from '../workload-facts.ts';

/** Fewer samples than this (half a day) say nothing about a day. */
const NEEDED_SAMPLES = 144;

/** The share of samples in which a pod carried no more. */
const CARRIED_QUANTILE = 0.95;

export interface DemandPerPod {
  readonly value: number;
  /** How it was measured, over what, and what it does not show. */
  readonly basis: string;
}

export type DemandPerPodOutcome =
  | { readonly kind: 'measured'; readonly perPod: DemandPerPod }
  | { readonly kind: 'unknown'; readonly reason: string };

/**
 * The demand that one pod carried while a per-pod metric (a queue, a utilization) was at or below its target: the 95th percentile of demand ÷ ready
 * pods over those moments of two weeks, in steps of five minutes.
 */
export async function measureDemandPerPod(
  source: MetricsSource,
  workload: NamespacedWorkload,
  metric: { readonly name: string; readonly target: number },
  nowMs: number,
  options: SourceCallOptions,
): Promise<DemandPerPodOutcome> {
  const reader = historyReader(source, nowMs, options);
  const label = { name: metric.name, title: metric.name, method: 'as the HPA reads it' };
  const [demand, replicas, pressure] = await Promise.all([
    readDemand(reader, workload, {}),
    reader.read(
      readyReplicas(workload),
      { name: 'replicas', title: 'replicas', method: 'ready' },
      WINDOWS.demand,
    ),
    reader.read(podsMetric(workload, { metric: metric.name }), label, WINDOWS.demand),
  ]);
  if (demand.name !== 'requests') {
    return { kind: 'unknown', reason: `no series of ${source.description} counts its requests` };
  }
  const pods = byTime(sumOfSeries(replicas.series));
  const pressures = byTime(podAverage(pressure.series));
  const carried: number[] = [];
  let above = 0;
  const total = sumOfSeries(demand.series);
  total.timestampsMs.forEach((timeMs, index) => {
    const ready = pods.get(timeMs) ?? 0;
    const held = pressures.get(timeMs);
    if (ready <= 0 || held === undefined) return;
    if (held > metric.target) above += 1;
    else carried.push((total.values[index] ?? 0) / ready);
  });
  if (carried.length < NEEDED_SAMPLES) {
    const hours = formatNumber((carried.length * demand.stepMs) / 3_600_000, 2);
    return {
      kind: 'unknown',
      reason: `${hours} h of the last two weeks have demand, ready pods and ${metric.name} together; 12 h are needed`,
    };
  }
  const [low = 0, median = 0, value = 0] = quantiles(carried, [0.05, 0.5, CARRIED_QUANTILE]) ?? [];
  const days = formatNumber((carried.length * demand.stepMs) / 86_400_000, 2);
  const caution =
    above === 0
      ? `; ${metric.name} never went above it, so a pod may carry more (say so with --demand-target)`
      : '';
  const figure = (amount: number): string => formatNumber(amount, 2);
  return {
    kind: 'measured',
    perPod: {
      value,
      basis:
        `${figure(value)} ${demand.unit} a pod: what a pod carried at most (95 % of ${days} d; median ${figure(median)}, ` +
        `5 % ${figure(low)}) while ${metric.name} was at or below ${formatNumber(metric.target, 3)} a pod; ${source.description}${caution}`,
    },
  };
}

function byTime({ timestampsMs, values }: TimeSeries): ReadonlyMap<number, number> {
  return new Map(timestampsMs.map((timeMs, index) => [timeMs, values[index] ?? Number.NaN]));
}
