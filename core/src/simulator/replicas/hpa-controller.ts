import {
  decideHpa,
  type HpaMetricSpec,
  type HpaPod,
  type HpaState,
  initialHpaState,
  type MetricObservation,
  withSpecDefaults,
} from '../../hpa/index.ts';
import type { SimPod } from '../cluster/pod-and-machine.ts';
import type { Scaler, Signal } from '../scenario.ts';
import type { Observed, ReplicaController, ReplicaVerdict } from './replica-controller.ts';
import type { ReplicaSet } from './replica-set.ts';

type HpaScaler = Extract<Scaler, { kind: 'hpa' }>;

const CONTAINER = 'app';

/**
 * The HPA controller over one simulated workload, by `decideHpa`. Load is spread evenly over the ready pods; a pod that starts has no sample yet.
 */
export class HpaController implements ReplicaController {
  readonly kind = 'hpa';
  readonly periodMs: number;
  readonly #scaler: HpaScaler;
  readonly #metrics: readonly HpaMetricSpec[];
  /** By what pods ask for; those that were made alike share it. */
  readonly #containers = new WeakMap<SimPod['drain']['pod']['requests'], HpaPod['containers']>();
  #state: HpaState = initialHpaState;
  #pods: readonly HpaPod[] = [];
  #podsAt = -1;

  constructor(scaler: HpaScaler) {
    this.#scaler = scaler;
    this.periodMs = scaler.syncMs;
    this.#metrics = withSpecDefaults(scaler.spec, scaler.settings.downscaleStabilizationMs).metrics;
  }

  decide(observed: Observed): ReplicaVerdict {
    const { nowMs, replicaSet } = observed;
    const decision = decideHpa({
      spec: this.#scaler.spec,
      scale: { specReplicas: replicaSet.wanted, statusReplicas: replicaSet.pods.length },
      pods: this.#podsOf(replicaSet),
      observations: this.#metrics.map((metric) => this.#observe(metric, observed)),
      settings: this.#scaler.settings,
      state: this.#state,
      nowMs,
    });
    this.#state = decision.state;
    return { replicas: decision.desiredReplicas, reasons: () => decision.reasons };
  }

  #podsOf(replicaSet: ReplicaSet): readonly HpaPod[] {
    if (this.#podsAt !== replicaSet.changes) {
      this.#podsAt = replicaSet.changes;
      this.#pods = replicaSet.pods.map((pod) => ({
        name: pod.name,
        phase: pod.state === 'waiting' ? 'Pending' : 'Running',
        deleting: false,
        ...(pod.startMs !== undefined && { startTimeMs: pod.startMs }),
        readyCondition:
          pod.state === 'ready'
            ? { status: 'True', lastTransitionMs: pod.readyMs ?? pod.createdMs }
            : { status: 'False', lastTransitionMs: pod.startMs ?? pod.createdMs },
        containers: this.#containersOf(pod),
      }));
    }
    return this.#pods;
  }

  #containersOf({ drain: { pod } }: SimPod): HpaPod['containers'] {
    const known = this.#containers.get(pod.requests);
    if (known) return known;
    const containers = [{ name: CONTAINER, requestsMilli: milliRequests(pod.requests) }];
    this.#containers.set(pod.requests, containers);
    return containers;
  }

  #observe(metric: HpaMetricSpec, observed: Observed): MetricObservation {
    const { readings, replicaSet } = observed;
    switch (metric.type) {
      case 'Resource':
      case 'ContainerResource':
        return this.#usage(metric.name, observed);
      case 'External':
        return { type: 'ExternalValues', valuesMilli: [milli(this.#signal(metric.metric.name, observed))] };
      case 'Object':
        return { type: 'ObjectValue', valueMilli: milli(this.#signal(metric.metric.name, observed)) };
      case 'Pods': {
        const valueMilli = milli(this.#signal(metric.metric.name, observed) / Math.max(1, replicaSet.ready));
        const items = readyPods(replicaSet).map(({ name }) => ({
          pod: name,
          valueMilli,
          timestampMs: readings.atMs,
        }));
        return { type: 'PodValues', items };
      }
    }
  }

  #usage(resource: string, { readings, replicaSet }: Observed): MetricObservation {
    if (resource !== 'cpu') {
      return { type: 'Error', message: `the simulator measures no ${resource}` };
    }
    const share = readings.cpuCores / Math.max(1, replicaSet.ready);
    const containers = [{ name: CONTAINER, usageMilli: { [resource]: milli(share) } }];
    const items = readyPods(replicaSet).map(({ name }) => ({
      pod: name,
      timestampMs: readings.atMs,
      windowMs: 15_000,
      containers,
    }));
    return { type: 'PodMetrics', items };
  }

  #signal(name: string, observed: Observed): number {
    const signal = this.#scaler.signals[name];
    if (signal === undefined) throw new RangeError(`no signal is given for the metric ${name}`);
    return typeof signal === 'string'
      ? signalValue(signal, observed)
      : signal.times * signalValue(signal.signal, observed);
  }
}

function signalValue(signal: Signal, { readings, ahead }: Observed): number {
  switch (signal) {
    case 'requests-per-second':
      return readings.requestsPerSecond;
    case 'waiting':
      return readings.waiting;
    case 'under-way':
      return readings.underWay;
    case 'forecast-requests-per-second':
      return ahead.perSecond ?? readings.requestsPerSecond;
  }
}

function readyPods(replicaSet: ReplicaSet): ReplicaSet['pods'] {
  return replicaSet.pods.filter(({ state }) => state === 'ready');
}

/** The adapter cuts off what is below a thousandth. */
function milli(value: number): number {
  return Math.trunc(value * 1000);
}

function milliRequests(
  requests: SimPod['drain']['pod']['requests'],
): HpaPod['containers'][number]['requestsMilli'] {
  return Object.fromEntries(
    requests.map(([resource, amount]) => [resource, resource === 'cpu' ? amount : amount * 1000]),
  );
}
