import { escapeRegex, podNamePattern, type WorkloadRef } from '../../promql/index.ts';
import type { Result } from '../../units/index.ts';
import type { ForecastRule } from '../rules/adapter-config.ts';
import { forecastName } from '../rules/forecast-name.ts';
import { labelSelectorText } from '../rules/label-requirements.ts';
import { externalQuery, queryForTotal } from '../rules/metric-query.ts';
import type { CustomMetric } from '../rules/metric-registry.ts';
import { shareQuantity } from '../rules/metric-value.ts';
import { groupResourceText } from '../rules/resource-mapper.ts';
import type { ExternalReading, ObjectReading } from '../serving/metric-reading.ts';
import type {
  CustomRequest,
  ExternalRequest,
  ListedMetrics,
  MetricsReader,
  MetricsService,
} from '../serving/metrics-service.ts';
import { metricNotFound, ServingError } from '../serving/serving-error.ts';
import type { FallbackReason, KeptForecasts } from './kept-forecasts.ts';
import { workloadOfPod } from './workload-of-pod.ts';

/**
 * Serves metrics, and beside those with a forecast rule `forecast_<metric>`: what demand is expected to reach within the horizon,
 * and never less than what it is. Of pods the demand is that of their workload, shared out evenly over the pods that have a
 * value, so that the HPA's average leads to the replicas for the whole. Where there is no forecast to trust, the present value is
 * served in its place; absent it is only where the metric itself is.
 */
export class ForecastMetrics implements MetricsReader {
  readonly #service: MetricsService;
  readonly #kept: KeptForecasts;
  readonly #rules: ReadonlyMap<string, ForecastRule>;
  readonly #fellBack: (metric: string, reason: FallbackReason) => void;

  /** @param fellBack told of each value that was served in place of a forecast. */
  constructor(
    service: MetricsService,
    kept: KeptForecasts,
    rules: readonly ForecastRule[],
    fellBack: (metric: string, reason: FallbackReason) => void,
  ) {
    this.#service = service;
    this.#kept = kept;
    this.#rules = new Map(rules.map((rule) => [forecastName(rule.metric), rule]));
    this.#fellBack = fellBack;
  }

  listed(): ListedMetrics {
    const { custom, external } = this.#service.listed();
    return { custom: this.#withForecasts(custom), external: this.#withForecasts(external) };
  }

  async readCustom(request: CustomRequest): Promise<readonly ObjectReading[]> {
    const { resource, namespace, metric } = request;
    const rule = this.#rules.get(metric);
    const isNamespaced = namespace !== undefined;
    // A metric of that name which a rule makes goes before a forecast.
    if (rule === undefined || this.#service.findCustom(resource, metric, isNamespaced)) {
      return this.#service.readCustom(request);
    }
    const found = this.#service.findCustom(resource, rule.metric, isNamespaced);
    if (found === undefined) throw metricNotFound(metric, resource);
    const readings = await this.#service.readCustom({ ...request, metric: rule.metric });
    const isPods = groupResourceText(found.resource) === 'pods' && isNamespaced;
    const forecasts = isPods
      ? await this.#ofPods(found, rule, { ...request, namespace }, readings)
      : readings.map((reading) => this.#ofObject(found, rule, request, reading));
    return forecasts.map((reading) => ({ ...reading, metric }));
  }

  async readExternal(request: ExternalRequest): Promise<readonly ExternalReading[]> {
    const { namespace, metric, selector } = request;
    const rule = this.#rules.get(metric);
    if (rule === undefined || this.#service.findExternal(metric)) return this.#service.readExternal(request);
    const found = this.#service.findExternal(rule.metric);
    if (found === undefined) throw metricNotFound(metric, undefined);
    const readings = await this.#service.readExternal({ ...request, metric: rule.metric });
    const [first] = readings;
    if (first === undefined) return [];
    const query = externalQuery(found, namespace, selector);
    const total = sum(readings);
    const object = labelSelectorText(selector) || 'all';
    const place = { namespace: found.rule.rule.resources.namespaced ? namespace : '', object };
    const value = this.#atLeast(total, rule, query.ok ? `sum(${query.value})` : undefined, place);
    if (value === undefined) return readings.map((reading) => ({ ...reading, metric }));
    // The HPA adds up what it is given: a forecast is of the sum, and stands alone.
    return [withValue({ ...first, metric, labels: commonLabels(readings) }, value)];
  }

  async #ofPods(
    found: CustomMetric,
    rule: ForecastRule,
    request: CustomRequest & { readonly namespace: string },
    readings: readonly ObjectReading[],
  ): Promise<readonly ObjectReading[]> {
    const { namespace, choice } = request;
    const pods = await this.#service.objects(found.resource, namespace);
    const isAll = 'selector' in choice && choice.selector.length === 0;
    const all = isAll
      ? readings
      : await this.#service.readCustom({ ...request, metric: rule.metric, choice: { selector: [] } });
    const workloads = new Map(pods.map((pod) => [pod.name, workloadOfPod(pod, namespace)]));
    const siblings = new Map<string, ObjectReading[]>();
    for (const reading of all) {
      const key = workloadText(workloads.get(reading.name));
      const known = siblings.get(key);
      if (known) known.push(reading);
      else siblings.set(key, [reading]);
    }
    const shares = new Map<string, number | undefined>();
    return readings.map((reading) => {
      const workload = workloads.get(reading.name);
      const key = workloadText(workload);
      if (!shares.has(key)) {
        shares.set(
          key,
          workload && this.#shareOf(found, rule, request, workload, siblings.get(key) ?? [reading]),
        );
      }
      const share = shares.get(key);
      return share === undefined ? reading : withValue(reading, share);
    });
  }

  /** What each pod of a workload carries of the demand that is expected; `undefined` without a forecast. */
  #shareOf(
    found: CustomMetric,
    rule: ForecastRule,
    { namespace, metricSelector }: CustomRequest,
    workload: WorkloadRef,
    pods: readonly ObjectReading[],
  ): number | undefined {
    const query = queryForTotal(found, namespace, podNamePattern(workload), metricSelector);
    const place = { namespace: workload.namespace, object: workloadText(workload) };
    const value = this.#atLeast(sum(pods), rule, valueOf(query), place);
    return value === undefined ? undefined : value / pods.length;
  }

  #ofObject(
    found: CustomMetric,
    rule: ForecastRule,
    { namespace, metricSelector }: CustomRequest,
    reading: ObjectReading,
  ): ObjectReading {
    const query = queryForTotal(found, namespace, escapeRegex(reading.name), metricSelector);
    const object = `${groupResourceText(found.resource)}/${reading.name}`;
    const place = { namespace: namespace ?? '', object };
    const value = this.#atLeast(reading.value, rule, valueOf(query), place);
    return value === undefined ? reading : withValue(reading, value);
  }

  /** The forecast, or the present value where that is more; `undefined` where there is no forecast to trust. */
  #atLeast(
    present: number,
    rule: ForecastRule,
    promql: string | undefined,
    place: { readonly namespace: string; readonly object: string },
  ): number | undefined {
    if (promql === undefined) throw new ServingError(500, 'unable to fetch metrics: the rule gives no query');
    const forecast = this.#kept.ask({ rule, promql, ...place });
    if (forecast.kind === 'forecast') return Math.max(present, forecast.value);
    this.#fellBack(rule.metric, forecast.reason);
    return undefined;
  }

  #withForecasts<Listed extends { readonly metric: string }>(metrics: readonly Listed[]): readonly Listed[] {
    const own = new Set(metrics.map(({ metric }) => metric));
    const forecasts = metrics
      .map((listed) => ({ ...listed, metric: forecastName(listed.metric) }))
      .filter(({ metric }) => this.#rules.has(metric) && !own.has(metric));
    return [...metrics, ...forecasts];
  }
}

function valueOf(query: Result<string, string>): string | undefined {
  return query.ok ? query.value : undefined;
}

/** A forecast too large for a quantity leaves what is written as it was. */
function withValue<Reading extends { readonly quantity: string }>(reading: Reading, value: number): Reading {
  return { ...reading, value, quantity: shareQuantity(value) ?? reading.quantity };
}

function workloadText(workload: WorkloadRef | undefined): string {
  return workload === undefined ? '' : `${workload.kind}/${workload.name}`;
}

function sum(readings: readonly { readonly value: number }[]): number {
  return readings.reduce((total, { value }) => total + value, 0);
}

function commonLabels(readings: readonly ExternalReading[]): Readonly<Record<string, string>> {
  const [first, ...others] = readings;
  return Object.fromEntries(
    Object.entries(first?.labels ?? {}).filter(([label, value]) =>
      others.every(({ labels }) => labels[label] === value),
    ),
  );
}
