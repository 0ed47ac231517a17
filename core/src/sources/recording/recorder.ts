import type { GroupKind, KubernetesObject } from '../../manifest/kubernetes-object.ts';
import type { ClusterSource, KubernetesVersion, MetricQuery, MetricsSource } from '../../ports/index.ts';
import type { TimeSeries } from '../../stats/time-series.ts';

export interface RecordedAnswer {
  readonly query: MetricQuery;
  readonly startMs: number;
  readonly endMs: number;
  /** 0 for an instant query. */
  readonly stepMs: number;
  readonly series: readonly TimeSeries[];
}

/** Everything that passed through a {@link recorder}. */
export interface RecordedSession {
  readonly cluster: string;
  readonly metrics: string;
  readonly defaultNamespace: string;
  readonly version: KubernetesVersion;
  readonly kinds: readonly GroupKind[];
  readonly objects: readonly KubernetesObject[];
  readonly answers: readonly RecordedAnswer[];
}

export interface Recorder {
  readonly cluster: ClusterSource;
  readonly metrics: MetricsSource;
  session(): Promise<RecordedSession>;
}

/** Sources that answer as the given ones do, and remember each answer: analyze through them, then write what they saw. */
export function recorder(cluster: ClusterSource, metrics: MetricsSource): Recorder {
  const kinds = new Map<string, GroupKind>();
  const objects = new Map<string, KubernetesObject>();
  const answers = new Map<string, RecordedAnswer>();
  const keep = (object: KubernetesObject): void => {
    const { namespace = '', name = '' } = object.metadata;
    objects.set(`${object.apiVersion}/${object.kind}/${namespace}/${name}`, object);
  };
  const looked = ({ group, kind }: GroupKind): void => void kinds.set(`${group}/${kind}`, { group, kind });
  const answered = (answer: RecordedAnswer): void => {
    answers.set(`${answer.query.id} ${answer.startMs} ${answer.endMs} ${answer.stepMs}`, answer);
  };
  return {
    cluster: {
      description: cluster.description,
      defaultNamespace: cluster.defaultNamespace,
      version: (options) => cluster.version(options),
      list: async (query, options) => {
        const found = await cluster.list(query, options);
        looked(query);
        found.forEach(keep);
        return found;
      },
      get: async (query, options) => {
        const found = await cluster.get(query, options);
        looked(query);
        if (found !== undefined) keep(found);
        return found;
      },
    },
    metrics: {
      description: metrics.description,
      query: async (query, timeMs, options) => {
        const series = await metrics.query(query, timeMs, options);
        answered({ query, startMs: timeMs, endMs: timeMs, stepMs: 0, series });
        return series;
      },
      queryRange: async (query, range, options) => {
        const series = await metrics.queryRange(query, range, options);
        answered({ query, ...range, series });
        return series;
      },
    },
    session: async () => ({
      cluster: cluster.description,
      metrics: metrics.description,
      defaultNamespace: cluster.defaultNamespace,
      version: await cluster.version(),
      kinds: [...kinds.values()],
      objects: [...objects.values()],
      answers: [...answers.values()],
    }),
  };
}
