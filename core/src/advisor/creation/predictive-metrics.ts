import type { HpaMetricDraft, TargetDraft } from '../../authoring/index.ts';
import { type MetricsSource, type SourceCallOptions, SourceError } from '../../ports/index.ts';
import {
  fail,
  formatNumber,
  ok,
  parseQuantity,
  type Quantity,
  type Result,
  toNumber,
} from '../../units/index.ts';
import type { NamespacedWorkload } from '../workload-facts.ts';
import { type DemandPerPodOutcome, measureDemandPerPod } from './demand-per-pod.ts';
import type { PredictiveRequest } from './hpa-request.ts';
import { metricName, metricText } from './metric-text.ts';
import { isSameMetric } from './resolve-metric.ts';

/** How the adapter names the forecast of a metric. */
export const FORECAST_PREFIX = 'forecast_';

/** The metric of demand where none is named: what the adapter's catalogue makes of a server's request counter. */
const USUAL_DEMAND = 'requests_per_second';

/** Something that arrives, counted by time: the sum over pods is demand, whatever the number of pods. */
const RATE = /(_per_second|_per_minute|_rate|_rps|_qps|^rps|^qps)$/;

/** Something that waits: our own scaling shapes it. */
const BACKLOG = /(queue|waiting|pending|backlog|lag|depth|in_?flight|concurren|messages_visible|undelivered)/;

export interface PredictiveMetrics {
  /** Demand and its forecast; what the HPA has already is left out. */
  readonly added: readonly HpaMetricDraft[];
  readonly basis: readonly string[];
}

export interface PredictiveRefusal {
  readonly message: string;
  readonly suggestions: readonly string[];
}

export interface PredictiveContext {
  readonly workload: NamespacedWorkload;
  readonly nowMs: number;
  /** Asked only where a target has to be measured; `undefined` where there is no Prometheus to ask. */
  readonly openMetrics: () => Promise<MetricsSource | undefined>;
  readonly options: SourceCallOptions;
}

/**
 * What has to stand beside a metric so that the HPA scales before demand comes: the metric of demand and its forecast, both at the demand that one pod
 * serves. The controller takes the largest proposal, so a forecast can only add capacity. A rate is its own demand. For a queue, a utilization or
 * another per-pod figure, which scaling itself changes, demand is another metric, and its target is told or measured.
 */
export async function predictiveMetrics(
  base: HpaMetricDraft,
  request: PredictiveRequest,
  context: PredictiveContext,
): Promise<Result<PredictiveMetrics, PredictiveRefusal>> {
  const isOwnDemand =
    request.demandMetric === undefined ? isDemand(base) : request.demandMetric === base.name;
  if (!isOwnDemand && request.demandMetric === undefined && base.type === 'External') {
    return fail({
      message: `${metricName(base)} is what waits, not what arrives: its forecast would be one of our own scaling`,
      suggestions: [
        'name the metric of arrivals and what one pod serves of it: --demand-metric sqs_messages_sent_per_second --demand-target 40',
      ],
    });
  }
  const demandName = isOwnDemand ? base.name : (request.demandMetric ?? USUAL_DEMAND);
  const target = isOwnDemand
    ? ownTarget(base, request)
    : await demandTarget(base, demandName, request, context);
  if (!target.ok) return target;
  const { quantity, basis } = target.value;
  const demand = demandDraft(base, demandName, { kind: 'average', quantity }, request);
  const forecast = { ...demand, name: `${FORECAST_PREFIX}${demandName}` };
  return ok({
    added: [...(isSameMetric(base, demand) ? [] : [demand]), forecast],
    basis: [
      isOwnDemand
        ? `${metricName(base)} is demand itself`
        : `${metricName(base)} is shaped by scaling: demand is ${metricName(demand)}`,
      basis,
      `${metricText(forecast)} stands beside it: the larger proposal wins, so a forecast only adds pods; where it cannot be trusted it is the present value`,
    ],
  });
}

function isDemand({ type, name, target }: HpaMetricDraft): boolean {
  if (type === 'Resource') return false;
  if (RATE.test(name)) return true;
  return type !== 'Pods' && target.kind === 'average' && !BACKLOG.test(name);
}

interface DemandTarget {
  readonly quantity: Quantity;
  readonly basis: string;
}

function ownTarget(
  { target }: HpaMetricDraft,
  { demandTarget: told }: PredictiveRequest,
): Result<DemandTarget, PredictiveRefusal> {
  if (told !== undefined) return ok({ quantity: told, basis: `${toldText(told)}: as told` });
  if (target.kind === 'average') {
    const { quantity } = target;
    return ok({ quantity, basis: `${toldText(quantity)}: the target of the metric itself` });
  }
  return fail({
    message: 'a forecast of demand is divided by what one pod serves, and the target is a value in all',
    suggestions: ['say it with --demand-target, or hold the metric at an average: --target-type average'],
  });
}

async function demandTarget(
  base: HpaMetricDraft,
  demandName: string,
  { demandTarget: told }: PredictiveRequest,
  { workload, nowMs, openMetrics, options }: PredictiveContext,
): Promise<Result<DemandTarget, PredictiveRefusal>> {
  if (told !== undefined) return ok({ quantity: told, basis: `${toldText(told)}: as told` });
  const suggestions = [`say what one pod serves of ${demandName}: --demand-target 52`];
  const unknown = (reason: string): Result<DemandTarget, PredictiveRefusal> =>
    fail({ message: `what one pod serves of ${demandName} cannot be measured: ${reason}`, suggestions });
  if (base.type !== 'Pods' || base.target.kind !== 'average') {
    return unknown(`that is done beside a metric of type pods, and ${base.name} is of type ${base.type}`);
  }
  if (demandName !== USUAL_DEMAND) {
    return unknown(`only requests a second have a history that is known how to be read`);
  }
  const source = await openMetrics();
  if (source === undefined) return unknown('there is no Prometheus to ask');
  const metric = { name: base.name, target: toNumber(base.target.quantity) };
  const outcome = await measureDemandPerPod(source, workload, metric, nowMs, options).catch(notRecorded);
  if (outcome.kind === 'unknown') return unknown(outcome.reason);
  const quantity = parseQuantity(formatNumber(outcome.perPod.value, 2));
  if (!quantity.ok || outcome.perPod.value <= 0) return unknown('it served nothing in all that time');
  return ok({ quantity: quantity.value, basis: outcome.perPod.basis });
}

/** A recording has no answer to what was not asked when it was made. */
function notRecorded(error: unknown): DemandPerPodOutcome {
  if (!(error instanceof SourceError) || error.code !== 'bad-query') throw error;
  return { kind: 'unknown', reason: 'the recording does not hold that history' };
}

function toldText(quantity: Quantity): string {
  return `one pod serves ${formatNumber(toNumber(quantity), 3)}`;
}

/** Demand is read where the user says, else in the form of the base metric. */
function demandDraft(
  base: HpaMetricDraft,
  name: string,
  target: TargetDraft,
  { demandObject, demandSelector }: PredictiveRequest,
): HpaMetricDraft {
  if (demandObject !== undefined) return { type: 'Object', name, describedObject: demandObject, target };
  if (demandSelector !== undefined) return { type: 'External', name, selector: demandSelector, target };
  if (base.type === 'Object') return { ...base, name, target };
  if (base.type === 'External') return { ...base, name, target };
  return { type: 'Pods', name, target };
}
