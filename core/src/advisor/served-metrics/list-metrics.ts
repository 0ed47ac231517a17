import { stringAt } from '../../apis/field-values.ts';
import { hpaView } from '../../apis/hpa.ts';
import { horizontalPodAutoscaler } from '../../apis/kinds.ts';
import type { GroupKind } from '../../manifest/index.ts';
import {
  type Clock,
  type ClusterSource,
  type MetricsApis,
  type MetricsSource,
  type SourceCallOptions,
  SourceError,
} from '../../ports/index.ts';
import { isoTime } from '../report-basis.ts';
import { type LiveAnswer, readLiveValues, unwantedQuestions } from './live-values.ts';
import type { MetricsReport, ReportServedMetric } from './metrics-report.ts';
import { inactiveReason, readRecordedValue, statusValue } from './recorded-values.ts';
import { type WantedMetric, wantedMetrics } from './wanted-metrics.ts';

export interface MetricsListSources {
  readonly cluster: ClusterSource;
  readonly clock: Clock;
  /** Of a live cluster. Without them values come from `metrics`, as a recording holds them. */
  readonly apis?: MetricsApis;
  readonly metrics?: MetricsSource;
}

export interface MetricsListOptions extends SourceCallOptions {
  /** Only metrics that an HPA names. */
  readonly usedOnly?: boolean;
  readonly onProgress?: (done: number, total: number) => void;
}

/** The metrics of a namespace: what is served, how old it is, who serves and who uses it, and what HPAs want and nobody serves. */
export async function listMetrics(
  sources: MetricsListSources,
  namespace: string,
  options: MetricsListOptions,
): Promise<MetricsReport> {
  const { cluster, clock, apis } = sources;
  const objects = await cluster.list({ ...horizontalPodAutoscaler, namespace }, options);
  const wanted = wantedMetrics(objects.flatMap((object) => hpaView(object) ?? []));
  const listed =
    apis === undefined
      ? await listRecorded(wanted, sources, namespace, options)
      : await listLive(wanted, { ...sources, apis }, namespace, options);
  return {
    apiVersion: 'kubectl-autoscale.io/v1alpha1',
    kind: 'MetricsReport',
    generatedAt: isoTime(clock.now()),
    cluster: cluster.description,
    namespace,
    ...listed,
  };
}

type Listed = Pick<MetricsReport, 'items' | 'notes'>;

async function listLive(
  wanted: readonly WantedMetric[],
  { cluster, clock, apis }: MetricsListSources & { readonly apis: MetricsApis },
  namespace: string,
  options: MetricsListOptions,
): Promise<Listed> {
  const notes: string[] = [];
  const [custom, external, servesResources, servers] = await Promise.all([
    orNote(apis.customMetrics(options), notes),
    orNote(apis.externalMetrics(options), notes),
    orNote(apis.servesResources(options), notes),
    readServers(cluster, options),
  ]);
  const others = options.usedOnly === true ? [] : unwantedQuestions(custom ?? [], external ?? [], wanted);
  const asked = wanted.filter(({ type }) => type !== 'Resource');
  const answers = await readLiveValues([...asked, ...others], apis, namespace, clock.now(), options);
  const answerOf = (metric: WantedMetric): LiveAnswer => answers[asked.indexOf(metric)] ?? {};
  const isListed = ({ type, name, resource = 'pods' }: WantedMetric): boolean =>
    type === 'External'
      ? (external?.includes(name) ?? false)
      : (custom?.some((each) => each.resource === resource && each.name === name) ?? false);
  const items = [
    ...wanted.map((metric): ReportServedMetric => {
      if (metric.type === 'Resource') {
        const value = statusValue(metric);
        const source = servers.get(GROUPS.Resource) ?? 'HPA status';
        return reported(
          metric,
          servesResources === true ? 'yes' : 'no',
          source,
          value === undefined ? {} : { value },
        );
      }
      const answer = answerOf(metric);
      const served = isListed(metric) || answer.value !== undefined ? 'yes' : 'no';
      const source = servers.get(GROUPS[metric.type]) ?? (served === 'yes' ? GROUPS[metric.type] : '');
      return reported(metric, served, source, answer);
    }),
    // A metric of other namespaces only has no value here.
    ...others.flatMap((question, index): ReportServedMetric[] => {
      const answer = answers[asked.length + index];
      if (answer?.value === undefined) return [];
      const { type, name, resource } = question;
      const source = servers.get(GROUPS[type]) ?? GROUPS[type];
      const placed = resource === undefined ? {} : { resource };
      return [{ type, name, ...placed, served: 'yes', value: answer.value, source, hpas: [] }];
    }),
  ];
  return { items: items.sort(byUse), notes };
}

async function listRecorded(
  wanted: readonly WantedMetric[],
  { metrics, clock }: MetricsListSources,
  namespace: string,
  options: MetricsListOptions,
): Promise<Listed> {
  const items = await Promise.all(
    wanted.map(async (metric): Promise<ReportServedMetric> => {
      if (metric.type === 'Resource') {
        const value = statusValue(metric);
        return reported(metric, 'unknown', 'HPA status', value === undefined ? {} : { value });
      }
      const value = metrics && (await readRecordedValue(metric, metrics, namespace, clock.now(), options));
      return reported(metric, 'unknown', metrics?.description ?? '', value === undefined ? {} : { value });
    }),
  );
  return {
    items: items.sort(byUse),
    notes: [
      'a recording does not hold what the metrics APIs served: values are read from its Prometheus as the HPA would, and only metrics that HPAs name are listed',
    ],
  };
}

const GROUPS = {
  Resource: 'metrics.k8s.io',
  Pods: 'custom.metrics.k8s.io',
  Object: 'custom.metrics.k8s.io',
  External: 'external.metrics.k8s.io',
} as const;

function reported(
  { type, name, resource, object, selector, hpas, example }: WantedMetric,
  served: ReportServedMetric['served'],
  source: string,
  { value, reason }: LiveAnswer,
): ReportServedMetric {
  const why = value === undefined ? (inactiveReason(example.hpa) ?? reason) : undefined;
  return {
    type,
    name,
    ...(resource === undefined
      ? {}
      : { resource: object === undefined ? resource : `${resource}/${object}` }),
    ...(selector === undefined ? {} : { selector }),
    served,
    ...(value === undefined ? {} : { value }),
    source,
    hpas,
    ...(why === undefined ? {} : { reason: why }),
  };
}

const apiService: GroupKind = { group: 'apiregistration.k8s.io', kind: 'APIService' };

/** The Service behind each API group; empty where APIServices may not be listed. */
async function readServers(
  cluster: ClusterSource,
  options: SourceCallOptions,
): Promise<ReadonlyMap<string, string>> {
  const objects = await cluster.list(apiService, options).catch((error: unknown) => {
    if (error instanceof SourceError && error.code === 'forbidden') return [];
    throw error;
  });
  return new Map(
    objects.flatMap((object) => {
      const group = stringAt(object, 'spec', 'group');
      const name = stringAt(object, 'spec', 'service', 'name');
      const namespace = stringAt(object, 'spec', 'service', 'namespace');
      return group === undefined || name === undefined
        ? []
        : [[group, `${namespace ?? ''}/${name}`] as const];
    }),
  );
}

/** A registered server that is away hides its own metrics only. */
async function orNote<Value>(answer: Promise<Value>, notes: string[]): Promise<Value | undefined> {
  return answer.catch((error: unknown) => {
    if (!(error instanceof SourceError) || error.code !== 'unreachable') throw error;
    notes.push(error.message);
    return undefined;
  });
}

function byUse(a: ReportServedMetric, b: ReportServedMetric): number {
  const keyOf = ({ hpas, type, name, resource = '', selector = '' }: ReportServedMetric): string =>
    [hpas.length > 0 ? 0 : 1, type, resource, name, selector].join(' ');
  const [first, second] = [keyOf(a), keyOf(b)];
  return first < second ? -1 : first > second ? 1 : 0;
}
