import type { HpaView } from '../../apis/hpa.ts';
import type { HpaMetric } from '../../apis/hpa-metric.ts';
import { type HpaDecision, withSpecDefaults } from '../../hpa/index.ts';
import {
  type ClusterSource,
  type MetricsSource,
  type SourceCallOptions,
  SourceError,
} from '../../ports/index.ts';
import { decideWithoutMemory } from '../explain/decide-without-memory.ts';
import { type HpaFacts, readHpaFacts } from '../explain/hpa-facts.ts';
import { presentMoment } from '../explain/hpa-moments.ts';
import { isUntold } from '../explain/is-untold.ts';
import { rememberedHistories } from '../explain/remembered-histories.ts';
import { isSilent, isUnseen } from './inactive.ts';
import type { StatusFacts } from './status-facts.ts';

/** An HPA of which the controller says nothing, with what it would say by its own rules. */
export interface ReckonedHpa {
  /** With the conditions, and with an entry for each metric that has a value, as the controller writes them. */
  readonly hpa: HpaView;
  readonly facts: HpaFacts;
  readonly decision: HpaDecision;
}

/**
 * Decides, as `explain` does, for each HPA that was looked at once and has no conditions: a recording, or a dump of manifests, may lack them. By the
 * HPA as it was read; what cannot be decided, since no metric of it is known, is left out.
 */
export async function reckonedHpas(
  { hpas, nowMs }: StatusFacts,
  cluster: ClusterSource,
  openMetrics: (() => Promise<MetricsSource | undefined>) | undefined,
  options: SourceCallOptions,
): Promise<ReadonlyMap<HpaView, ReckonedHpa>> {
  // One that is known to be new, or never to have been looked at, is told as such.
  const silent = hpas.filter(
    (hpa) => isSilent(hpa) && !(isUnseen(hpa) && hpa.metadata.creationMs !== undefined),
  );
  const reckoned = new Map<HpaView, ReckonedHpa>();
  if (silent.length === 0) return reckoned;
  const metrics = await unlessUnavailable(openMetrics?.());
  for (const hpa of silent) {
    const { namespace = 'default', name = '' } = hpa.metadata;
    const facts = await unlessUnavailable(readHpaFacts({ cluster }, namespace, name, options));
    if (facts === undefined) continue;
    const { histories } = await rememberedHistories(metrics, facts, nowMs, options);
    const moment = presentMoment(facts, histories, nowMs);
    const decision = decideWithoutMemory(facts, moment, nowMs);
    if (isUntold(histories, moment, decision)) continue;
    reckoned.set(hpa, { hpa: withStatus(hpa, facts, decision), facts, decision });
  }
  return reckoned;
}

function withStatus(hpa: HpaView, { spec }: HpaFacts, decision: HpaDecision): HpaView {
  const { metrics } = withSpecDefaults(spec, 0);
  const valid = new Set(
    decision.proposals.filter((each) => each.valid).map(({ metricIndex }) => metricIndex),
  );
  return {
    ...hpa,
    metrics: hpa.metrics.length === 0 ? [defaultMetric] : hpa.metrics,
    status: {
      ...hpa.status,
      currentReplicas: hpa.status?.currentReplicas ?? decision.currentReplicas,
      conditions: decision.conditions.map(({ type, status, reason, message }) => ({
        type,
        status,
        reason,
        message,
      })),
      currentMetrics: metrics.map(({ type }, index) =>
        valid.has(index) ? { type, name: '', current: {} } : { type: 'Unknown', current: {} },
      ),
    },
  };
}

/** What the API server fills in where none is written (defaults.go, Kubernetes 1.36). */
const defaultMetric: HpaMetric = {
  type: 'Resource',
  name: 'cpu',
  target: { type: 'Utilization', averageUtilization: 80 },
};

/** What cannot be asked now leaves the HPA as unknown as it was. */
async function unlessUnavailable<Value>(asked: Promise<Value> | undefined): Promise<Value | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof SourceError && error.code !== 'cancelled') return undefined;
    throw error;
  }
}
