import type { InstantAnswer, InstantSample } from '../../ports/series-source.ts';
import type { TimeSeries } from '../../stats/time-series.ts';

/** `data` of a query's answer. */
export interface QueryData {
  readonly resultType: string;
  readonly result: unknown;
}

type Sample = readonly [seconds: number, value: string];

interface RawSeries {
  readonly metric?: Readonly<Record<string, string>>;
  readonly value?: Sample;
  readonly values?: readonly Sample[];
}

/** Where an answer is not of the form that Prometheus' HTTP API promises. */
export class MalformedAnswer extends Error {}

/** Every sample as it was answered, NaN and ±Inf included. */
export function instantAnswer({ resultType, result }: QueryData): InstantAnswer {
  if (resultType === 'scalar') return { type: 'scalar', samples: [toSample({}, result as Sample)] };
  if (resultType !== 'vector') throw new MalformedAnswer(`a ${resultType} where a vector was expected`);
  const samples = list(result).flatMap(({ metric = {}, value }) => (value ? [toSample(metric, value)] : []));
  return { type: 'vector', samples };
}

function toSample(labels: Readonly<Record<string, string>>, sample: Sample): InstantSample {
  const [seconds, text] = sample;
  return { labels, value: sampleValue(text), timestampMs: sampleTime(seconds) };
}

/** Milliseconds. What JavaScript would take for a time, such as `null`, is none. */
function sampleTime(seconds: unknown): number {
  if (typeof seconds !== 'number') throw new MalformedAnswer('a sample without a time');
  return Math.round(seconds * 1000);
}

/** Prometheus writes values as texts; what JavaScript would take for a number, such as `null` or `true`, is none. */
function sampleValue(text: unknown): number {
  if (text === 'NaN') return Number.NaN;
  if (text === '+Inf') return Infinity;
  if (text === '-Inf') return -Infinity;
  const value = typeof text === 'string' && /\d/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(value)) throw new MalformedAnswer('a sample whose value is no number');
  return value;
}

/** The label sets of `/api/v1/series`. */
export function labelSets(data: unknown): readonly Readonly<Record<string, string>>[] {
  if (!Array.isArray(data)) throw new MalformedAnswer('no list of series');
  return data as readonly Readonly<Record<string, string>>[];
}

/** One sample a series. NaN and ±Inf are no samples; series without any are left out. A scalar has no labels. */
export function instantSeries({ resultType, result }: QueryData): readonly TimeSeries[] {
  if (resultType === 'scalar') return nonEmpty([toSeries({}, [result as Sample])]);
  if (resultType !== 'vector') throw new MalformedAnswer(`a ${resultType} where a vector was expected`);
  const elements = list(result);
  return nonEmpty(elements.map(({ metric = {}, value }) => toSeries(metric, value ? [value] : [])));
}

/** Native histograms (`histograms` in place of `values`) are left out. */
export function rangeSeries({ resultType, result }: QueryData): readonly TimeSeries[] {
  if (resultType !== 'matrix') throw new MalformedAnswer(`a ${resultType} where a matrix was expected`);
  const elements = list(result);
  return nonEmpty(elements.map(({ metric = {}, values = [] }) => toSeries(metric, values)));
}

function toSeries(labels: Readonly<Record<string, string>>, samples: readonly Sample[]): TimeSeries {
  const timestampsMs: number[] = [];
  const values: number[] = [];
  for (const [seconds, text] of samples) {
    const timestampMs = sampleTime(seconds);
    const value = sampleValue(text);
    if (!Number.isFinite(value)) continue;
    timestampsMs.push(timestampMs);
    values.push(value);
  }
  return { labels, timestampsMs, values };
}

function list(result: unknown): readonly RawSeries[] {
  if (!Array.isArray(result)) throw new MalformedAnswer('no list of series');
  return result as readonly RawSeries[];
}

function nonEmpty(series: readonly TimeSeries[]): readonly TimeSeries[] {
  return series.filter(({ values }) => values.length > 0);
}
