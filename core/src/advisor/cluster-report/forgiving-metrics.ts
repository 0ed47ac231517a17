import { type MetricsSource, SourceError } from '../../ports/index.ts';

/** Metrics of which some questions have no answer, and how many those were. */
export interface ForgivingMetrics {
  readonly metrics: MetricsSource;
  notes(): readonly string[];
}

/**
 * A report of a whole cluster is worth having without the workloads that a recording was not made of: what the source refuses as
 * a bad query has no samples here, and is counted. All other problems are thrown.
 */
export function forgivingMetrics(metrics: MetricsSource): ForgivingMetrics {
  const refused = new Set<string>();
  const forgive = async <Answer>(id: string, ask: Promise<readonly Answer[]>): Promise<readonly Answer[]> => {
    try {
      return await ask;
    } catch (error) {
      if (!(error instanceof SourceError) || error.code !== 'bad-query') throw error;
      refused.add(id);
      return [];
    }
  };
  return {
    metrics: {
      description: metrics.description,
      query: (query, timeMs, options) => forgive(query.id, metrics.query(query, timeMs, options)),
      queryRange: (query, range, options) => forgive(query.id, metrics.queryRange(query, range, options)),
    },
    notes: () =>
      refused.size === 0
        ? []
        : [
            `${refused.size} ${refused.size === 1 ? 'question has' : 'questions have'} no answer in ${metrics.description}: workloads that it holds no metrics of are shown without`,
          ],
  };
}
