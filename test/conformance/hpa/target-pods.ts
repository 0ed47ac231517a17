import type { HpaPod, Milli, PodMetrics, PodValue } from '#core/hpa/index.ts';

import type { Vector } from '../vector.ts';
import { list, milli, nowMs, number, text } from './fields.ts';

/**
 * The pods of a replica calculation: `max(currentReplicas, phases)` of them, with `containersPerPod` containers. A hot pod
 * started now; its sample is older than its readiness and a window. The others started long ago and have not changed
 * their readiness since, which for one that is not ready means that it never was.
 */
export function targetPods(vector: Vector): readonly HpaPod[] {
  const phases = list(vector.phase, 'phase');
  const count = Math.max(number(vector.currentReplicas, 'currentReplicas'), phases.length);
  const hot = list(vector.hotCPU, 'hotCPU');
  const ready = list(vector.ready, 'ready');
  const deleting = list(vector.deleting, 'deleting');
  return Array.from({ length: count }, (_, index) => {
    const startTimeMs = hot[index] === true ? nowMs : longAgoMs;
    return {
      name: podName(index),
      phase: (phases[index] ?? 'Running') as HpaPod['phase'],
      deleting: deleting[index] === true,
      startTimeMs,
      readyCondition: {
        status: readyStatus(ready[index]),
        lastTransitionMs: startTimeMs,
      },
      containers: containerNames(vector).map((name, container) => ({
        name,
        requestsMilli: requestOf(vector, index, container),
      })),
    };
  });
}

/** `true` and `false`, or the status as the pod has it; what is left out is ready. */
function readyStatus(value: unknown): 'True' | 'False' | 'Unknown' {
  if (value === 'False' || value === 'Unknown') return value;
  return value === false ? 'False' : 'True';
}

const longAgoMs = nowMs - 86_400_000;
const sampleTime = { timestampMs: nowMs - 60_000, windowMs: 60_000 };

function podName(index: number): string {
  return `pod-${index}`;
}

function containerNames(vector: Vector): readonly string[] {
  const count = vector.containersPerPod ?? 1;
  return Array.from({ length: number(count, 'containersPerPod') }, (_, index) => `container${index + 1}`);
}

export function resourceOf(vector: Vector): string {
  return vector.resource === undefined ? '' : text(vector.resource, 'resource');
}

function requestOf(vector: Vector, pod: number, container: number): Readonly<Record<string, Milli>> {
  const path = 'requestMilliPerContainer';
  return amountOf(vector, list(vector[path], path)[pod], container, `${path}[${pod}]`);
}

/** A resource's amount in one container; a bare number is that of every container. */
function amountOf(
  vector: Vector,
  entry: unknown,
  container: number,
  path: string,
): Readonly<Record<string, Milli>> {
  const amount: unknown = Array.isArray(entry) ? entry[container] : entry;
  return amount === undefined || amount === null ? {} : { [resourceOf(vector)]: milli(amount, path) };
}

/** What the resource metrics API says of the pods. */
export function targetMetrics(vector: Vector): readonly PodMetrics[] {
  const path = 'usageMilliPerContainer';
  const names = list(vector.metricPods, 'metricPods');
  return list(vector[path], path).flatMap((entry, index) => {
    if (entry === null) return [];
    const containers = containerNames(vector).map((name, container) => {
      const usageMilli = amountOf(vector, entry, container, `${path}[${index}]`);
      // A container that reports nothing is not named in the sample either.
      return { name: Object.keys(usageMilli).length > 0 ? name : '', usageMilli };
    });
    const pod = names[index] === undefined ? podName(index) : text(names[index], `metricPods[${index}]`);
    return [{ pod, ...sampleTime, containers }];
  });
}

/** What the custom metrics API says of the pods; a `null` is a pod without a value. */
export function targetValues(vector: Vector): readonly PodValue[] {
  return list(vector.levelsMilli, 'levelsMilli').flatMap((level, index) =>
    level === null
      ? []
      : [{ pod: podName(index), ...sampleTime, valueMilli: milli(level, `levelsMilli[${index}]`) }],
  );
}

/** The values of a metric that is not one of pods. */
export function levelsOf(vector: Vector): readonly Milli[] {
  return list(vector.levelsMilli, 'levelsMilli').map((level, index) => milli(level, `levelsMilli[${index}]`));
}
