import { type Timeline, valueAt } from './timeline.ts';

/** A metric that each pod has. */
export interface PodMetricScript {
  /** The same value for each pod; or the load of all pods together, shared equally by the ready ones. */
  readonly perPod?: Timeline;
  readonly total?: Timeline;
  /** This many of the youngest pods have no sample. */
  readonly withoutSample?: Timeline;
}

/** A series of an external metric. */
export interface ExternalSeriesScript {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: Timeline;
}

/** What the scripted metrics API answers in one namespace. Absent metrics are answered with 404. */
export interface MetricScript {
  /** metrics.k8s.io, for each container of a pod: cpu in cores, memory in bytes. */
  readonly resources?: { readonly cpu?: PodMetricScript; readonly memory?: PodMetricScript };
  /** custom.metrics.k8s.io of pods, by metric name. */
  readonly pods?: Readonly<Record<string, PodMetricScript>>;
  /** custom.metrics.k8s.io of other objects: by "<resource>/<name>/<metric>", for example "services/web/requests". */
  readonly objects?: Readonly<Record<string, Timeline>>;
  /** external.metrics.k8s.io, by metric name. */
  readonly external?: Readonly<Record<string, readonly ExternalSeriesScript[]>>;
  /** Width of the window that samples are said to be measured over. Default 1. */
  readonly windowSeconds?: number;
}

/** What a script looks at of a pod. */
export interface ScriptedPod {
  readonly name: string;
  readonly running: boolean;
  readonly ready: boolean;
  readonly createdAtMilliseconds: number;
}

/** Thrown where a script says that the API fails. */
export class ScriptedError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ScriptedError';
  }
}

/**
 * The value of a metric for each pod that has a sample. A pod whose containers do not run has none, as with
 * metrics-server and with anything that is scraped.
 */
export function podValues(
  script: PodMetricScript,
  pods: readonly ScriptedPod[],
  atSeconds: number,
): ReadonlyMap<string, number> {
  const running = pods
    .filter((pod) => pod.running)
    .sort((a, b) => a.createdAtMilliseconds - b.createdAtMilliseconds || a.name.localeCompare(b.name));
  const without = script.withoutSample ? (numberAt(script.withoutSample, atSeconds) ?? 0) : 0;
  const sampled = running.slice(0, Math.max(0, running.length - without));
  const timeline = script.perPod ?? script.total;
  if (!timeline) throw new Error('a pod metric needs perPod or total');
  const value = numberAt(timeline, atSeconds);
  if (value === undefined) return new Map();
  const ready = running.filter((pod) => pod.ready).length;
  const share = (pod: ScriptedPod): number => (script.perPod ? value : pod.ready ? value / ready : 0);
  return new Map(sampled.map((pod) => [pod.name, share(pod)]));
}

/** The number of a timeline at a time; undefined where it is missing. Throws ScriptedError where it says so. */
export function numberAt(timeline: Timeline, atSeconds: number): number | undefined {
  const value = valueAt(timeline, atSeconds);
  if (typeof value === 'object') throw new ScriptedError(value.error);
  return value === 'missing' ? undefined : value;
}
