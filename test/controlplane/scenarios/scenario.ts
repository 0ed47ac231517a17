import type { MetricScript } from '../metrics-api/metric-script.ts';

/** A course of events that an HPA is put through. Plain data. */
export interface HpaScenario {
  /** Also its namespace and the name of its fixture. */
  readonly name: string;
  readonly description: string;
  readonly durationSeconds: number;
  readonly deployment: {
    readonly replicas: number;
    readonly requests?: Readonly<Record<string, string>>;
    /** On the pods that are made after the beginning, for example kwok's delays. */
    readonly podAnnotations?: Readonly<Record<string, string>>;
  };
  /** `spec` of the HPA without its scaleTargetRef. */
  readonly hpa: Readonly<Record<string, unknown>>;
  readonly metrics: MetricScript;
  /** Merge patches to the HPA's spec, in order of time. */
  readonly changes?: readonly {
    readonly atSeconds: number;
    readonly hpa: Readonly<Record<string, unknown>>;
  }[];
}

/** A Pods metric with a target of an average value. */
export function podsMetric(name: string, averageValue: string): object {
  return { type: 'Pods', pods: { metric: { name }, target: { type: 'AverageValue', averageValue } } };
}

/** An External metric with a target of an average value. */
export function externalMetric(name: string, averageValue: string): object {
  return { type: 'External', external: { metric: { name }, target: { type: 'AverageValue', averageValue } } };
}
