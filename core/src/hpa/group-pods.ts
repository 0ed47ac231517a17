import type { HpaControllerSettings } from './controller-settings.ts';
import type { HpaPod, ReadyCondition, SampleTime } from './hpa-input.ts';

/** Go's zero time, 1 January of year 1: what an absent time is compared as. */
const zeroTimeMs = -62_135_596_800_000;

/** A target's pods by what their metrics are worth. */
export interface PodGroups {
  /** How many pods count with their sample. */
  readonly readyCount: number;
  /** Pending, or started so recently that their CPU says nothing yet. */
  readonly unready: readonly string[];
  /** Without a sample. */
  readonly missing: readonly string[];
  /** Being deleted, or failed. */
  readonly ignored: readonly string[];
}

type ReadinessSettings = Pick<HpaControllerSettings, 'cpuInitializationPeriodMs' | 'initialReadinessDelayMs'>;

/**
 * Sorts pods as `groupPods` does (replica_calculator.go, Kubernetes 1.37). Readiness is looked at for `cpu` only; `resource` is
 * empty for Pods metrics. A pod that ended (phase Succeeded) and still has a sample counts as ready.
 */
export function groupPods(
  pods: readonly HpaPod[],
  samples: ReadonlyMap<string, SampleTime>,
  resource: string,
  settings: ReadinessSettings,
  nowMs: number,
): PodGroups {
  const unready: string[] = [];
  const missing: string[] = [];
  const ignored: string[] = [];
  let readyCount = 0;
  for (const pod of pods) {
    const sample = samples.get(pod.name);
    if (pod.deleting || pod.phase === 'Failed') ignored.push(pod.name);
    else if (pod.phase === 'Pending') unready.push(pod.name);
    else if (!sample) missing.push(pod.name);
    else if (resource === 'cpu' && isCpuUnready(pod, sample, settings, nowMs)) unready.push(pod.name);
    else readyCount += 1;
  }
  return { readyCount, unready, missing, ignored };
}

/** Whether a pod's CPU is left out: it is still starting, or it never became ready since it started. */
function isCpuUnready(
  { startTimeMs, readyCondition }: HpaPod,
  sample: SampleTime,
  settings: ReadinessSettings,
  nowMs: number,
): boolean {
  if (readyCondition === undefined || startTimeMs === undefined) return true;
  const notReady = readyCondition.status === 'False';
  const transitionMs = readyCondition.lastTransitionMs ?? zeroTimeMs;
  if (startTimeMs + settings.cpuInitializationPeriodMs > nowMs) {
    return notReady || isOlderThanAWindow(sample, readyCondition);
  }
  return notReady && startTimeMs + settings.initialReadinessDelayMs > transitionMs;
}

/** The sample ended before one whole window had passed since the last change of readiness. */
function isOlderThanAWindow(sample: SampleTime, { lastTransitionMs = zeroTimeMs }: ReadyCondition): boolean {
  return (sample.timestampMs ?? zeroTimeMs) < lastTransitionMs + (sample.windowMs ?? 0);
}
