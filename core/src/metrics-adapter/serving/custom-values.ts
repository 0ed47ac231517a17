import type { Clock, SeriesSource } from '../../ports/index.ts';
import type { Result } from '../../units/index.ts';
import { type LabelRequirement, labelSelectorText } from '../rules/label-requirements.ts';
import { type ObjectQuery, queryForAll, queryForNames } from '../rules/metric-query.ts';
import type { CustomMetric } from '../rules/metric-registry.ts';
import { groupResourceText } from '../rules/resource-mapper.ts';
import { type ObjectValues, objectValues } from './object-values.ts';
import { RefreshedAnswers, type RefreshObserver, type RefreshSettings } from './refreshed-answers.ts';
import { ServingError } from './serving-error.ts';

/** Values of one namespace, and the moment for which they hold. */
export interface NamespaceValues {
  readonly atMs: number;
  readonly byName: ReadonlyMap<string, number>;
}

/** Values of all objects in the namespaces that were in use when they were asked for. */
interface WideValues {
  /** `undefined` for all. */
  readonly namespaces: ReadonlySet<string> | undefined;
  readonly values: ObjectValues;
}

/** From this many namespaces on a query asks for all: a longer pattern costs more than it saves. */
const mostNamespaces = 64;

const empty: ReadonlyMap<string, number> = new Map();

/** Reads values of custom metrics: of separable rules by one query for all objects, of others by one for each request. */
export class CustomValues {
  readonly #source: SeriesSource;
  readonly #clock: Clock;
  readonly #settings: RefreshSettings & { readonly maximumSeries: number };
  readonly #wide: RefreshedAnswers<WideValues>;
  /** Of namespaces that came into use after the wide answer was asked for, until the next one holds them too. */
  readonly #added: RefreshedAnswers<ObjectValues>;
  readonly #narrow: RefreshedAnswers<ObjectValues>;
  /** By question, the namespaces that were asked for and when. */
  readonly #namespaces = new Map<string, Map<string, number>>();

  constructor(
    source: SeriesSource,
    clock: Clock,
    settings: RefreshSettings & { readonly maximumSeries: number },
    observer: RefreshObserver,
  ) {
    this.#source = source;
    this.#clock = clock;
    this.#settings = settings;
    this.#wide = new RefreshedAnswers(clock, settings, observer);
    this.#added = new RefreshedAnswers(clock, settings, observer);
    this.#narrow = new RefreshedAnswers(clock, settings, observer);
  }

  /** Values of the named objects; for a separable rule of others too, and without waiting for the names. Throws {@link ServingError} and `SourceError`. */
  async read(
    metric: CustomMetric,
    namespace: string | undefined,
    names: Promise<readonly string[]>,
    selector: readonly LabelRequirement[],
  ): Promise<NamespaceValues> {
    return metric.rule.separable
      ? this.#readWide(metric, namespace, selector)
      : this.#readNarrow(metric, namespace, await names, selector);
  }

  async refresh(): Promise<void> {
    await Promise.all([this.#wide.refresh(), this.#narrow.refresh()]);
  }

  oldestAgeMs(): number {
    return Math.max(this.#wide.oldestAgeMs(), this.#narrow.oldestAgeMs());
  }

  async #readWide(
    metric: CustomMetric,
    namespace: string | undefined,
    selector: readonly LabelRequirement[],
  ): Promise<NamespaceValues> {
    const key = questionKey(metric, selector);
    const inUse = this.#inUse(key);
    if (namespace !== undefined) inUse.set(namespace, this.#clock.now());
    const holds = ({ namespaces }: WideValues): boolean =>
      namespace === undefined || namespaces === undefined || namespaces.has(namespace);
    const known = this.#wide.known(key);
    if (namespace !== undefined && known !== undefined && !holds(known)) {
      return this.#readAdded(metric, namespace, selector);
    }
    const { value, atMs } = await this.#wide.get(
      key,
      (timeMs) => this.#loadWide(metric, selector, this.#inUse(key), timeMs),
      holds,
    );
    return { atMs, byName: value.values.get(namespace ?? '') ?? empty };
  }

  /** Asks for one namespace by itself: a namespace's first request need not wait for the values of all others. */
  async #readAdded(
    metric: CustomMetric,
    namespace: string,
    selector: readonly LabelRequirement[],
  ): Promise<NamespaceValues> {
    const { value, atMs } = await this.#added.get(
      addedKey(questionKey(metric, selector), namespace),
      (timeMs) => this.#values(built(queryForAll(metric, [namespace], selector)), '', timeMs),
    );
    return { atMs, byName: value.get(namespace) ?? empty };
  }

  async #loadWide(
    metric: CustomMetric,
    selector: readonly LabelRequirement[],
    inUse: Map<string, number>,
    timeMs: number,
  ): Promise<WideValues> {
    for (const [namespace, askedMs] of inUse) {
      if (timeMs - askedMs > this.#settings.idleMs) inUse.delete(namespace);
    }
    const some = metric.namespaced ? [...inUse.keys()].sort() : undefined;
    const namespaces = some !== undefined && some.length > mostNamespaces ? 'all' : some;
    const query = built(queryForAll(metric, namespaces, selector));
    const values = await this.#values(query, '', timeMs);
    for (const namespace of some ?? []) {
      this.#added.forget(addedKey(questionKey(metric, selector), namespace));
    }
    return { namespaces: namespaces === 'all' ? undefined : namespaces && new Set(namespaces), values };
  }

  async #readNarrow(
    metric: CustomMetric,
    namespace: string | undefined,
    names: readonly string[],
    selector: readonly LabelRequirement[],
  ): Promise<NamespaceValues> {
    if (names.length === 0) return { atMs: this.#clock.now(), byName: empty };
    const sorted = [...names].sort();
    const key = `${questionKey(metric, selector)} ${namespace ?? ''} ${sorted.join(' ')}`;
    const { value, atMs } = await this.#narrow.get(key, (timeMs) =>
      this.#values(built(queryForNames(metric, namespace, sorted, selector)), namespace ?? '', timeMs),
    );
    return { atMs, byName: value.get(namespace ?? '') ?? empty };
  }

  async #values(query: ObjectQuery, namespace: string, timeMs: number): Promise<ObjectValues> {
    const answer = await this.#source.instant(query.promql, timeMs);
    if (answer.type !== 'vector') {
      throw new ServingError(500, 'unable to fetch metrics: the query gives a scalar');
    }
    if (answer.samples.length > this.#settings.maximumSeries) {
      throw new ServingError(
        500,
        `unable to fetch metrics: more than ${this.#settings.maximumSeries} series`,
      );
    }
    return objectValues(answer, query, namespace);
  }

  #inUse(key: string): Map<string, number> {
    const known = this.#namespaces.get(key);
    if (known) return known;
    const inUse = new Map<string, number>();
    this.#namespaces.set(key, inUse);
    return inUse;
  }
}

function questionKey(
  { resource, metric, namespaced }: CustomMetric,
  selector: readonly LabelRequirement[],
): string {
  const place = namespaced ? 'namespaced' : 'root';
  return `${place} ${groupResourceText(resource)}/${metric} ${labelSelectorText(selector)}`;
}

function addedKey(question: string, namespace: string): string {
  return `${question} in ${namespace}`;
}

function built(query: Result<ObjectQuery, string>): ObjectQuery {
  if (!query.ok) throw new ServingError(500, `unable to fetch metrics: ${query.error}`);
  return query.value;
}
