import { decideScaling, type LoadForecast, type ScalingHistory, withScaling } from '../../scaling/index.ts';
import type { Scaler } from '../scenario.ts';
import type { Observed, ReplicaController, ReplicaVerdict } from './replica-controller.ts';

type PolicyScaler = Extract<Scaler, { kind: 'policy' }>;

/** Our own policy over one simulated workload, by `decideScaling`, on its requests per second. */
export class PolicyController implements ReplicaController {
  readonly kind = 'policy';
  readonly periodMs: number;
  readonly #scaler: PolicyScaler;
  #history: ScalingHistory = [];

  constructor(scaler: PolicyScaler) {
    this.#scaler = scaler;
    this.periodMs = scaler.periodMs;
  }

  decide({ nowMs, replicaSet, readings, ahead }: Observed): ReplicaVerdict {
    const { policy } = this.#scaler;
    const forecast = loadForecast(ahead);
    const decision = decideScaling({
      policy,
      currentReplicas: replicaSet.wanted,
      load: readings.requestsPerSecond,
      ...(forecast && { forecast }),
      history: this.#history,
      nowMs,
    });
    // Older changes than any cooldown and window say nothing more.
    const oldestMs =
      nowMs - Math.max(policy.flappingWindowMs, policy.scaleDownCooldownMs, policy.scaleUpCooldownMs);
    this.#history = withScaling(this.#history, {
      atMs: nowMs,
      from: decision.currentReplicas,
      to: decision.desiredReplicas,
    }).filter(({ atMs }) => atMs >= oldestMs);
    return { replicas: decision.desiredReplicas, reasons: () => decision.reasons };
  }
}

/** The highest point ahead, with its interval. */
function loadForecast({ forecast }: Observed['ahead']): LoadForecast | undefined {
  if (!forecast) return undefined;
  const highest = forecast.points.reduce((most, point) => (point.value > most.value ? point : most));
  const { value, lower, upper } = highest;
  const { wape } = forecast.backtest;
  return { value, lower, upper, trusted: forecast.trusted, ...(wape !== undefined && { wape }) };
}
