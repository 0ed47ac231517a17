import {
  containerCpuUsage,
  containerMemoryWorkingSet,
  workloadCpuUsage,
  workloadMemoryWorkingSet,
} from '../catalogue/containers.ts';
import { gpuUtilization } from '../catalogue/gpu.ts';
import {
  type DescribedObject,
  externalMetric,
  type HpaMetricName,
  objectMetric,
  podsMetric,
} from '../catalogue/hpa-metrics.ts';
import { requestRateCandidates } from '../catalogue/traffic.ts';
import type { MetricQuery } from '../metric-query.ts';
import type { WorkloadRef } from '../pod-names.ts';
import { brokerArrivalsOf } from './broker-arrivals.ts';
import { type MetricRole, metricRole } from './metric-role.ts';

/** A metric that an autoscaler goes by, or may go by. */
export type ScalingMetric =
  /** `cpu`, `memory` or a device, of whole pods or of one container. */
  | { readonly type: 'Resource' | 'ContainerResource'; readonly resource: string }
  | ({ readonly type: 'Pods' } & HpaMetricName)
  | ({ readonly type: 'Object'; readonly describedObject: DescribedObject } & HpaMetricName)
  | ({ readonly type: 'External' } & HpaMetricName);

/** One way to read a demand. The series of its answer are to be added up. */
export interface DemandCandidate {
  /** For reports: `requests`, `total-cpu`. */
  readonly name: string;
  /** For people: `requests/s`, `total cpu`. */
  readonly title: string;
  readonly query: MetricQuery;
  /**
   * How the target of the metric becomes one of this demand per pod. `same`: both are amounts per pod, the target carries over.
   * `measure`: the metric only rises with it, so what one pod carries has to be read off the past (`demandPerPod` of
   * `core/forecast`). `fixed`: the metric is one amount for the whole workload, its target stays as it is.
   */
  readonly target: 'same' | 'measure' | 'fixed';
}

/** What is to be forecast in place of a metric, and why. */
export interface DemandMapping {
  readonly role: MetricRole;
  /** Whether the demand is another metric than the one that was asked for. */
  readonly mapped: boolean;
  /** Best first: the first one with samples is the demand. Never empty. */
  readonly candidates: readonly DemandCandidate[];
  /** For people, one sentence. */
  readonly why: string;
}

/**
 * The demand behind a metric that a workload is scaled by: what comes in, whatever the number of pods. Summed arrivals and work
 * in flight are demand already; an average per pod becomes the sum over pods; a queue, a utilization and a latency, which our own
 * scaling shapes, become the arrivals at the workload (or at the broker), else the CPU of all its pods. Pure: it names queries and
 * asks none.
 */
export function demandOf(metric: ScalingMetric, workload: WorkloadRef): DemandMapping {
  if ('resource' in metric) return resourceDemand(metric.resource, workload);
  const role = metricRole(metric.metric);
  const isDemand = role === 'arrivals' || role === 'in-flight';
  if (metric.type === 'Pods' && (isDemand || role === 'unknown')) {
    return {
      role,
      mapped: true,
      candidates: [
        {
          ...{ name: `total ${metric.metric}`, title: `total ${metric.metric}` },
          ...{ query: podsMetric(workload, metric), target: 'same' },
        },
      ],
      why: `${metric.metric} is an average per pod, which falls as pods are added: its sum over all pods is forecast.`,
    };
  }
  if (isDemand || role === 'unknown') {
    return {
      role,
      mapped: false,
      candidates: [
        { name: metric.metric, title: metric.metric, query: ownQuery(metric, workload), target: 'fixed' },
      ],
      why: `${metric.metric} is forecast as it is: ${role === 'unknown' ? 'its name does not say that pods shape it' : 'it is demand'}.`,
    };
  }
  const broker = role === 'queue' ? brokerArrivalsOf(metric.metric, metric.selector) : undefined;
  const arrivals: DemandCandidate[] =
    broker === undefined
      ? []
      : [{ name: 'arrivals', title: 'messages/s in', query: broker, target: 'measure' }];
  return {
    role,
    mapped: true,
    candidates: [...arrivals, ...workloadDemand(workload)],
    why: `${metric.metric} ${SHAPED[role]}: ${broker === undefined ? 'the demand of its workload' : 'what arrives at its broker'} is forecast.`,
  };
}

const SHAPED = {
  queue: 'is a queue, which empties as pods are added',
  utilization: 'is a share of what the pods can do, which falls as pods are added',
  latency: 'is a latency, which falls as pods are added',
} as const;

/** What comes in at a workload, best first: its requests a second as its servers or proxies count them, else the CPU of all its pods. */
export function workloadDemand(workload: WorkloadRef): readonly DemandCandidate[] {
  const requests = requestRateCandidates(workload).map((query): DemandCandidate => ({
    ...{ name: 'requests', title: 'requests/s' },
    ...{ query, target: 'measure' },
  }));
  return [...requests, { ...totalCpu(workload), target: 'measure' }];
}

function totalCpu(workload: WorkloadRef): DemandCandidate {
  return { name: 'total-cpu', title: 'total cpu', query: workloadCpuUsage(workload), target: 'same' };
}

function resourceDemand(resource: string, workload: WorkloadRef): DemandMapping {
  const summed = (candidates: readonly DemandCandidate[], what: string): DemandMapping => ({
    ...{ role: 'utilization', mapped: true, candidates },
    why: `${resource} per pod falls as pods are added: ${what} is forecast.`,
  });
  switch (resource) {
    case 'cpu':
      // A source that keeps only what was once asked of it (a recording) may know the sum, or what goes into it.
      return summed(
        [totalCpu(workload), { ...totalCpu(workload), query: containerCpuUsage(workload) }],
        'the CPU of all pods together',
      );
    case 'memory':
      return summed(
        [workloadMemoryWorkingSet(workload), containerMemoryWorkingSet(workload)].map((query) => ({
          ...{ name: 'total-memory', title: 'total memory' },
          ...{ query, target: 'same' },
        })),
        'the memory of all pods together',
      );
    default:
      // A device that is always busy says nothing of what waits for it: requests do.
      return {
        role: 'utilization',
        mapped: true,
        candidates: [
          ...workloadDemand(workload).slice(0, -1),
          { name: 'busy-gpus', title: 'busy GPUs', query: gpuUtilization(workload), target: 'same' },
          { ...totalCpu(workload), target: 'measure' },
        ],
        why: `${resource} per pod falls as pods are added: the demand of the workload is forecast.`,
      };
  }
}

function ownQuery(
  metric: Exclude<ScalingMetric, { readonly resource: string }>,
  workload: WorkloadRef,
): MetricQuery {
  switch (metric.type) {
    case 'Pods':
      return podsMetric(workload, metric);
    case 'Object':
      return objectMetric(metric.describedObject, metric);
    case 'External':
      return externalMetric(workload.namespace, metric);
  }
}
