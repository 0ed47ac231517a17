import {
  DecayingHistogram,
  DEFAULT_RECOMMENDER_CONFIG,
  exponentialHistogramOptions,
  Histogram,
  type HistogramOptions,
  linearHistogramOptions,
  loadHistogram,
  saveDecayingHistogram,
  saveHistogram,
} from '#core/vpa/index.ts';

import { differences } from '../expectation.ts';
import type { KindHandler } from '../vector.ts';
import { type Fields, fields, list, number, optionalList, optionalNumber, text } from './input.ts';

const SCHEME = ['type', 'maxValue', 'bucketSize', 'firstBucketSize', 'ratio', 'epsilon'];

/** A bucketing scheme, or the recommender's own for `"cpu"` (cores) and `"memory"` (bytes). */
function scheme(value: unknown, path: string, more: readonly string[] = []): HistogramOptions {
  if (value === 'cpu') return DEFAULT_RECOMMENDER_CONFIG.cpuHistogram;
  if (value === 'memory') return DEFAULT_RECOMMENDER_CONFIG.memoryHistogram;
  const given = fields(value, path, [...SCHEME, ...more]);
  const of = (name: string) => number(given[name], `${path}.${name}`);
  const common = { maxValue: of('maxValue'), epsilon: of('epsilon') };
  switch (text(given.type, `${path}.type`)) {
    case 'linear':
      return linearHistogramOptions({ ...common, bucketSize: of('bucketSize') });
    case 'exponential':
      return exponentialHistogramOptions({
        ...common,
        firstBucketSize: of('firstBucketSize'),
        ratio: of('ratio'),
      });
    default:
      throw new Error(`${path}.type is neither linear nor exponential`);
  }
}

/** Where buckets start and values fall. */
const bucketing: KindHandler = ({ input, expected }) => {
  const given = fields(input, 'input', [...SCHEME, 'find', 'preset']);
  const options =
    given.preset === undefined ? scheme(input, 'input', ['find']) : scheme(given.preset, 'input.preset');
  const starts = Array.from({ length: options.numBuckets }, (_, bucket) => [
    String(bucket),
    options.bucketStart(bucket),
  ]);
  const find = optionalList(given.find, 'input.find').map((value) =>
    options.findBucket(number(value, 'input.find')),
  );
  return differences(expected, {
    numBuckets: options.numBuckets,
    start: Object.fromEntries(starts),
    find,
  });
};

/** A histogram that may decay, behind one face. */
interface AnyHistogram {
  readonly plain: Histogram;
  readonly decaying?: DecayingHistogram;
  add(value: number, weight: number, timeMs: number): void;
  subtract(value: number, weight: number, timeMs: number): void;
  mergeFrom(other: AnyHistogram): void;
}

function makeHistogram(options: HistogramOptions, halfLifeSeconds: number | undefined): AnyHistogram {
  if (halfLifeSeconds === undefined) {
    const plain = new Histogram(options);
    return {
      plain,
      add: (value, weight) => plain.add(value, weight),
      subtract: (value, weight) => plain.subtract(value, weight),
      mergeFrom: (other) => plain.merge(other.plain),
    };
  }
  const decaying = new DecayingHistogram(options, halfLifeSeconds * 1000);
  return {
    plain: decaying.weights,
    decaying,
    add: (value, weight, timeMs) => decaying.add(value, weight, timeMs),
    subtract: (value, weight, timeMs) => decaying.subtract(value, weight, timeMs),
    mergeFrom: (other) => {
      if (other.decaying) decaying.merge(other.decaying);
    },
  };
}

const FILLED = ['options', 'halfLifeSeconds', 'samples', 'subtract', 'merge'];

/** `samples` are added, then those of `merge` merged in as a second histogram, then those of `subtract` taken out. */
function filled(given: Fields): AnyHistogram {
  const options = scheme(given.options, 'input.options');
  const halfLife = optionalNumber(given.halfLifeSeconds, 'input.halfLifeSeconds');
  const fill = (name: string) => {
    const histogram = makeHistogram(options, halfLife);
    for (const sample of samplesOf(given, name)) histogram.add(...sample);
    return histogram;
  };
  const histogram = fill('samples');
  if (given.merge !== undefined) histogram.mergeFrom(fill('merge'));
  for (const sample of samplesOf(given, 'subtract')) histogram.subtract(...sample);
  return histogram;
}

function samplesOf(given: Fields, name: string): readonly (readonly [number, number, number])[] {
  return optionalList(given[name], `input.${name}`).map((entry, index) => {
    const path = `input.${name}[${index}]`;
    const [value, weight, seconds = 0] = list(entry, path);
    return [number(value, path), number(weight, path), number(seconds, path) * 1000];
  });
}

/** Percentiles of samples `[value, weight, seconds]`. */
const percentile: KindHandler = ({ input, expected }) => {
  const given = fields(input, 'input', [...FILLED, 'p']);
  const histogram = filled(given);
  const values = optionalList(given.p, 'input.p').map((p) =>
    histogram.plain.percentile(number(p, 'input.p')),
  );
  return differences(expected, {
    values,
    isEmpty: histogram.plain.isEmpty(),
    totalWeight: histogram.plain.totalWeight,
  });
};

const checkpointSave: KindHandler = ({ input, expected }) => {
  const histogram = filled(fields(input, 'input', FILLED));
  const { decaying } = histogram;
  const saved = decaying ? saveDecayingHistogram(decaying) : saveHistogram(histogram.plain);
  return differences(expected, {
    totalWeight: saved.totalWeight,
    bucketWeights: Object.fromEntries(saved.bucketWeights),
    buckets: saved.bucketWeights.size,
    referenceSeconds: saved.referenceMs === undefined ? null : saved.referenceMs / 1000,
  });
};

const checkpointLoad: KindHandler = ({ input, expected }) => {
  const given = fields(input, 'input', ['options', 'totalWeight', 'bucketWeights', 'p']);
  const options = scheme(given.options, 'input.options');
  const weights = Object.entries((given.bucketWeights ?? {}) as Fields);
  const loaded = loadHistogram(
    {
      totalWeight: number(given.totalWeight, 'input.totalWeight'),
      bucketWeights: new Map(weights.map(([bucket, weight]) => [Number(bucket), number(weight, bucket)])),
    },
    options,
  );
  if (!loaded.ok) return differences(expected, { error: true });
  const histogram = loaded.value;
  const found = Array.from({ length: options.numBuckets }, (_, bucket) => [
    bucket,
    histogram.weightOf(bucket),
  ]);
  return differences(expected, {
    error: false,
    weights: Object.fromEntries(found),
    totalWeight: histogram.totalWeight,
    isEmpty: histogram.isEmpty(),
    values: optionalList(given.p, 'input.p').map((p) => histogram.percentile(number(p, 'input.p'))),
  });
};

export const histogramKinds: Readonly<Record<string, KindHandler>> = {
  bucketing,
  percentile,
  'checkpoint-save': checkpointSave,
  'checkpoint-load': checkpointLoad,
};
