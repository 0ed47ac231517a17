import type { WorkloadReport } from '../advisor/index.ts';
import { quantiles } from '../stats/index.ts';
import type { Interval } from '../units/index.ts';
import { hourlyRange } from './figures.ts';

/** Replicas between which the workload was half and 95 % of the time that was read; as many as now where that is not known. */
export function usualReplicas({ metrics, replicas }: WorkloadReport): Interval {
  const history = metrics.find(({ name }) => name === 'replicas')?.history.values ?? [];
  const found = quantiles(
    history.filter((value) => value !== null),
    [0.5, 0.95],
  );
  const [lower = replicas.spec, upper = replicas.spec] = found ?? [];
  return { lower, upper };
}

/** What some part of each pod costs an hour at the usual replicas, estimates of the prices included. */
export function usualHourlyCost(report: WorkloadReport, share = 1): Interval | undefined {
  const perReplica = report.cost?.perReplica;
  if (!perReplica) return undefined;
  const price = hourlyRange(perReplica, share);
  const count = usualReplicas(report);
  return { lower: price.lower * count.lower, upper: price.upper * count.upper };
}
