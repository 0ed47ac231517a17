import {
  defaultControllerSettings,
  type HpaInput,
  type HpaPod,
  initialHpaState,
  type PodMetrics,
} from '#core/hpa/index.ts';

export const nowMs = Date.UTC(2026, 7, 1, 12);

/** Pods that have run for long, each with one container that requests 1000m of CPU. */
export function readyPods(count: number): readonly HpaPod[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `web-${index}`,
    phase: 'Running',
    deleting: false,
    startTimeMs: nowMs - 3_600_000,
    readyCondition: { status: 'True', lastTransitionMs: nowMs - 3_590_000 },
    containers: [{ name: 'app', requestsMilli: { cpu: 1000, memory: 2 ** 30 * 1000 } }],
  }));
}

/** One sample a pod, all alike. */
export function cpuSamples(pods: readonly HpaPod[], usageMilli: number): readonly PodMetrics[] {
  return pods.map(({ name }) => ({
    pod: name,
    timestampMs: nowMs - 10_000,
    windowMs: 30_000,
    containers: [{ name: 'app', usageMilli: { cpu: usageMilli } }],
  }));
}

interface Situation {
  readonly utilization: number;
  readonly target: number;
  readonly replicas: number;
  readonly min: number;
  readonly max: number;
}

/** An HPA on CPU whose pods all stand at the same utilization, on Kubernetes 1.37. */
export function hpaInput(situation: Situation, changes: Partial<HpaInput> = {}): HpaInput {
  const { utilization, target, replicas, min, max } = situation;
  const pods = readyPods(replicas);
  return {
    spec: {
      minReplicas: min,
      maxReplicas: max,
      metrics: [
        { type: 'Resource', name: 'cpu', target: { type: 'Utilization', averageUtilization: target } },
      ],
    },
    scale: { specReplicas: replicas, statusReplicas: replicas },
    pods,
    observations: [{ type: 'PodMetrics', items: cpuSamples(pods, utilization * 10) }],
    settings: defaultControllerSettings(37),
    state: initialHpaState,
    nowMs,
    ...changes,
  };
}
