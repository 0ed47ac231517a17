import type { HpaView } from '../../apis/hpa.ts';
import {
  type Clock,
  type ClusterSource,
  type MetricsApis,
  type MetricsSource,
  SourceError,
} from '../../ports/index.ts';
import { isoTime } from '../report-basis.ts';
import { hpasAtMaximum } from './at-maximum.ts';
import { blindMetrics, type BlindOptions } from './blind-metrics.ts';
import { type ForecastsInUse, forecastsInUse } from './forecasts-in-use.ts';
import { inactiveHpas, isSilent } from './inactive.ts';
import { nodeRoom } from './node-room.ts';
import { pendingPods } from './pending-pods.ts';
import { reckonedHpas } from './reckoned-hpas.ts';
import { readStatusFacts, statusHpa, type StatusScope } from './status-facts.ts';
import type { StatusHpa, StatusReport } from './status-report.ts';

export interface StatusSources {
  readonly cluster: ClusterSource;
  readonly clock: Clock;
  /** Of a live cluster: without them the age of metrics is not known. */
  readonly apis?: MetricsApis;
  /** For what the metrics adapter says of its forecasts; called where an HPA lists one. */
  readonly openMetrics?: () => Promise<MetricsSource | undefined>;
}

/**
 * What is wrong with scaling now, in one report: HPAs at their maximum, HPAs that do nothing, metrics without a value, pods that wait and what keeps
 * them from the nodes, forecasts that are not served. Nothing is changed. Throws {@link SourceError} where HPAs may not be listed.
 */
export async function scalingStatus(
  { cluster, clock, apis, openMetrics }: StatusSources,
  scope: StatusScope,
  options: BlindOptions,
): Promise<StatusReport> {
  const nowMs = clock.now();
  const read = await readStatusFacts(cluster, scope, nowMs, options);
  const reckoned = await reckonedHpas(read, cluster, openMetrics, options);
  const facts = { ...read, hpas: read.hpas.map((hpa) => reckoned.get(hpa)?.hpa ?? hpa) };
  const decided = new Map([...reckoned.values()].map((each) => [each.hpa, each] as const));
  const room = nodeRoom(facts);
  const [atMaximum, blind, forecasts] = await Promise.all([
    hpasAtMaximum(facts, decided, cluster, room, options),
    blindMetrics(facts, apis, options),
    unlessAway(forecastsInUse(facts, openMetrics, options)),
  ]);
  const inactive = inactiveHpas(facts);
  const troubled = new Set([...atMaximum, ...inactive, ...blind, ...forecasts.off].map(keyOf));
  const silent = facts.hpas
    .filter(isSilent)
    .map((hpa) => keyOf(statusHpa(hpa)))
    .filter((key) => !troubled.has(key));
  return {
    apiVersion: 'kubectl-autoscale.io/v1alpha1',
    kind: 'StatusReport',
    generatedAt: isoTime(nowMs),
    cluster: cluster.description,
    ...(scope.namespace === undefined ? {} : { namespace: scope.namespace }),
    atMaximum: [...atMaximum].sort((a, b) => lack(b) - lack(a)),
    inactive,
    blind,
    pending: pendingPods(facts, room),
    forecastsOff: forecasts.off,
    quiet: {
      hpas: facts.hpas.length - troubled.size - silent.length,
      hpasInAll: facts.hpas.length,
      forecastsOn: forecasts.on,
    },
    notes: [
      ...facts.notes,
      ...forecasts.notes,
      ...reckoningNotes(facts.hpas.filter((hpa) => decided.has(hpa))),
      ...silenceNotes(silent),
    ],
  };
}

/** In an incident Prometheus may be what is down. */
async function unlessAway(asked: Promise<ForecastsInUse>): Promise<ForecastsInUse> {
  return asked.catch((error: unknown) => {
    if (!(error instanceof SourceError) || error.code === 'cancelled') throw error;
    return { off: [], on: 0, notes: [`whether forecasts are on is not known: ${error.message}`] };
  });
}

/** Whose conditions are ours and not the controller's. */
function reckoningNotes(reckoned: readonly HpaView[]): readonly string[] {
  if (reckoned.length === 0) return [];
  const names = reckoned.map((hpa) => keyOf(statusHpa(hpa))).join(', ');
  return [
    `the controller says nothing of ${names}: whether they can act was decided here, by the controller’s own rules`,
  ];
}

/** A recording of manifests has HPAs of which the controller says nothing: they are not known to be fine. */
function silenceNotes(silent: readonly string[]): readonly string[] {
  if (silent.length === 0) return [];
  return [
    `the controller says nothing of ${silent.join(', ')}: whether they can act is not known here; kubectl autoscaler explain hpa reckons it`,
  ];
}

const keyOf = ({ namespace, hpa }: StatusHpa): string => `${namespace}/${hpa}`;

function lack({ wantedReplicas = 0, maxReplicas }: StatusReport['atMaximum'][number]): number {
  return Math.max(0, wantedReplicas - maxReplicas);
}
