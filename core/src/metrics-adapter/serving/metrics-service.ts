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
import { createResourceMapper, parseGroupResource, type ResourceMapper } from '../rules/resource-mapper.ts';
import { CustomValues } from './custom-values.ts';
import type { ExternalReading, ObjectReading } from './metric-reading.ts';
import type { ClusterObjects, LabelledObject, ObjectChoice } from './object-names.ts';
import { RefreshedAnswers, type RefreshObserver, type RefreshSettings } from './refreshed-answers.ts';
import { ServingError } from './serving-error.ts';

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

/** Answers requests for metrics out of Prometheus, by rules. */
export class MetricsService {
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

  /** The metrics that there are now; empty before the first {@link relist}. */
  get custom(): readonly CustomMetric[] {
    return this.#registry?.custom ?? [];
  }

  get external(): readonly ExternalMetric[] {
    return this.#registry?.external ?? [];
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
    const found = this.#findCustom(resource, metric, namespace !== undefined);
    if (found === undefined) throw notFound(metric, resource);
    const names = 'name' in choice ? [choice.name] : await this.#matching(found, namespace, choice.selector);
    if (names.length === 0) throw notFound(metric, resource);
    const { byName, atMs } = await this.#values.read(found, namespace, names, metricSelector);
    const selector = labelSelectorText(metricSelector);
    const readings = names.flatMap((name) => {
      const value = byName.get(name);
      if (value === undefined) return [];
      const quantity = objectQuantity(value);
      if (quantity === undefined) {
        this.#observer.dropped(metric);
        return [];
      }
      return [{ ...describedObject(found, namespace, name), metric, selector, atMs, quantity }];
    });
    if ('name' in choice && readings.length === 0) throw notFound(metric, `${resource} ${choice.name}`);
    return readings;
  }

  /** Throws as {@link readCustom} does. */
  async readExternal({ namespace, metric, selector }: ExternalRequest): Promise<readonly ExternalReading[]> {
    const found = this.#registry?.findExternal(metric);
    if (found === undefined) throw notFound(metric, undefined);
    const query = externalQuery(found, namespace, selector);
    if (!query.ok) throw new ServingError(500, `unable to fetch metrics: ${query.error}`);
    const { value } = await this.#external.get(`${metric} ${query.value}`, (timeMs) =>
      this.#loadExternal(metric, query.value, timeMs),
    );
    return value;
  }

  #findCustom(resource: string, metric: string, namespaced: boolean): CustomMetric | undefined {
    const served = this.#mapper.find(parseGroupResource(resource));
    return served && this.#registry?.findCustom(served, metric, namespaced);
  }

  async #matching(
    { resource, namespaced }: CustomMetric,
    namespace: string | undefined,
    selector: readonly LabelRequirement[],
  ): Promise<readonly string[]> {
    const place = namespaced ? namespace : undefined;
    const key = `${resource.resource}.${resource.group} ${place ?? ''}`;
    const { value } = await this.#objects
      .get(key, () => this.#sources.objects.list(resource, place))
      .catch((error: unknown) => {
        const code = error instanceof SourceError && error.code === 'forbidden' ? 500 : 503;
        throw new ServingError(code, 'unable to list matching resources', { cause: error });
      });
    return value.filter(({ labels }) => selectorMatches(selector, labels)).map(({ name }) => name);
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
      if (quantity !== undefined) return [{ metric, labels, atMs: timestampMs, quantity }];
      this.#observer.dropped(metric);
      return [];
    });
  }
}

function notFound(metric: string, resource: string | undefined): ServingError {
  const what = resource === undefined ? '' : ` for ${resource}`;
  return new ServingError(404, `the server could not find the metric ${metric}${what}`);
}

function describedObject(
  { resource: { kind, group, version } }: CustomMetric,
  namespace: string | undefined,
  name: string,
): Pick<ObjectReading, 'kind' | 'apiVersion' | 'namespace' | 'name'> {
  return { kind, apiVersion: `${group}/${version}`, namespace: namespace ?? '', name };
}
