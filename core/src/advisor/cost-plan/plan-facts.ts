import { occupiesNode } from '../../apis/pod.ts';
import type { HourlyProfile } from '../../cost/index.ts';
import { formatNumber } from '../../units/index.ts';
import { type AdvisorSources, listWorkloads, type WorkloadListOptions } from '../analyze.ts';
import type { readClusterFacts } from '../cluster-facts.ts';
import { type NamespaceFacts, readNamespaceFacts, refOf, workloadFactsOf } from '../cluster-facts.ts';
import { sizeContainers } from '../container-sizing.ts';
import { readDemand } from '../demand-history.ts';
import { historyReader } from '../history-reader.ts';
import { readResourceMetrics } from '../metric-facts.ts';
import { sumOfSeries } from '../pod-average.ts';
import { controllingVpa } from '../vpa-control.ts';
import { dayAhead } from './day-ahead.ts';
import { replicasByDemand, replicasByProfile } from './hourly-replicas.ts';

/** What is known of the workloads that a plan may change, by the name that their pods have. */
export interface FoundWorkloads {
  readonly resized: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly hourly: ReadonlyMap<string, readonly number[]>;
  readonly requestsPerSecond: ReadonlyMap<string, number>;
  /** Where demand could be forecast: what each hour of the next day needs, of the hour that needs most. */
  readonly forecasts: ReadonlyMap<string, HourlyProfile>;
  readonly sizeTexts: readonly string[];
  readonly replicaTexts: readonly string[];
  readonly notes: readonly string[];
}

/** What is asked for: a plan needs sizes and demand, a bill by itself only what requests cost. */
export interface ReadOptions extends WorkloadListOptions {
  readonly plan?: object;
  /** `forecast`: of each workload, what is forecast of its next day. */
  readonly profile?: HourlyProfile | 'forecast';
  readonly onProgress?: (done: number, total: number, next: string) => void;
}

/** Reads sizes, demand and what may not be changed, workload by workload. */
export async function readWorkloads(
  { cluster, metrics, clock }: AdvisorSources,
  namespace: string | undefined,
  shared: Awaited<ReturnType<typeof readClusterFacts>>,
  options: ReadOptions,
): Promise<FoundWorkloads> {
  const nowMs = clock.now();
  const resized = new Map<string, ReadonlyMap<string, number>>();
  const hourly = new Map<string, readonly number[]>();
  const requestsPerSecond = new Map<string, number>();
  const forecasts = new Map<string, HourlyProfile>();
  const [sizeTexts, replicaTexts, notes]: [string[], string[], string[]] = [[], [], []];
  const scaled: string[] = [];
  const found = { resized, hourly, requestsPerSecond, forecasts, sizeTexts, replicaTexts, notes };
  const reader = metrics && historyReader(metrics, nowMs, options);
  if (!reader) {
    notes.push('without metrics nothing is right-sized, and replicas follow a given profile only');
  }
  // Nothing is asked of workloads for a bill by itself.
  const isAsked = reader !== undefined || options.profile !== undefined;
  const objects = isAsked ? await listWorkloads(cluster, namespace, options) : [];
  const ofNamespaces = new Map<string, NamespaceFacts>();
  for (const [index, [object, kind]] of objects.entries()) {
    const ref = refOf(object, kind);
    const name = `${ref.namespace}/${ref.kind}/${ref.name}`;
    options.onProgress?.(index, objects.length, name);
    const own =
      ofNamespaces.get(ref.namespace) ?? (await readNamespaceFacts(cluster, shared, ref.namespace, options));
    ofNamespaces.set(ref.namespace, own);
    const facts = workloadFactsOf(object, ref, own, nowMs);
    if (facts === undefined) continue;
    const now = facts.pods.filter(occupiesNode).length;
    const least = facts.hpas[0]?.minReplicas ?? 1;
    if (options.profile && options.profile !== 'forecast') {
      const byProfile = replicasByProfile(options.profile, now, least);
      hourly.set(name, byProfile.replicas);
      replicaTexts.push(`${ref.namespace}/${ref.name}: ${byProfile.text}`);
    }
    if (!reader) continue;
    const demand = await readDemand(reader, ref, {});
    const history = sumOfSeries(demand.series);
    const latest = history.values.at(-1);
    if (demand.unit === 'requests/s' && latest !== undefined && latest > 0) {
      requestsPerSecond.set(name, latest);
    }
    const ahead = options.profile === 'forecast' ? dayAhead(demand, nowMs) : undefined;
    if (ahead) forecasts.set(name, ahead);
    else if (options.profile === 'forecast') {
      notes.push(`${ref.namespace}/${ref.name}: no forecast of a day can be trusted: it counts as it is now`);
    }
    if (!options.plan) continue;
    if (ahead && facts.hpas.length === 0) {
      const byForecast = replicasByProfile(ahead, now, least, 'the forecast of its next day');
      hourly.set(name, byForecast.replicas);
      replicaTexts.push(`${ref.namespace}/${ref.name}: ${byForecast.text}`);
    } else if (!options.profile || options.profile === 'forecast') {
      const byDemand = facts.hpas.length > 0 ? undefined : replicasByDemand(history, now, least);
      if (byDemand) {
        hourly.set(name, byDemand.replicas);
        replicaTexts.push(`${ref.namespace}/${ref.name}: ${byDemand.text}`);
      } else if (facts.hpas.length > 0) scaled.push(`${ref.namespace}/${ref.name}`);
      else notes.push(`${ref.namespace}/${ref.name}: replicas stay: demand was measured for less than a day`);
    }
    const vpa = controllingVpa(facts);
    if (vpa !== undefined) {
      notes.push(`${ref.namespace}/${ref.name}: requests stay: ${vpa.text}`);
      continue;
    }
    const sizing = sizeContainers(facts, await readResourceMetrics(reader, ref), 'percentile');
    if (sizing.recommendations.length === 0) continue;
    const changes = new Map<string, number>();
    for (const { resource, target, currentRequest = 0 } of sizing.recommendations) {
      changes.set(resource, (changes.get(resource) ?? 0) + target - currentRequest);
    }
    resized.set(name, changes);
    sizeTexts.push(`${ref.namespace}/${ref.name}: ${wasteText(sizing.recommendations)}`);
  }
  if (scaled.length > 0) {
    replicaTexts.push(`${scaled.join(', ')}: an HPA sets the replicas, they stay as they are now`);
  }
  options.onProgress?.(objects.length, objects.length, '');
  return found;
}

function wasteText(
  recommendations: readonly {
    readonly resource: 'cpu' | 'memory';
    readonly target: number;
    readonly currentRequest?: number;
  }[],
): string {
  const parts = (['cpu', 'memory'] as const).flatMap((resource) => {
    const own = recommendations.filter((each) => each.resource === resource);
    const before = own.reduce((sum, { currentRequest = 0 }) => sum + currentRequest, 0);
    const after = own.reduce((sum, { target }) => sum + target, 0);
    if (before === 0) return [];
    const percent = formatNumber(Math.abs(1 - after / before) * 100, 2);
    return [`${resource} requests ${after <= before ? '−' : '+'}${percent} %`];
  });
  return parts.length === 0 ? 'nothing was requested before' : `${parts.join(', ')} a pod`;
}
