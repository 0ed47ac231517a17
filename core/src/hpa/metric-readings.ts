import { fail, ok, type Result } from '../units/result.ts';
import type { HpaFeatures } from './hpa-features.ts';
import type { MetricObservation } from './hpa-input.ts';
import type {
  ContainerResourceMetricSpec,
  ExternalMetricSpec,
  ObjectMetricSpec,
  PodsMetricSpec,
  ResourceMetricSpec,
} from './hpa-spec.ts';
import type { Milli } from './int64.ts';
import { labelSelectorText } from './label-selector-text.ts';
import { type PodSamples, samplesOfContainer, samplesOfPods, samplesOfValues } from './pod-samples.ts';

/**
 * What the metrics clients make of the APIs' answers, with their errors in their words (metrics/client.go and
 * replica_calculator.go, Kubernetes 1.37). An observation of a kind that does not belong to the metric is the caller's
 * mistake and throws.
 */

/** Samples for a Resource or ContainerResource metric. */
export function resourceSamples(
  spec: ResourceMetricSpec | ContainerResourceMetricSpec,
  observation: MetricObservation,
  namespace: string,
  features: HpaFeatures,
): Result<PodSamples, string> {
  const api = 'resource metrics API';
  const samples = readResource();
  return samples.ok ? samples : fail(`unable to get metrics for resource ${spec.name}: ${samples.error}`);

  function readResource(): Result<PodSamples, string> {
    if (observation.type === 'Error') {
      return fail(`unable to fetch metrics from ${api}: ${observation.message}`);
    }
    if (observation.type !== 'PodMetrics' && observation.type !== 'PodValues') {
      throw mismatch(spec.type, observation);
    }
    if (observation.items.length === 0) return fail(`no metrics returned from ${api}`);
    if (observation.type === 'PodValues') return ok(samplesOfValues(observation.items));
    if (spec.type === 'Resource') return ok(samplesOfPods(observation.items, spec.name));
    const { name, container } = spec;
    return samplesOfContainer(
      observation.items,
      name,
      container,
      namespace,
      features.absentContainerIsMissing,
    );
  }
}

/** Samples for a Pods metric. */
export function podValueSamples(
  { metric }: PodsMetricSpec,
  observation: MetricObservation,
): Result<PodSamples, string> {
  const prefix = `unable to get metric ${metric.name}`;
  if (observation.type === 'Error') return fail(`${prefix}: ${customMetricsError(observation.message)}`);
  if (observation.type !== 'PodValues') throw mismatch('Pods', observation);
  if (observation.items.length === 0) return fail(`${prefix}: no metrics returned from custom metrics API`);
  return ok(samplesOfValues(observation.items));
}

/** The value of an Object metric. */
export function objectValue(
  { metric, describedObject }: ObjectMetricSpec,
  observation: MetricObservation,
  namespace: string,
  features: HpaFeatures,
): Result<Milli, string> {
  if (observation.type === 'ObjectValue') return ok(observation.valueMilli);
  if (observation.type !== 'Error') throw mismatch('Object', observation);
  const error = customMetricsError(observation.message);
  const { kind, name } = describedObject;
  return fail(
    features.wrappedErrors
      ? `unable to get metric ${metric.name} on ${kind} ${namespace}/${name}: ${error}`
      : // Upstream passed its arguments in another order than its format names them.
        `unable to get metric ${metric.name}: ${kind} on ${namespace} ${name}/${error}`,
  );
}

/** The values of an External metric, one a series. */
export function externalValues(
  { metric }: ExternalMetricSpec,
  observation: MetricObservation,
  namespace: string,
): Result<readonly Milli[], string> {
  const prefix = `unable to get external metric ${namespace}/${metric.name}/${labelSelectorText(metric.selector)}`;
  const api = 'external metrics API';
  if (observation.type === 'Error') {
    return fail(`${prefix}: unable to fetch metrics from ${api}: ${observation.message}`);
  }
  if (observation.type !== 'ExternalValues') throw mismatch('External', observation);
  if (observation.valuesMilli.length === 0) return fail(`${prefix}: no metrics returned from ${api}`);
  return ok(observation.valuesMilli);
}

function customMetricsError(message: string): string {
  return `unable to fetch metrics from custom metrics API: ${message}`;
}

function mismatch(metricType: string, observation: MetricObservation): TypeError {
  return new TypeError(
    `an observation of type ${observation.type} does not belong to a metric of type ${metricType}`,
  );
}
