import type { ClusterSource } from './cluster-source.ts';
import type { MetricsSource } from './metrics-source.ts';

/**
 * The same answers to the same questions, asked once: for a report whose parts read the same objects. Objects are read as of the first
 * question. An answer that failed is asked for again.
 */
export function rememberingCluster(cluster: ClusterSource): ClusterSource {
  const lists = rememberer<Awaited<ReturnType<ClusterSource['list']>>>();
  const versions = rememberer<Awaited<ReturnType<ClusterSource['version']>>>();
  return {
    description: cluster.description,
    defaultNamespace: cluster.defaultNamespace,
    version: (options) => versions('', () => cluster.version(options)),
    list: (query, options) =>
      lists(JSON.stringify([query.group, query.kind, query.namespace, query.labelSelector]), () =>
        cluster.list(query, options),
      ),
    get: (query, options) => cluster.get(query, options),
  };
}

/** Of metrics the same; a query is known by its id, which says all that it asks. */
export function rememberingMetrics(metrics: MetricsSource): MetricsSource {
  const answers = rememberer<Awaited<ReturnType<MetricsSource['query']>>>();
  return {
    description: metrics.description,
    query: (query, timeMs, options) =>
      answers(JSON.stringify([query.id, query.promql, timeMs]), () => metrics.query(query, timeMs, options)),
    queryRange: (query, range, options) =>
      answers(JSON.stringify([query.id, query.promql, range.startMs, range.endMs, range.stepMs]), () =>
        metrics.queryRange(query, range, options),
      ),
  };
}

function rememberer<Answer>(): (key: string, ask: () => Promise<Answer>) => Promise<Answer> {
  const known = new Map<string, Promise<Answer>>();
  return (key, ask) => {
    const answer = known.get(key) ?? ask();
    known.set(key, answer);
    answer.catch(() => known.delete(key));
    return answer;
  };
}
