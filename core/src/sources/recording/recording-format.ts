/**
 * A recording is a folder:
 *
 * - `recording.yaml`: this header;
 * - `objects/<namespace or _cluster>/<kind>.<group>.yaml`: the cluster's objects, redacted;
 * - `metrics/index.json`: the questions that were asked of the metrics source, each with the file of its answer;
 * - `metrics/<number>.json`: the series of one answer.
 */
export const RECORDING_FORMAT = 'kubectl-autoscale.io/v1alpha1';

export interface RecordingHeader {
  readonly apiVersion: typeof RECORDING_FORMAT;
  readonly kind: 'Recording';
  /** ISO 8601: "now" for whoever reads the recording. */
  readonly takenAt: string;
  /** How cluster and metrics were reached, for people. */
  readonly cluster: string;
  readonly metrics: string;
  readonly defaultNamespace: string;
  readonly kubernetesVersion: { readonly gitVersion: string; readonly major: number; readonly minor: number };
  /** Kinds that were listed, also those without any object: what is not here was not looked at. */
  readonly kinds: readonly { readonly group: string; readonly kind: string }[];
}

/** One question. A range has `startMs`, `endMs` and `stepMs`; an instant query has all three equal to its time and 0. */
export interface RecordedQuestion {
  readonly id: string;
  readonly promql: string;
  readonly unit: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly stepMs: number;
  /** Name of the file in `metrics/`. */
  readonly file: string;
}

/** One series: the sample times as whole steps from `startMs`; a gap is `null`. */
export interface RecordedSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly startMs: number;
  readonly values: readonly (number | null)[];
}
