import {
  type ListedMetric,
  type MetricsApis,
  type ServedValue,
  type SourceCallOptions,
  SourceError,
} from '../../ports/index.ts';
import { toNumber } from '../../units/index.ts';
import type { ReportMetricValue, ReportServedMetric } from './metrics-report.ts';
import type { WantedMetric } from './wanted-metrics.ts';

/** Answers that are asked for at once: an adapter may need a query for each. */
const AT_ONCE = 8;

/** A metric to be asked for: one that HPAs want, or one that is only listed. */
type Question = Pick<ReportServedMetric, 'type' | 'name' | 'resource' | 'selector'> & {
  readonly object?: string;
};

/** Listed metrics that no HPA of the namespace asks for, as questions. Those of nodes are of no namespace. */
export function unwantedQuestions(
  custom: readonly ListedMetric[],
  external: readonly string[],
  wanted: readonly WantedMetric[],
): readonly Question[] {
  const isWanted = (question: Question): boolean =>
    wanted.some(
      ({ type, name, resource }) =>
        type === question.type && name === question.name && resource === question.resource,
    );
  return [
    ...custom
      .filter(({ resource }) => !OUTSIDE_NAMESPACES.has(resource))
      .map(({ resource, name }): Question =>
        resource === 'pods' ? { type: 'Pods', name } : { type: 'Object', name, resource },
      ),
    ...external.map((name): Question => ({ type: 'External', name })),
  ].filter((question) => !isWanted(question));
}

const OUTSIDE_NAMESPACES = new Set(['nodes', 'persistentvolumes']);

export interface LiveAnswer {
  readonly value?: ReportMetricValue;
  readonly reason?: string;
}

/** Asks for all, a few at a time and in order. */
export async function readLiveValues(
  questions: readonly Question[],
  apis: MetricsApis,
  namespace: string,
  nowMs: number,
  {
    onProgress,
    ...options
  }: SourceCallOptions & { readonly onProgress?: (done: number, total: number) => void },
): Promise<readonly LiveAnswer[]> {
  const answers: LiveAnswer[] = [];
  for (let start = 0; start < questions.length; start += AT_ONCE) {
    onProgress?.(start, questions.length);
    const batch = questions.slice(start, start + AT_ONCE);
    answers.push(...(await Promise.all(batch.map((each) => ask(each, apis, namespace, nowMs, options)))));
  }
  onProgress?.(questions.length, questions.length);
  return answers;
}

async function ask(
  question: Question,
  apis: MetricsApis,
  namespace: string,
  nowMs: number,
  options: SourceCallOptions,
): Promise<LiveAnswer> {
  try {
    const values = await valuesOf(question, apis, namespace, options);
    if (values === undefined) return { reason: 'the server knows no such metric' };
    if (values.length === 0) return { reason: 'no object has a value' };
    return { value: reportValue(question, values, nowMs) };
  } catch (error) {
    if (!(error instanceof SourceError) || error.code === 'cancelled') throw error;
    return { reason: error.message };
  }
}

async function valuesOf(
  { type, name, resource = 'pods', selector, object }: Question,
  apis: MetricsApis,
  namespace: string,
  options: SourceCallOptions,
): Promise<readonly ServedValue[] | undefined> {
  const selected = selector === undefined ? {} : { metricSelector: selector };
  if (type === 'External') return apis.externalValues({ namespace, metric: name, ...selected }, options);
  const named = object === undefined ? {} : { name: object };
  return apis.customValues({ namespace, resource, metric: name, ...named, ...selected }, options);
}

function reportValue({ type }: Question, values: readonly ServedValue[], nowMs: number): ReportMetricValue {
  const sum = values.reduce((total, { value }) => total + toNumber(value), 0);
  const oldest = values.reduce((least, { timestampMs }) => Math.min(least, timestampMs), Infinity);
  return {
    figure: type === 'External' ? sum : sum / values.length,
    aggregation: type === 'External' ? 'sum' : 'average',
    objects: values.length,
    ageSeconds: Math.max(0, Math.round((nowMs - oldest) / 1000)),
  };
}
