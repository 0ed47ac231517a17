import { type MetricsSource, type SourceCallOptions, SourceError } from '../ports/index.ts';
import type { MetricQuery } from '../promql/index.ts';
import type { MetricHistory } from './workload-facts.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** How far back and how finely each kind of metric is read. */
export const WINDOWS = {
  /** Two weeks: a weekly pattern shows only after two of its cycles. */
  demand: { spanMs: 14 * DAY, stepMs: 5 * MINUTE },
  /** The stretch that the VPA's recommender keeps. */
  resources: { spanMs: 8 * DAY, stepMs: 10 * MINUTE },
  /** The step is the window over which restarts are counted, so that each is counted once. */
  oomKills: { spanMs: 8 * DAY, stepMs: 60 * MINUTE },
  recent: { spanMs: DAY, stepMs: 5 * MINUTE },
} as const;

/** How far back, and in which steps. */
export interface Window {
  readonly spanMs: number;
  readonly stepMs: number;
}

export type MetricLabel = Pick<MetricHistory, 'name' | 'title' | 'method'>;

/** Asks one source for histories that end at one moment. */
export interface HistoryReader {
  readonly source: string;
  read(query: MetricQuery, label: MetricLabel, window: Window): Promise<MetricHistory>;
  /** The first of the queries that has samples now; `undefined` when none has. */
  firstWithSamples(queries: readonly MetricQuery[]): Promise<MetricQuery | undefined>;
}

export function historyReader(
  source: MetricsSource,
  nowMs: number,
  options: SourceCallOptions,
): HistoryReader {
  return {
    source: source.description,
    read: async (query, label, { spanMs, stepMs }) => ({
      ...label,
      unit: query.unit,
      stepMs,
      series: await source.queryRange(query, { startMs: nowMs - spanMs, endMs: nowMs, stepMs }, options),
    }),
    firstWithSamples: async (queries) => {
      const answers = await Promise.all(queries.map((query) => hasSamples(query)));
      return queries.find((_, index) => answers[index]);
    },
  };

  /** A recording refuses what it was not asked when it was made: for one of several ways to read a thing, that is no samples. */
  async function hasSamples(query: MetricQuery): Promise<boolean> {
    try {
      return (await source.query(query, nowMs, options)).length > 0;
    } catch (error) {
      if (error instanceof SourceError && error.code === 'bad-query') return false;
      throw error;
    }
  }
}
