import { occupiesNode } from '../apis/pod.ts';
import type { PriceBook } from '../cost/index.ts';
import { changeShare, type Cost, costChange, resourcesOfPod } from '../cost/index.ts';
import type { Rightsizing } from '../rightsizing/index.ts';
import { containerCosts, perPod } from './cost-shares.ts';
import type { DemandForecast } from './demand-ahead.ts';
import { reportBasis } from './report-basis.ts';
import { resizedPod } from './resized-pod.ts';
import type { WorkloadFacts } from './workload-facts.ts';
import type { ReportCost, ReportMoney, ReportScaling } from './workload-report.ts';

export interface CostReportInput {
  readonly facts: WorkloadFacts;
  readonly scaling: ReportScaling;
  readonly sizing: Rightsizing | undefined;
  readonly demand: DemandForecast | undefined;
  /** What the demand is counted in; a price per request exists only for `requests/s`. */
  readonly demandUnit: string | undefined;
  readonly prices: PriceBook;
}

/**
 * Cost now, and with the recommended requests at the replicas that the decision asks for. `undefined` where nodes could not be read: a price
 * without a machine would be a guess.
 */
export function costReport(input: CostReportInput): ReportCost | undefined {
  const { facts, scaling, sizing, prices } = input;
  if (facts.capacity === undefined) return undefined;
  const { template } = facts.workload;
  const replicas = (scaling.ahead ?? scaling.now).desiredReplicas;
  const shared = { book: prices, template, pods: facts.pods, capacity: facts.capacity };
  const resources = resizedPod(resourcesOfPod(template), sizing);
  const costOf = (count: number) => costChange({ ...shared, after: { replicas: count, resources } });
  const change = costOf(replicas);
  const { before, after } = change.shareOfNodes;
  const running = facts.pods.filter(occupiesNode).length;
  const rightsized = sizing && costOf(running).shareOfNodes.after;
  const onePod = perPod(before, running);
  const share = changeShare(before, after);
  const perThousandRequests = perThousand(before, input);
  return {
    now: moneyOf(before),
    after: moneyOf(after),
    ...(rightsized === undefined ? {} : { rightsized: moneyOf(rightsized) }),
    ...(onePod === undefined ? {} : { perReplica: moneyOf(onePod) }),
    containers: containerCosts(facts),
    ...(share === undefined ? {} : { changeShare: share }),
    ...(perThousandRequests === undefined ? {} : { perThousandRequests }),
    unpriced: change.unpriced.map(({ message }) => message),
    assumptions: [...change.assumptions],
    basis: reportBasis(change.basis),
  };
}

function perThousand(now: Cost, { demand, demandUnit }: CostReportInput): number | undefined {
  const perSecond = demand?.history.values.at(-1);
  if (demandUnit !== 'requests/s' || perSecond === undefined || perSecond <= 0) return undefined;
  return (now.perHour.amount / (perSecond * 3600)) * 1000;
}

function moneyOf({ perHour, perMonth, rangePerHour }: Cost): ReportMoney {
  const { lower, upper } = rangePerHour;
  return {
    currency: perHour.currency,
    perHour: perHour.amount,
    perMonth: perMonth.amount,
    ...(lower === upper ? {} : { rangePerHour: { lower, upper } }),
  };
}
