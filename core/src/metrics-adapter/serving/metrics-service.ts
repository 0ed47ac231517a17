import { type Clock, type SeriesSource, SourceError } from '../../ports/index.ts';
import type { CompiledRules } from '../rules/compile-rules.ts';
import { type LabelRequirement, labelSelectorText, selectorMatches } from '../rules/label-requirements.ts';
import { externalQuery } from '../rules/metric-query.ts';
import {
  buildRegistry,
  type CustomMetric,
  type ExternalMetric,
  type MetricRegistry,
  seriesQueries,
} from '../rules/metric-registry.ts';
import { objectQuantity, sampleQuantity } from '../rules/metric-value.ts';
import {
  createResourceMapper,
  parseGroupResource,
  type ResourceMapper,
  type ServedResource,
} from '../rules/resource-mapper.ts';
import { CustomValues } from './custom-values.ts';
import type { ExternalReading, ObjectReading } from './metric-reading.ts';
import type { ClusterObjects, LabelledObject, ObjectChoice } from './object-names.ts';
import { RefreshedAnswers, type RefreshObserver, type RefreshSettings } from './refreshed-answers.ts';
import { metricNotFound, ServingError } from './serving-error.ts';

export interface ServiceSettings extends RefreshSettings {
  /** Series without a sample for this long make no metric. */
  readonly seriesMaxAgeMs: number;
  /** The largest answer of Prometheus that is taken. */
  readonly maximumSeries: number;
}

/** What happens inside, for /metrics and the log. */
export interface ServiceObserver {
  readonly prometheus: RefreshObserver;
  readonly objects: RefreshObserver;
  /** Values that are no numbers (NaN counts as 0 for custom metrics) and were left out. */
  dropped(metric: string): void;
}

export interface ServiceSources {
  readonly series: SeriesSource;
  readonly objects: ClusterObjects;
  readonly clock: Clock;
}

/** A request of custom.metrics.k8s.io. */
export interface CustomRequest {
  /** As asked: `pods`, `deployments.apps`. */
  readonly resource: string;
  /** Absent outside namespaces. */
  readonly namespace?: string;
  readonly choice: ObjectChoice;
  readonly metric: string;
  readonly metricSelector: readonly LabelRequirement[];
}

/** A request of external.metrics.k8s.io. */
export interface ExternalRequest {
  readonly namespace: string;
  readonly metric: string;
  readonly selector: readonly LabelRequirement[];
}

/** What discovery lists. */
export interface ListedMetrics {
  readonly custom: readonly Pick<CustomMetric, 'metric' | 'resource' | 'namespaced'>[];
  readonly external: readonly Pick<ExternalMetric, 'metric'>[];
}

/** Lists and reads metrics. Reading throws {@link ServingError}, and `SourceError` where a source does not answer. */
export interface MetricsReader {
  listed(): ListedMetrics;
  readCustom(request: CustomRequest): Promise<readonly ObjectReading[]>;
  readExternal(request: ExternalRequest): Promise<readonly ExternalReading[]>;
}

/** Answers requests for metrics out of Prometheus, by rules. */
export class MetricsService implements MetricsReader {
  readonly #rules: CompiledRules;
  readonly #sources: ServiceSources;
  readonly #settings: ServiceSettings;
  readonly #observer: ServiceObserver;
  readonly #values: CustomValues;
  readonly #external: RefreshedAnswers<readonly ExternalReading[]>;
  readonly #objects: RefreshedAnswers<readonly LabelledObject[]>;
  #mapper: ResourceMapper = createResourceMapper([]);
  #registry: MetricRegistry | undefined;

  constructor(
    rules: CompiledRules,
    sources: ServiceSources,
    settings: ServiceSettings,
    observer: ServiceObserver,
  ) {
    this.#rules = rules;
    this.#sources = sources;
    this.#settings = settings;
    this.#observer = observer;
    this.#values = new CustomValues(sources.series, sources.clock, settings, observer.prometheus);
    this.#external = new RefreshedAnswers(sources.clock, settings, observer.prometheus);
    this.#objects = new RefreshedAnswers(sources.clock, settings, observer.objects);
  }

  /** The metrics that there are now; none before the first {@link relist}. */
  listed(): ListedMetrics {
    return this.#registry ?? { custom: [], external: [] };
  }

  /** See {@link MetricRegistry.unknownResources}. */
  get unknownResources(): readonly string[] {
    return this.#registry?.unknownResources ?? [];
  }

  /** Whether the metrics have been listed once. */
  get isListed(): boolean {
    return this.#registry !== undefined;
  }

  /** The age of the oldest answer in use. */
  oldestAnswerMs(): number {
    return Math.max(this.#values.oldestAgeMs(), this.#external.oldestAgeMs());
  }

  /**
   * Asks anew which resources and series there are. Each series selector is asked for once. When anything fails it throws,
   * and the metrics stay as they were.
   */
  async relist(): Promise<void> {
    const { objects, series, clock } = this.#sources;
    const sinceMs = clock.now() - this.#settings.seriesMaxAgeMs;
    const queries = seriesQueries(this.#rules);
    const [served, ...found] = await Promise.all([
      objects.servedResources(),
      ...queries.map(async (query) => [query, await series.series(query, sinceMs)] as const),
    ]);
    this.#mapper = createResourceMapper(served);
    this.#registry = buildRegistry(this.#rules, new Map(found), this.#mapper);
  }

  /** Keeps what is in use fresh. */
  async refresh(): Promise<void> {
    await Promise.all([this.#values.refresh(), this.#external.refresh(), this.#objects.refresh()]);
  }

  /** Throws {@link ServingError}, and `SourceError` where a source does not answer and nothing young enough is left. */
  async readCustom(request: CustomRequest): Promise<readonly ObjectReading[]> {
    const { resource, namespace, choice, metric, metricSelector } = request;
    const found = this.findCustom(resource, metric, namespace !== undefined);
    if (found === undefined) throw metricNotFound(metric, resource);
    const matching = this.#names(found, namespace, choice);
    const read = this.#values.read(found, namespace, matching, metricSelector);
    // It is heard of below, unless there are no names, which goes before.
    read.catch(() => undefined);
    const names = await matching;
    if (names.length === 0) throw metricNotFound(metric, resource);
    const { byName, atMs } = await read;
    const selector = labelSelectorText(metricSelector);
    const readings = names.flatMap((name) => {
      const value = byName.get(name);
      if (value === undefined) return [];
      const quantity = objectQuantity(value);
      if (quantity === undefined) {
        this.#observer.dropped(metric);
        return [];
      }
      const reading = { metric, selector, atMs, value: Number.isNaN(value) ? 0 : value, quantity };
      return [{ ...describedObject(found, namespace, name), ...reading }];
    });
    if ('name' in choice && readings.length === 0) throw metricNotFound(metric, `${resource} ${choice.name}`);
    return readings;
  }

  /** Throws as {@link readCustom} does. */
  async readExternal({ namespace, metric, selector }: ExternalRequest): Promise<readonly ExternalReading[]> {
    const found = this.findExternal(metric);
    if (found === undefined) throw metricNotFound(metric, undefined);
    const query = externalQuery(found, namespace, selector);
    if (!query.ok) throw new ServingError(500, `unable to fetch metrics: ${query.error}`);
    const { value } = await this.#external.get(`${metric} ${query.value}`, (timeMs) =>
      this.#loadExternal(metric, query.value, timeMs),
    );
    return value;
  }

  /** What the cluster serves, as of the last {@link relist}. */
  get mapper(): ResourceMapper {
    return this.#mapper;
  }

  /** As asked for by name: `pods`, `deployments.apps`. `undefined` where there is no such metric. */
  findCustom(resource: string, metric: string, namespaced: boolean): CustomMetric | undefined {
    const served = this.#mapper.find(parseGroupResource(resource));
    return served && this.#registry?.findCustom(served, metric, namespaced);
  }

  findExternal(metric: string): ExternalMetric | undefined {
    return this.#registry?.findExternal(metric);
  }

  async #names(
    { resource, namespaced }: CustomMetric,
    namespace: string | undefined,
    choice: ObjectChoice,
  ): Promise<readonly string[]> {
    if ('name' in choice) return [choice.name];
    const objects = await this.objects(resource, namespaced ? namespace : undefined);
    return objects.filter(({ labels }) => selectorMatches(choice.selector, labels)).map(({ name }) => name);
  }

  /** All objects of a resource in a namespace (without one in all, or outside), from memory where it is young enough. Throws {@link ServingError}. */
  async objects(
    resource: ServedResource,
    namespace: string | undefined,
    fieldSelector?: string,
  ): Promise<readonly LabelledObject[]> {
    const key = `${resource.resource}.${resource.group} ${namespace ?? ''} ${fieldSelector ?? ''}`;
    const { value } = await this.#objects
      .get(key, () => this.#sources.objects.list(resource, namespace, fieldSelector))
      .catch((error: unknown) => {
        const code = error instanceof SourceError && error.code === 'forbidden' ? 500 : 503;
        throw new ServingError(code, 'unable to list matching resources', { cause: error });
      });
    return value;
  }

  async #loadExternal(metric: string, promql: string, timeMs: number): Promise<readonly ExternalReading[]> {
    const { samples } = await this.#sources.series.instant(promql, timeMs);
    if (samples.length > this.#settings.maximumSeries) {
      throw new ServingError(
        500,
        `unable to fetch metrics: more than ${this.#settings.maximumSeries} series`,
      );
    }
    return samples.flatMap(({ labels, value, timestampMs }) => {
      const quantity = sampleQuantity(value);
      if (quantity !== undefined) return [{ metric, labels, atMs: timestampMs, value, quantity }];
      this.#observer.dropped(metric);
      return [];
    });
  }
}

function describedObject(
  { resource: { kind, group, version } }: CustomMetric,
  namespace: string | undefined,
  name: string,
): Pick<ObjectReading, 'kind' | 'apiVersion' | 'namespace' | 'name'> {
  return { kind, apiVersion: `${group}/${version}`, namespace: namespace ?? '', name };
}
