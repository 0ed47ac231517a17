import { decideHpa, defaultControllerSettings, type HpaDecision, initialHpaState } from '../../hpa/index.ts';
import type { HpaFacts } from './hpa-facts.ts';
import type { ObservedMoment } from './hpa-moments.ts';

const HOUR_MS = 3_600_000;

/** What the controller would decide if it remembered nothing: the count has been what it is for longer than every window. */
export function decideWithoutMemory(
  { spec, kubernetesMinor }: HpaFacts,
  moment: ObservedMoment,
  atMs: number,
): HpaDecision {
  const replicas = 'error' in moment.scale ? 0 : moment.scale.specReplicas;
  const recommendations = [{ replicas, timestampMs: atMs - HOUR_MS }];
  return decideHpa({
    ...moment,
    spec,
    settings: defaultControllerSettings(kubernetesMinor),
    state: { ...initialHpaState, recommendations },
    nowMs: atMs,
  });
}
