import type { SeriesSource } from '../../ports/index.ts';
import type { Result } from '../../units/index.ts';
import { type LabelRequirement, selectorMatches } from '../rules/label-requirements.ts';
import type { ResourceMapper, ServedResource } from '../rules/resource-mapper.ts';
import type { LabelledObject } from '../serving/object-names.ts';
import {
  RefreshedAnswers,
  type RefreshObserver,
  type RefreshSettings,
} from '../serving/refreshed-answers.ts';
import { ServingError } from '../serving/serving-error.ts';
import type { CompiledUsageRule, CompiledUsageRules } from './compile-usage-rules.ts';
import { containerUsageQuery, nodeUsageQuery, type UsageChoice, type UsageQuery } from './usage-query.ts';

/** What a container, or a node, uses. Cores and bytes. */
export interface Usage {
  readonly cpu: number;
  readonly memory: number;
}

/** A reading of metrics.k8s.io. */
export interface UsageReading {
  readonly object: LabelledObject;
  /** The older of the two samples, epoch milliseconds. */
  readonly atMs: number;
  readonly windowMs: number;
  /** By container; a node has one entry under `''`. */
  readonly usage: ReadonlyMap<string, Usage>;
}

export interface UsageRequest {
  readonly resource: 'pods' | 'nodes';
  /** Of pods; absent for those of all namespaces. */
  readonly namespace?: string;
  /** Absent for a list. */
  readonly name?: string;
  readonly selector: readonly LabelRequirement[];
  /** Of a list: nothing but the object of this name. */
  readonly onlyName?: string;
}

export interface UsageParts {
  readonly series: SeriesSource;
  readonly clock: { now(): number };
  readonly settings: RefreshSettings & { readonly maximumSeries: number };
  readonly observer: RefreshObserver;
  /** Objects of a resource, in a namespace or in all. Throws {@link ServingError}. */
  readonly objects: (
    resource: ServedResource,
    namespace: string | undefined,
    fieldSelector?: string,
  ) => Promise<readonly LabelledObject[]>;
  /** What the cluster serves now. */
  readonly mapper: () => ResourceMapper;
}

/** What has ended uses nothing, whatever Prometheus still says of it. */
const running = 'status.phase=Running';

/** Samples by `namespace/object` (`/object` for nodes), each with its container. */
type Samples = ReadonlyMap<string, readonly Sample[]>;

interface Sample {
  readonly container: string;
  readonly value: number;
  readonly atMs: number;
}

/** Answers metrics.k8s.io by `resourceRules`, as prometheus-adapter does: objects without either of the two are left out. */
export class UsageService {
  readonly #rules: CompiledUsageRules;
  readonly #parts: UsageParts;
  readonly #samples: RefreshedAnswers<Samples>;

  constructor(rules: CompiledUsageRules, parts: UsageParts) {
    this.#rules = rules;
    this.#parts = parts;
    this.#samples = new RefreshedAnswers(parts.clock, parts.settings, parts.observer);
  }

  async refresh(): Promise<void> {
    await this.#samples.refresh();
  }

  oldestAgeMs(): number {
    return this.#samples.oldestAgeMs();
  }

  /** Throws {@link ServingError}, and `SourceError` where a source does not answer and nothing young enough is left. */
  async read(request: UsageRequest): Promise<readonly UsageReading[]> {
    const { resource: plural, namespace, name, selector } = request;
    const wanted = name ?? request.onlyName;
    const resource = this.#parts.mapper().find({ group: '', resource: plural });
    if (resource === undefined) throw new ServingError(503, `the cluster does not serve ${plural} yet`);
    const all = await this.#parts.objects(resource, namespace, plural === 'pods' ? running : undefined);
    const objects = all.filter(
      (object) =>
        (wanted === undefined || object.name === wanted) && selectorMatches(selector, object.labels),
    );
    const readings = objects.length === 0 ? [] : await this.#readings(resource, namespace, objects);
    if (name !== undefined && readings.length === 0) {
      throw objects.length === 0 ? noSuchObject(request, name) : notMeasured(request, name);
    }
    return readings;
  }

  async #readings(
    resource: ServedResource,
    namespace: string | undefined,
    objects: readonly LabelledObject[],
  ): Promise<readonly UsageReading[]> {
    const byNamespace = new Map<string, string[]>();
    for (const object of objects) {
      const place = object.namespace ?? namespace ?? '';
      byNamespace.set(place, [...(byNamespace.get(place) ?? []), object.name]);
    }
    const [cpu, memory] = await Promise.all([
      this.#read(this.#rules.cpu, 'cpu', resource, byNamespace),
      this.#read(this.#rules.memory, 'memory', resource, byNamespace),
    ]);
    return objects.flatMap((object) => {
      const key = `${object.namespace ?? namespace ?? ''}/${object.name}`;
      const [cores, bytes] = [cpu.get(key), memory.get(key)];
      if (cores === undefined || bytes === undefined) return [];
      return [
        {
          object,
          atMs: Math.min(...[...cores, ...bytes].map(({ atMs }) => atMs)),
          windowMs: this.#rules.windowMs,
          usage: joined(cores, bytes),
        },
      ];
    });
  }

  /** One query for all objects where the rule allows it, else one for the named of each namespace. */
  async #read(
    rule: CompiledUsageRule,
    what: 'cpu' | 'memory',
    resource: ServedResource,
    byNamespace: ReadonlyMap<string, readonly string[]>,
  ): Promise<Samples> {
    const isPods = resource.namespaced;
    const { labels } = rule.resources.bind(this.#parts.mapper());
    const buildQuery = isPods ? containerUsageQuery : nodeUsageQuery;
    const ask = async (choice: UsageChoice): Promise<Samples> => {
      const query = built(buildQuery(rule, labels, resource, choice));
      const place = choice === 'all' ? '' : (choice.namespace ?? '');
      const { value } = await this.#samples.get(`${what} ${place} ${query.promql}`, (timeMs) =>
        this.#load(query, place, timeMs),
      );
      return value;
    };
    if (rule.separable[isPods ? 'containers' : 'nodes']) return ask('all');
    const each = await Promise.all(
      [...byNamespace].map(([namespace, names]) =>
        ask(isPods ? { namespace, names: [...names].sort() } : { names: [...names].sort() }),
      ),
    );
    return new Map(each.flatMap((samples) => [...samples]));
  }

  async #load({ promql, labels }: UsageQuery, namespace: string, timeMs: number): Promise<Samples> {
    const { type, samples } = await this.#parts.series.instant(promql, timeMs);
    if (type !== 'vector') throw new ServingError(500, 'unable to fetch metrics: the query gives a scalar');
    const { maximumSeries } = this.#parts.settings;
    if (samples.length > maximumSeries) {
      throw new ServingError(500, `unable to fetch metrics: more than ${maximumSeries} series`);
    }
    const byObject = new Map<string, Sample[]>();
    for (const { labels: own, value, timestampMs } of samples) {
      if (value === Infinity) continue;
      const place = labels.namespace === undefined ? namespace : (own[labels.namespace] ?? '');
      const key = `${place}/${own[labels.object] ?? ''}`;
      const container = labels.container === undefined ? '' : (own[labels.container] ?? '');
      // What is no number, or below zero, counts as nothing, as in prometheus-adapter.
      const sample = { container, value: value > 0 ? value : 0, atMs: timestampMs };
      const known = byObject.get(key);
      if (known) known.push(sample);
      else byObject.set(key, [sample]);
    }
    return byObject;
  }
}

/** In metrics-server's words, which tell what there is not from what is not measured. */
function noSuchObject({ resource }: UsageRequest, name: string): ServingError {
  return new ServingError(404, `${resource === 'nodes' ? 'node' : 'pods'} "${name}" not found`);
}

function notMeasured({ resource, namespace }: UsageRequest, name: string): ServingError {
  const full = namespace === undefined ? name : `${namespace}/${name}`;
  const what = resource === 'nodes' ? 'nodemetrics' : 'podmetrics';
  return new ServingError(404, `${what}.metrics.k8s.io "${full}" not found`);
}

/** A container with one of the two uses nothing of the other. Of several samples for one container the last counts. */
function joined(cpu: readonly Sample[], memory: readonly Sample[]): ReadonlyMap<string, Usage> {
  const usage = new Map<string, Usage>();
  for (const { container, value } of cpu) usage.set(container, { cpu: value, memory: 0 });
  for (const { container, value } of memory) {
    usage.set(container, { cpu: usage.get(container)?.cpu ?? 0, memory: value });
  }
  return usage;
}

function built(query: Result<UsageQuery, string>): UsageQuery {
  if (!query.ok) throw new ServingError(500, `unable to fetch metrics: ${query.error}`);
  return query.value;
}
