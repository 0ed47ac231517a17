import { workloadView } from '../../apis/workload.ts';
import { formatWorkloadRef } from '../../apis/workload-ref.ts';
import { hpaMetricEntry, hpaObject } from '../../authoring/index.ts';
import {
  type Clock,
  type ClusterSource,
  type MetricsApis,
  type MetricsSource,
  type SourceCallOptions,
} from '../../ports/index.ts';
import { fail, ok, type Result } from '../../units/index.ts';
import { checkServed } from './check-served.ts';
import type { CreationPlan, CreationProblem } from './creation-plan.ts';
import { deliveryProblems } from './delivery-problems.ts';
import type { HpaRequest } from './hpa-request.ts';
import { lintNewObject } from './lint-new-object.ts';
import { manifestText } from './manifest-text.ts';
import { metricText } from './metric-text.ts';
import { type NamespaceObjects, readNamespaceObjects } from './namespace-objects.ts';
import { otherScalers } from './other-autoscalers.ts';
import { predictiveMetrics, type PredictiveRefusal } from './predictive-metrics.ts';
import { resolveMetric } from './resolve-metric.ts';
import { readServedLists, type ServedLists } from './served-lists.ts';
import { targetAboveLimit } from './target-above-limit.ts';

/** What a new autoscaler is compared with. Nothing of it is needed: without a cluster the object is written unchecked. */
export interface CreationSources {
  readonly cluster?: ClusterSource;
  /** Absent: whether a metric is served is not known (a recording does not hold it). */
  readonly apis?: MetricsApis;
  readonly openMetrics: () => Promise<MetricsSource | undefined>;
  readonly clock: Clock;
}

/** What kinds an HPA can scale, by the scale subresource. */
const SCALABLE = new Set(['Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController']);

/** Rules whose matter is told in other words before. */
const TOLD_OTHERWISE = { 'hpa-duplicate-target': 'off', 'keda-hpa-conflict': 'off' } as const;

/**
 * Makes an HPA out of a request: its metric's type found, its forecast's demand measured, and all of it held against the cluster. The error says
 * what of the request does not fit together. Throws `SourceError`; `not-found` where the target is not there.
 */
export async function planHpa(
  request: HpaRequest,
  sources: CreationSources,
  options: SourceCallOptions = {},
): Promise<Result<CreationPlan, PredictiveRefusal>> {
  const { namespace, target, minReplicas, maxReplicas, behavior } = request;
  const name = request.name ?? target.name;
  const unfit = unfitRequest(request);
  if (unfit !== undefined) return fail(unfit);
  const around = sources.cluster && (await readNamespaceObjects(sources.cluster, namespace, target, options));
  const served = sources.apis && (await readServedLists(sources.apis, options));
  const resolved = resolveMetric(request.metric, served);
  if (!resolved.ok) return fail({ message: resolved.error, suggestions: [] });
  const base = resolved.value.draft;
  const predicted = request.predictive
    ? await predictiveMetrics(base, request.predictive, {
        workload: { ...target, namespace },
        nowMs: sources.clock.now(),
        openMetrics: sources.openMetrics,
        options,
      })
    : ok({ added: [], basis: [] });
  if (!predicted.ok) return predicted;
  const metrics = [base, ...predicted.value.added];
  const checks =
    around && served
      ? await Promise.all(
          metrics.map((draft) => checkServed(draft, namespace, around.target, served, options)),
        )
      : [];
  const apiVersion = around?.target.apiVersion ?? (target.group === '' ? 'v1' : `${target.group}/v1`);
  const object = hpaObject({
    target: { apiVersion, kind: target.kind, name: target.name, namespace },
    name,
    minReplicas,
    maxReplicas,
    metrics: metrics.map(hpaMetricEntry),
    ...(behavior === undefined ? {} : { behavior }),
  });
  const basis = [
    ...(resolved.value.choice === undefined ? [] : [resolved.value.choice]),
    ...predicted.value.basis,
    ...checks.flatMap((check) => check.basis),
    ...lookedAt(around, served),
  ];
  const manifest = manifestText(object, [
    `${target.kind} ${target.name}: ${minReplicas} to ${maxReplicas} replicas by ${metrics.map(metricText).join(', ')}`,
    ...predicted.value.basis,
  ]);
  const linted = lintNewObject(object, manifest, around, { severities: TOLD_OTHERWISE });
  const problems: CreationProblem[] = [
    ...(around ? otherScalers(around.objects, target, { name, minReplicas, maxReplicas }) : []),
    ...(around ? targetAboveLimit(base, around.target) : []),
    ...checks.flatMap((check) => check.problems),
    ...(around ? await deliveryProblems(sources.cluster, around.target, 'HPA', options) : []),
  ];
  return ok({ object, manifest, basis, problems, lint: linted.result, files: linted.files });
}

function unfitRequest({ target, minReplicas, maxReplicas }: HpaRequest): PredictiveRefusal | undefined {
  if (!SCALABLE.has(target.kind)) {
    return {
      message: `an HPA cannot scale ${formatWorkloadRef(target)}: a ${target.kind} has no number of replicas to set`,
      suggestions: [`it scales ${[...SCALABLE].join(', ')}`],
    };
  }
  if (minReplicas > maxReplicas) {
    return {
      message: `--min-replicas ${minReplicas} is above --max-replicas ${maxReplicas}`,
      suggestions: [],
    };
  }
  return undefined;
}

function lookedAt(around: NamespaceObjects | undefined, served: ServedLists | undefined): readonly string[] {
  if (around === undefined) return ['no cluster was asked: target and metric are not checked'];
  const replicas = workloadView(around.target)?.status.readyReplicas;
  return [
    `target found in ${around.cluster}${replicas === undefined ? '' : `, ${replicas} ready`}`,
    ...around.notes,
    ...(served === undefined ? ['a recording does not say what the metrics APIs serve: not checked'] : []),
  ];
}
