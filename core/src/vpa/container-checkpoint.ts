import { groupOf, type KubernetesObject } from '../manifest/kubernetes-object.ts';
import { fail, ok, type Result } from '../units/result.ts';
import { AggregateContainerState } from './aggregate-container-state.ts';
import { type DecayingHistogram, ZERO_TIME_MS } from './decaying-histogram.ts';
import {
  checkpointWeights,
  type HistogramCheckpoint,
  saveDecayingHistogram,
} from './histogram-checkpoint.ts';
import type { RecommenderConfig } from './recommender-config.ts';

/** The only version of the stored data that there is a reader for; buckets of another one would mean other amounts. */
export const CHECKPOINT_VERSION = 'v3';

const GROUP = 'autoscaling.k8s.io';

/** One VerticalPodAutoscalerCheckpoint: the history of one container under one VPA. */
export interface ContainerCheckpoint {
  readonly vpa: string;
  readonly container: string;
  readonly state: AggregateContainerState;
}

/** What names a checkpoint, and when it is written. */
export interface CheckpointIdentity {
  readonly vpa: string;
  readonly container: string;
  readonly namespace?: string;
  readonly nowMs: number;
}

/**
 * Writes an aggregate as a VerticalPodAutoscalerCheckpoint named `<vpa>-<container>`, empty and zero fields left out. Times lose their fraction of a second
 * and weights what {@link saveDecayingHistogram} says. Leave the current memory peaks out first: see
 * `UsageModel.aggregatesForCheckpoint`.
 */
export function writeCheckpoint(
  state: AggregateContainerState,
  identity: CheckpointIdentity,
): KubernetesObject {
  const { vpa, container, namespace, nowMs } = identity;
  return {
    apiVersion: `${GROUP}/v1`,
    kind: 'VerticalPodAutoscalerCheckpoint',
    metadata: { name: `${vpa}-${container}`, ...(namespace === undefined ? {} : { namespace }) },
    spec: { vpaObjectName: vpa, containerName: container },
    status: {
      lastUpdateTime: timeText(nowMs),
      version: CHECKPOINT_VERSION,
      cpuHistogram: histogramText(state.cpuUsage),
      memoryHistogram: histogramText(state.memoryPeaks),
      firstSampleStart: timeText(state.firstSampleMs),
      lastSampleStart: timeText(state.lastSampleMs),
      ...(state.totalSamples === 0 ? {} : { totalSamplesCount: state.totalSamples }),
    },
  };
}

function histogramText(histogram: DecayingHistogram): Record<string, unknown> {
  const { bucketWeights, totalWeight, referenceMs } = saveDecayingHistogram(histogram);
  return {
    referenceTimestamp: timeText(referenceMs),
    ...(bucketWeights.size === 0 ? {} : { bucketWeights: Object.fromEntries(bucketWeights) }),
    ...(totalWeight === 0 ? {} : { totalWeight }),
  };
}

/** RFC 3339 in whole seconds, as Kubernetes writes times; null for Go's zero time. */
function timeText(timeMs: number | undefined): string | null {
  if (timeMs === undefined || timeMs === ZERO_TIME_MS) return null;
  return `${new Date(timeMs).toISOString().slice(0, 19)}Z`;
}

/**
 * Reads a VerticalPodAutoscalerCheckpoint. Fails, with a sentence that names the object and the field, when it is no
 * checkpoint, has another data version, or holds buckets that the histograms do not have.
 */
export function readCheckpoint(
  object: KubernetesObject,
  config: RecommenderConfig,
  nowMs: number,
): Result<ContainerCheckpoint, string> {
  const name = object.metadata.name ?? '(no name)';
  if (object.kind !== 'VerticalPodAutoscalerCheckpoint' || groupOf(object.apiVersion) !== GROUP) {
    return fail(`${object.kind} ${name} is no VerticalPodAutoscalerCheckpoint of group ${GROUP}.`);
  }
  const spec = fieldsOf(object.spec);
  const status = fieldsOf(object.status);
  const state = new AggregateContainerState(config, nowMs);
  const problem = readStatus(status, state);
  if (problem !== undefined) return fail(`VerticalPodAutoscalerCheckpoint ${name}: ${problem}.`);
  const vpa = spec.vpaObjectName;
  const container = spec.containerName;
  if (typeof vpa !== 'string' || typeof container !== 'string') {
    return fail(
      `VerticalPodAutoscalerCheckpoint ${name}: spec.vpaObjectName and spec.containerName must be texts.`,
    );
  }
  return ok({ vpa, container, state });
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

/** Fills the state; the sentence that says what is wrong, if something is. */
function readStatus(status: Fields, state: AggregateContainerState): string | undefined {
  if (status.version !== CHECKPOINT_VERSION) {
    return `status.version is ${JSON.stringify(status.version)}, and only ${CHECKPOINT_VERSION} can be read`;
  }
  const first = readTime(status.firstSampleStart);
  const last = readTime(status.lastSampleStart);
  if (!first.ok) return `status.firstSampleStart ${first.error}`;
  if (!last.ok) return `status.lastSampleStart ${last.error}`;
  const samples = status.totalSamplesCount ?? 0;
  if (typeof samples !== 'number') return 'status.totalSamplesCount is not a number';
  state.addObservation(first.value, last.value, samples);
  return (
    readHistogram('memoryHistogram', status, state.memoryPeaks) ??
    readHistogram('cpuHistogram', status, state.cpuUsage)
  );
}

function readHistogram(field: string, status: Fields, histogram: DecayingHistogram): string | undefined {
  const checkpoint = parseHistogram(fieldsOf(status[field]));
  if (!checkpoint.ok) return `status.${field}.${checkpoint.error}`;
  const read = checkpointWeights(checkpoint.value, histogram.weights.options);
  if (!read.ok) return `status.${field}: ${read.error}`;
  const { weights, totalWeight } = read.value;
  histogram.addBuckets(weights, totalWeight, checkpoint.value.referenceMs ?? ZERO_TIME_MS);
  return undefined;
}

function parseHistogram(fields: Fields): Result<HistogramCheckpoint, string> {
  const totalWeight = fields.totalWeight ?? 0;
  if (typeof totalWeight !== 'number') return fail('totalWeight is not a number');
  const bucketWeights = new Map<number, number>();
  for (const [bucket, weight] of Object.entries(fieldsOf(fields.bucketWeights))) {
    if (!/^-?\d+$/.test(bucket) || typeof weight !== 'number' || weight < 0) {
      return fail(
        `bucketWeights has ${JSON.stringify(bucket)}: ${JSON.stringify(weight)}, no bucket and weight`,
      );
    }
    bucketWeights.set(Number(bucket), weight);
  }
  const reference = readTime(fields.referenceTimestamp);
  if (!reference.ok) return fail(`referenceTimestamp ${reference.error}`);
  const referenceMs = reference.value;
  return ok({ bucketWeights, totalWeight, ...(referenceMs === undefined ? {} : { referenceMs }) });
}

function readTime(value: unknown): Result<number | undefined, string> {
  if (value === undefined || value === null) return ok(undefined);
  const timeMs = typeof value === 'string' ? Date.parse(value) : NaN;
  if (Number.isNaN(timeMs)) {
    return fail(`is ${JSON.stringify(value)}, not a time such as 2026-08-01T00:00:00Z`);
  }
  return ok(timeMs);
}
