import { erlangC, responseTimeQuantile } from '../../scaling/index.ts';
import { latencyBin } from './latency-histogram.ts';
import { idleP95Seconds, type ServiceProfile } from './service-profile.ts';

/** Where a distribution of response times is read, and the share of requests that each reading stands for. */
const readAt = [
  0.05, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.915, 0.95, 0.97, 0.985, 0.995, 0.999,
] as const;
export const readingShares = shares(readAt);
const P95 = readAt.indexOf(0.95);

export interface ResponseTimes {
  /** Of a histogram, one for each of {@link readingShares}. */
  readonly bins: readonly number[];
  /** Seconds. */
  readonly p95: number;
  /** Requests that wait, on average. */
  readonly waiting: number;
}

/** Load that is this much below capacity counts as steady; closer to it, the queue of the model outgrows any interval. */
const STEADY_BELOW = 0.995;

/**
 * Response times of a service by M/M/c (random arrivals, exponential service, one queue) as long as it keeps up, and by its
 * backlog when it does not. Answers are kept, by servers and by load in steps of about 1.5 % of the spare capacity.
 */
export class ResponseModel {
  readonly #profile: ServiceProfile;
  readonly #steady = new Map<number, ResponseTimes>();
  readonly #mostLoads = new Map<number, number[]>();

  constructor(profile: ServiceProfile) {
    this.#profile = profile;
  }

  /** `undefined` where the load is too near to capacity for a steady state. */
  steady(arrivalsPerSecond: number, replicas: number): ResponseTimes | undefined {
    const { serviceSeconds, concurrency } = this.#profile;
    const servers = replicas * concurrency;
    const busy = (arrivalsPerSecond * serviceSeconds) / servers;
    if (!(busy < STEADY_BELOW)) return undefined;
    const step = Math.round(-Math.log(1 - busy) * 64);
    const key = servers * 1024 + step;
    const known = this.#steady.get(key);
    if (known) return known;
    const times = this.#compute(servers, 1 - Math.exp(-step / 64));
    this.#steady.set(key, times);
    return times;
  }

  /** While `backlog` requests wait before the newest one. */
  behind(backlog: number, replicas: number): ResponseTimes {
    const { serviceSeconds, concurrency, timeoutSeconds } = this.#profile;
    const waitSeconds =
      replicas > 0
        ? Math.min(timeoutSeconds, (backlog * serviceSeconds) / (replicas * concurrency))
        : timeoutSeconds;
    const quantiles = readAt.map((share) => waitSeconds - serviceSeconds * Math.log(1 - share));
    return { bins: quantiles.map(latencyBin), p95: quantiles[P95]!, waiting: backlog };
  }

  /**
   * The fewest replicas that keep the p95 at or below the goal at this load, at least 1 where there is any, and `most` where no number does; by
   * M/M/c.
   */
  replicasFor(arrivalsPerSecond: number, goalP95Seconds: number, most: number): number {
    if (arrivalsPerSecond <= 0) return 0;
    if (idleP95Seconds(this.#profile) >= goalP95Seconds) return most;
    const mostLoad = this.#mostLoadWithin(goalP95Seconds);
    while (mostLoad[mostLoad.length - 1]! < arrivalsPerSecond && mostLoad.length <= most) {
      mostLoad.push(this.#loadWithin(mostLoad.length, goalP95Seconds));
    }
    let low = 1;
    let high = Math.min(most, mostLoad.length - 1);
    while (low < high) {
      const middle = (low + high) >> 1;
      if (mostLoad[middle]! < arrivalsPerSecond) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** By the number of replicas, requests per second that they serve within the goal, as far as somebody has asked. */
  #mostLoadWithin(goalP95Seconds: number): number[] {
    const known = this.#mostLoads.get(goalP95Seconds);
    if (known) return known;
    const mostLoad = [0];
    this.#mostLoads.set(goalP95Seconds, mostLoad);
    return mostLoad;
  }

  #loadWithin(replicas: number, goalP95Seconds: number): number {
    const { serviceSeconds, concurrency } = this.#profile;
    const servers = replicas * concurrency;
    const servicesPerSecond = 1 / serviceSeconds;
    let low = 0;
    let high = servers * servicesPerSecond;
    for (let step = 0; step < 30; step += 1) {
      const middle = (low + high) / 2;
      const load = { arrivalsPerSecond: middle, servicesPerSecond, replicas: servers };
      if (responseTimeQuantile(load, 0.95) <= goalP95Seconds) low = middle;
      else high = middle;
    }
    return low;
  }

  #compute(servers: number, busy: number): ResponseTimes {
    const servicesPerSecond = 1 / this.#profile.serviceSeconds;
    const load = {
      arrivalsPerSecond: busy * servers * servicesPerSecond,
      servicesPerSecond,
      replicas: servers,
    };
    const quantiles = readAt.map((share) => responseTimeQuantile(load, share));
    const waiting = (erlangC(load) * busy) / (1 - busy);
    return { bins: quantiles.map(latencyBin), p95: quantiles[P95]!, waiting };
  }
}

/** One model for all services of a run that serve alike: what it has computed for one of them, the others find. */
export class ResponseModels {
  readonly #models = new Map<string, ResponseModel>();

  of(profile: ServiceProfile): ResponseModel {
    const { serviceSeconds, concurrency, timeoutSeconds } = profile;
    const key = `${serviceSeconds} ${concurrency} ${timeoutSeconds}`;
    const known = this.#models.get(key);
    if (known) return known;
    const model = new ResponseModel(profile);
    this.#models.set(key, model);
    return model;
  }
}

/** Each reading stands for what lies halfway to its neighbours. */
function shares(at: readonly number[]): readonly number[] {
  const bounds = at.map((share, i) => (i === 0 ? 0 : (at[i - 1]! + share) / 2));
  return bounds.map((bound, i) => (bounds[i + 1] ?? 1) - bound);
}
