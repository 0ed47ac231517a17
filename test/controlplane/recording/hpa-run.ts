import type { HpaControllerOptions } from '../controller-manager.ts';

/**
 * One HPA's life under the real controller, recorded. Times ending in Ms are milliseconds since `recordedAt`; other times
 * are as the API server writes them. See test/fixtures/hpa-runs/README.md.
 */
export interface HpaRun {
  readonly format: 'hpa-run/v1';
  readonly name: string;
  readonly description: string;
  readonly kubernetesVersion: string;
  /** The controller's flags and the feature gates that were set. */
  readonly controller: Required<HpaControllerOptions> & {
    readonly featureGates: Readonly<Record<string, boolean>>;
  };
  readonly recordedAt: string;
  /** Each spec with when it came into force, defaulted by the API server. */
  readonly hpa: readonly { readonly atMs: number; readonly spec: HpaRunSpec }[];
  readonly pods: readonly RecordedPod[];
  /** Each reconcile that the controller did, oldest first. */
  readonly syncs: readonly RecordedSync[];
}

/** `spec` of an autoscaling/v2 HorizontalPodAutoscaler. */
export type HpaRunSpec = Readonly<Record<string, unknown>> & {
  readonly minReplicas?: number;
  readonly maxReplicas: number;
  readonly metrics?: readonly Readonly<Record<string, unknown>>[];
};

export interface RecordedPod {
  readonly name: string;
  readonly containers: readonly {
    readonly name: string;
    readonly requests: Readonly<Record<string, string>>;
  }[];
  /** Each state with when it began, oldest first. */
  readonly history: readonly RecordedPodState[];
}

export type RecordedPodState =
  | {
      readonly atMs: number;
      readonly phase: string;
      readonly deleting: boolean;
      readonly startTime?: string;
      readonly ready?: { readonly status: string; readonly lastTransitionTime: string };
    }
  | { readonly atMs: number; readonly gone: true };

export interface RecordedSync {
  readonly atMs: number;
  /** What the controller read from the scale subresource. */
  readonly scale: { readonly specReplicas: number; readonly statusReplicas: number };
  /** What the metrics APIs answered, in the order in which the controller asked; empty when it did not ask. */
  readonly metrics: readonly RecordedMetric[];
  /** When it had the metrics' result and turned to stabilization and limits; absent when it had none. */
  readonly decidedAtMs?: number;
  /** What the controller wrote to the scale subresource; absent when it did not write. */
  readonly rescaledTo?: number;
  /** When it had written that and noted the scale event of `behavior`. */
  readonly rescaledAtMs?: number;
  /** What the controller wrote to the HPA's status; absent when nothing of it had changed. */
  readonly status?: RecordedStatus;
}

export interface RecordedMetric {
  readonly atMs: number;
  /** Path and query of the request, decoded. */
  readonly request: string;
  /** The HTTP status. */
  readonly status: number;
  /** When the samples were taken, and the width of their window: seconds, or a duration from metrics.k8s.io. */
  readonly timestamp?: string;
  readonly window?: number | string;
  /** The list's items as they were answered, without their sample time and what repeats the request. */
  readonly items?: readonly RecordedItem[];
  /** The message of an error. */
  readonly message?: string;
}

/** A pod or an object by `name`, or a series by `metricLabels`, with its value or the usage of its containers. */
export interface RecordedItem {
  readonly name?: string;
  readonly metricLabels?: Readonly<Record<string, string>>;
  readonly value?: string;
  readonly containers?: readonly {
    readonly name: string;
    readonly usage: Readonly<Record<string, string>>;
  }[];
}

export interface RecordedStatus {
  readonly currentReplicas: number;
  readonly desiredReplicas: number;
  readonly currentMetrics: unknown;
  readonly conditions: readonly {
    readonly type: string;
    readonly status: string;
    readonly reason: string;
    readonly message: string;
  }[];
}

/** The pods that existed at a time, each in the state that it was in. */
export function podsAt(
  run: HpaRun,
  atMs: number,
): readonly (Pick<RecordedPod, 'name' | 'containers'> & Exclude<RecordedPodState, { gone: true }>)[] {
  return run.pods.flatMap(({ name, containers, history }) => {
    const state = history.findLast((candidate) => candidate.atMs <= atMs);
    return state && !('gone' in state) ? [{ name, containers, ...state }] : [];
  });
}

/** The HPA's spec at a time. Throws before there was one. */
export function specAt(run: HpaRun, atMs: number): HpaRunSpec {
  const current = run.hpa.findLast((candidate) => candidate.atMs <= atMs);
  if (!current) throw new Error(`${run.name}: no HPA yet at ${atMs} ms`);
  return current.spec;
}

/** Writes a run as JSON with one line for each spec, pod and sync, so that a change of it can be read. */
export function formatHpaRun(run: HpaRun): string {
  const { hpa, pods, syncs, ...head } = run;
  const list = (name: string, items: readonly object[]): string =>
    `  "${name}": [\n${items.map((item) => `    ${JSON.stringify(item)}`).join(',\n')}\n  ]`;
  const opening = JSON.stringify(head, null, 2).replace(/\n}$/, '');
  return `${opening},\n${[list('hpa', hpa), list('pods', pods), list('syncs', syncs)].join(',\n')}\n}\n`;
}
