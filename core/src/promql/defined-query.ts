import type { MetricQuery } from './metric-query.ts';
import { quoteString } from './quote.ts';

/** What a query of the catalogue means, for people. */
export interface QueryDescription {
  /** Stable: the first part of each {@link MetricQuery.id}. */
  readonly name: string;
  /** What one value says. */
  readonly meaning: string;
  /** Who writes the series that it reads. */
  readonly exporter: string;
  readonly series: readonly string[];
  /** See {@link MetricQuery.unit}. */
  readonly unit: string;
  /** The labels of an answer, and how series were brought together to get there. */
  readonly aggregation: string;
}

/** A query of the catalogue: a function of what is asked for, with its description. */
export type DefinedQuery<Arguments extends readonly unknown[]> = ((...args: Arguments) => MetricQuery) & {
  readonly description: QueryDescription;
};

/** What tells two questions of one query apart, in an id; absent values are left out. */
export type QueryIdentity = Readonly<Record<string, string | number | undefined>>;

export function defineQuery<Arguments extends readonly unknown[]>(
  description: QueryDescription,
  identity: (...args: Arguments) => QueryIdentity,
  promql: (...args: Arguments) => string,
): DefinedQuery<Arguments> {
  const query = (...args: Arguments): MetricQuery => ({
    id: queryId(description.name, identity(...args)),
    promql: promql(...args),
    unit: description.unit,
  });
  return Object.assign(query, { description });
}

/** `name{key="value",…}` with sorted keys. */
export function queryId(name: string, identity: QueryIdentity): string {
  const parts = Object.entries(identity)
    .filter(([, value]) => value !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, value]) => `${key}=${quoteString(String(value))}`);
  return parts.length === 0 ? name : `${name}{${parts.join(',')}}`;
}
